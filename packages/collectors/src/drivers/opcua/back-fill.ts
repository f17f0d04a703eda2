import { fromMillis, MINUTE, type Micros } from '@driftbild/core'
import { type ClientSession, VariableIds } from 'node-opcua-client'
import type { DriverSink, Taken } from '../../driver.ts'
import { dataValueToReading } from './data-value.ts'
import type { Flow } from './flow.ts'
import { type HistoryPage, readHistory } from './history.ts'
import type { Node } from './resolve.ts'

/** Milliseconds until a back-fill that could not be finished is tried again. */
const AGAIN = 10_000

export interface BackFill {
  /** There is something to fill: begins, or goes round once more when it is already at it. */
  wake(): void
  stop(): void
}

/**
 * Fills what is missing from the server's own history, beside the live values. Each page moves its node's
 * cursor to the end of the page before, so that a long back-fill goes on where it was after a crash. Not to
 * its own end: the last thousand values may still come live too, and repeats are known from the cursor on.
 */
export function makeBackFill(
  session: ClientSession,
  flow: () => Flow,
  sink: DriverSink,
  now: () => Micros,
  deviceId: string,
): BackFill {
  const stop = new AbortController()
  let running = false
  let again = false
  let timer: NodeJS.Timeout | undefined
  let refused = false
  const reachedBefore = new Map<Node, Micros>()

  async function handle({ node, values, done }: HistoryPage): Promise<void> {
    if (refused) return
    const received = now()
    const { key, point } = node
    const readings: Taken[] = values.map((data) => ({
      key,
      unit: point.unit,
      kind: point.kind.type,
      reading: dataValueToReading(point, data, received),
    }))
    const reached = readings.length > 0 ? Math.max(...readings.map((r) => r.reading.sourceTime)) : null
    const cursor = done ? flow().complete(node, reached) : (reachedBefore.get(node) ?? null)
    if (done || reached === null) reachedBefore.delete(node)
    else reachedBefore.set(node, reached)
    const cursors = cursor === null ? {} : { [key]: cursor }
    if (await sink.take({ readings, cursors, retried: true })) return
    refused = true
    flow().mark([node])
  }

  async function round(): Promise<void> {
    const wanted = flow().incomplete()
    if (wanted.length === 0) return
    refused = false
    reachedBefore.clear()
    // Our own clock may be behind the values that are asked for.
    const end = Math.max(now(), flow().newest, await serverTime(session)) + MINUTE
    const failures = await readHistory(session, wanted, end, handle, stop.signal)
    for (const { node, never, message } of failures) {
      if (!never) continue
      sink.log('warn', `${deviceId} gives no history of ${node.key}: ${message}`)
      flow().giveUp(node)
    }
  }

  async function run(): Promise<void> {
    running = true
    do {
      again = false
      try {
        await round()
      } catch (cause) {
        if (!stop.signal.aborted)
          sink.log('warn', `back-fill of ${deviceId} was interrupted: ${(cause as Error).message}`)
      }
    } while (again && !refused && !stop.signal.aborted)
    running = false
    if (flow().incomplete().length > 0 && !stop.signal.aborted) timer = setTimeout(wake, AGAIN)
  }

  const wake = () => {
    clearTimeout(timer)
    if (stop.signal.aborted) return
    if (running) again = true
    else void run()
  }
  return {
    wake,
    stop: () => {
      clearTimeout(timer)
      stop.abort()
    },
  }
}

/** By the server's clock; 0 where it doesn't say. */
async function serverTime(session: ClientSession): Promise<Micros> {
  const answer = await session.read({ nodeId: `i=${VariableIds.Server_ServerStatus_CurrentTime}` })
  const time: unknown = answer.value?.value
  return time instanceof Date ? fromMillis(time.getTime()) : 0
}
