import { STATUS_CODES } from 'node:http'
import { type Problem, ProblemError } from '@driftbild/core'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { z } from 'zod'
import type { ProblemBody } from '../contract/index.ts'
import { describeError, type Log } from '../log.ts'
import { GivenUp } from '../shared-run.ts'

/** As proxies write down a request whose sender closed the connection. */
const GONE = 499

/** RFC 9457. The title is for those who read traffic; people get the code's translation. */
export function problemResponse(
  status: number,
  problem: Problem,
  headers: Record<string, string> = {},
): Response {
  const body: ProblemBody = {
    type: `urn:driftbild:problem:${problem.code}`,
    title: STATUS_CODES[status] ?? 'Problem',
    status,
    code: problem.code,
    ...(problem.ref !== undefined && { ref: problem.ref }),
    ...(problem.context !== undefined && { context: problem.context }),
  }
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  })
}

export const notFound = (ref?: string): ProblemError =>
  new ProblemError(404, { code: 'not-found', ...(ref !== undefined && { ref }) })

/** Something is full or busy for now; the sender comes back by itself. */
export class BusyError extends ProblemError {
  readonly retryAfter: number
  constructor(code: string, retryAfter: number, status: 429 | 503 = 503) {
    super(status, { code, context: { retryAfter } })
    this.retryAfter = retryAfter
  }
}

/** What a body, query or path failed on, field by field. A malformed path names nothing that exists. */
export function invalid(target: string, error: z.core.$ZodError): ProblemError {
  const issues = error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    rule: issue.code,
    message: issue.message,
  }))
  if (target === 'param') return new ProblemError(404, { code: 'not-found', context: { issues } })
  return new ProblemError(400, { code: 'invalid', context: { in: target, issues } })
}

/** The one place where a thrown error becomes an answer. A bug is logged whole and told as little as possible. */
export function answerError(error: unknown, c: Context, log: Log): Response {
  if (error instanceof BusyError) {
    return problemResponse(error.status, error.problem, { 'retry-after': String(error.retryAfter) })
  }
  if (error instanceof ProblemError) return problemResponse(error.status, error.problem)
  if (error instanceof HTTPException) {
    return problemResponse(error.status, { code: error.status === 400 ? 'malformed' : 'refused' })
  }
  // Nobody reads it.
  if (error instanceof GivenUp) return new Response(null, { status: GONE })
  if (isAway(error)) {
    log('warn', `${c.req.method} ${c.req.path} found no database: ${describeError(error)}`)
    return problemResponse(503, { code: 'database-away' }, { 'retry-after': '2' })
  }
  if (isOutOfRoom(error)) {
    log('warn', `${c.req.method} ${c.req.path} found no room: ${describeError(error)}`)
    return problemResponse(503, { code: 'disk-full' }, { 'retry-after': '10' })
  }
  log('error', `${c.req.method} ${c.req.path} failed: ${describeError(error)}`, {
    ...(error instanceof Error && { stack: error.stack }),
  })
  return problemResponse(500, { code: 'internal' })
}

/** No socket, nobody listening, a connection that broke, an engine that starts or stops. */
const away = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03'])

/** The engine is being started again, by its parent or by a person: whoever asked may ask again soon. */
function isAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && away.has(error.code)) return true
  return error.message === 'Connection terminated unexpectedly' || isAway(error.cause)
}

/** SQLSTATE class 53: the database's disk is full, or its memory. It passes when somebody has made room. */
const isOutOfRoom = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^53/.test(error.code)
