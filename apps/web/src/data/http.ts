import type { ProblemBody } from '@driftbild/api/contract'
import { takeBegun } from '../early/begun.ts'

/** What the server, or the lack of one, answered instead of what was asked for. */
export class ProblemResponse extends Error {
  readonly status: number
  readonly code: string
  readonly ref: string | undefined
  readonly context: Record<string, unknown>
  constructor(problem: Pick<ProblemBody, 'status' | 'code' | 'ref' | 'context'>, options?: ErrorOptions) {
    super(problem.code, options)
    this.status = problem.status
    this.code = problem.code
    this.ref = problem.ref
    this.context = problem.context ?? {}
  }
}

const OFFLINE = { status: 0, code: 'offline' }

async function request<T>(path: string, init: RequestInit): Promise<T> {
  let response: Response
  try {
    const begun = init.method === undefined ? takeBegun(path, init.signal) : null
    response = await (begun ?? fetch(path, { credentials: 'same-origin', ...init }))
  } catch (cause) {
    // Nobody wants the answer any more, or it took too long, which is as good as none.
    if (init.signal?.aborted && !isLate(init.signal.reason)) throw cause
    throw new ProblemResponse(OFFLINE, { cause })
  }
  if (response.ok) return (await response.json()) as T
  const problem = await response.json().catch(() => null)
  throw new ProblemResponse(isProblem(problem) ? problem : { status: response.status, code: 'unexpected' })
}

const isLate = (reason: unknown): boolean => reason instanceof DOMException && reason.name === 'TimeoutError'

const isProblem = (body: unknown): body is ProblemBody =>
  typeof body === 'object' && body !== null && 'code' in body && 'status' in body

export const getJson = <T>(path: string, signal?: AbortSignal): Promise<T> =>
  request<T>(path, { headers: { accept: 'application/json' }, ...(signal && { signal }) })

export const postJson = <T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> =>
  request<T>(path, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  })

export const postBytes = <T>(path: string, bytes: ArrayBuffer, signal: AbortSignal): Promise<T> =>
  request<T>(path, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/octet-stream' },
    body: bytes,
    signal,
  })

/** Query text from what is set; empty values are left out. */
export function query(
  values: Record<string, string | number | boolean | readonly string[] | null | undefined>,
): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined || value === '') continue
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one))
  }
  const text = search.toString()
  return text ? `?${text}` : ''
}

export const problemOf = (error: unknown): ProblemResponse =>
  error instanceof ProblemResponse
    ? error
    : new ProblemResponse({ status: 0, code: 'unexpected' }, { cause: error })
