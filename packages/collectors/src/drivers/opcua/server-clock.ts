import { fromMillis, type Micros } from '@driftbild/core'
import { type ClientSession, StatusCodes, VariableIds } from 'node-opcua-client'
import type { DriverSink } from '../../driver.ts'

/** Milliseconds between two looks at a server's clock. */
const EVERY = 10_000
/** Milliseconds that an answer may take: the clock was read somewhere in between. */
const MOST = 1000

/**
 * Asks a server for the time, now and then, until the result is called. What it writes on its messages isn't asked:
 * not every server writes anything there.
 */
export function followServerClock(session: ClientSession, now: () => Micros, sink: DriverSink): () => void {
  let isAsking = false
  async function ask(): Promise<void> {
    if (isAsking) return
    isAsking = true
    try {
      const offset = await serverOffset(session, now)
      if (offset !== null) sink.clock(offset)
    } catch {
      // Whoever reads its values learns of it in the same way, and says so.
    } finally {
      isAsking = false
    }
  }
  void ask()
  const asking = setInterval(ask, EVERY)
  return () => clearInterval(asking)
}

/** A server's time minus ours; null where it doesn't say, or too late to be worth something. */
export async function serverOffset(session: ClientSession, now: () => Micros): Promise<Micros | null> {
  const began = performance.now()
  const { value, statusCode } = await session.read({
    nodeId: `i=${VariableIds.Server_ServerStatus_CurrentTime}`,
  })
  const took = performance.now() - began
  const shown: unknown = value?.value
  if (took > MOST || statusCode !== StatusCodes.Good || !(shown instanceof Date)) return null
  return fromMillis(shown.getTime() + took / 2) - now()
}
