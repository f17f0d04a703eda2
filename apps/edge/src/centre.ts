import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { CommandResult } from '@driftbild/collectors'
import {
  ANSWER_WITHIN,
  BATCH_VERSION_HEADER,
  type Batch,
  BatchReceipt,
  batchVersion,
  fromMillis,
  Micros,
  parseTime,
} from '@driftbild/core'
import { z } from 'zod'
import { CollectorKey } from './key.ts'

const zip = promisify(gzip)

/** What the centre said, or why there is no answer. */
export type Answer<T> = { value: T } | { problem: Refusal } | { failure: string }

export interface Refusal {
  status: number
  /** Null where the answer was no problem document: it may come from somebody in between. */
  code: string | null
  context: Record<string, unknown>
  /** Seconds. */
  retryAfter: number | null
}

export interface Centre {
  /** The newest durable number of each epoch that it knows of us. */
  ledger(signal: AbortSignal): Promise<Answer<Record<string, number>>>
  send(batch: Batch, signal: AbortSignal): Promise<Answer<BatchReceipt>>
}

/** The centre as one that wants something written. */
export interface Commander {
  /** What is to be written now; the centre may wait so many seconds for something. Each is handed to us once. */
  commands(wait: number, signal: AbortSignal): Promise<Answer<SentCommand[]>>
  answerCommand(id: string, result: CommandResult, signal: AbortSignal): Promise<Answer<unknown>>
}

const HandedCommand = z.object({
  id: z.uuid(),
  signal: z.string(),
  value: z.number(),
  unit: z.string(),
  /** By the centre's clock. */
  until: z.iso.datetime({ offset: true }).transform(parseTime),
})
export interface SentCommand extends Omit<z.infer<typeof HandedCommand>, 'until'> {
  /** Milliseconds that somebody expects it for, from when it reached us; no clock but the centre's counts. */
  lasts: number
}

const Problem = z.object({ code: z.string(), context: z.record(z.string(), z.unknown()).default({}) })
const Ledger = z.object({ epochs: z.record(z.string(), Micros) })
/** Milliseconds until a request counts as lost. */
const PATIENCE = 30_000

/** `showsTime` is told what the centre's clock showed when it answered, to half a second. */
export function connectCentre(
  api: string,
  { municipality, collector, key }: CollectorKey,
  showsTime: (time: Micros) => void = () => undefined,
): Centre & Commander {
  const base = `/api/${municipality}/collectors/${collector}`
  const headers = { authorization: `Bearer ${key}` }
  return {
    async ledger(signal) {
      const answer = await request(api, `${base}/ledger`, { headers }, Ledger, signal, showsTime)
      return 'value' in answer ? { value: answer.value.epochs } : answer
    },
    async send(batch, signal) {
      const body = await zip(JSON.stringify(batch), { level: 3 })
      const init = {
        method: 'POST',
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-encoding': 'gzip',
          [BATCH_VERSION_HEADER]: String(batchVersion(batch)),
        },
        body,
      }
      return request(api, `${base}/batches`, init, BatchReceipt, signal, showsTime)
    },
    async commands(wait, signal) {
      const url = `${base}/commands?wait=${wait}`
      const asked = performance.now()
      // Where the centre doesn't say what time it was, nobody knows how long a command is expected.
      let shown: Micros = Number.POSITIVE_INFINITY
      const answer = await request(api, url, { headers }, z.array(HandedCommand), signal, (time) => {
        shown = time
      })
      // The answer was on its way for as long at the most.
      const onTheWay = performance.now() - asked
      return 'value' in answer
        ? {
            value: answer.value.map(({ until, ...command }) => ({
              ...command,
              lasts: Math.floor(Math.min(until - shown, ANSWER_WITHIN) / 1000 - onTheWay),
            })),
          }
        : answer
    },
    answerCommand(id, result, signal) {
      const init = {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(result),
      }
      return request(api, `${base}/commands/${id}/answer`, init, z.unknown(), signal)
    },
  }
}

/** Turns a one-time code into a key of our own. */
export function enrol(api: string, code: string, name: string | undefined, signal: AbortSignal) {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code, ...(name === undefined ? {} : { name }) }),
  }
  return request(api, '/api/enrol', init, CollectorKey, signal)
}

async function request<T>(
  api: string,
  path: string,
  init: RequestInit,
  schema: z.ZodType<T>,
  signal: AbortSignal,
  showsTime: (time: Micros) => void = () => undefined,
): Promise<Answer<T>> {
  const url = new URL(path, api)
  try {
    const response = await fetch(url, {
      ...init,
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]),
    })
    const shown = Date.parse(response.headers.get('date') ?? '')
    const body: unknown = await response.json().catch(() => null)
    if (response.ok) {
      const parsed = schema.safeParse(body)
      // The header has whole seconds, cut. Somebody else's clock is nothing to go by.
      if (parsed.success && Number.isFinite(shown)) showsTime(fromMillis(shown + 500))
      return parsed.success
        ? { value: parsed.data }
        : { failure: `${url} answered something else than expected` }
    }
    const problem = Problem.safeParse(body)
    const retryAfter = Number(response.headers.get('retry-after'))
    return {
      problem: {
        status: response.status,
        code: problem.data?.code ?? null,
        context: problem.data?.context ?? {},
        retryAfter: Number.isFinite(retryAfter) && retryAfter > 0 ? retryAfter : null,
      },
    }
  } catch (cause) {
    const { message, cause: inner } = cause as Error & { cause?: Error & { code?: string } }
    return { failure: `${url.origin} can't be reached: ${inner?.code ?? inner?.message ?? message}` }
  }
}
