import { MINUTE, type Micros } from '@driftbild/core'
import type { ClientSession } from 'node-opcua-client'
import type { DriverSink, Taken } from '../../driver.ts'
import { dataValueToReading } from './data-value.ts'
import type { Flow } from './flow.ts'
import { type HistoryPage, readHistory } from './history.ts'
import { lookBack } from './look-back.ts'
import type { Node } from './resolve.ts'
import { serverOffset } from './server-clock.ts'

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
    const offset = await serverOffset(session, now)
    const look = lookBack(sink, deviceId, offset, now())
    const begun = wanted.map(({ node, from }) => ({ node, from: look.begin(node, from) }))
    // Our own clock may be behind the values that are asked for.
    const end = Math.max(now(), flow().newest, now() + (offset ?? 0)) + MINUTE
    const failures = await readHistory(session, begun, end, handle, stop.signal)
    for (const { node, never, message } of failures) {
      if (!never) continue
      sink.log('warn', `${deviceId} gives no history of ${node.key}: ${message}`)
      flow().giveUp(node)
    }
    const left = new Set(
      flow()
        .incomplete()
        .map(({ node }) => node),
    )
    for (const { node, from } of wanted) if (!left.has(node)) look.done(node, from)
    if (left.size === 0) await look.settle()
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
