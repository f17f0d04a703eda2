import { performance } from 'node:perf_hooks'
import type { Session } from './browser-session.ts'
import { type Holds, readHolds } from './holds.ts'

export interface MomentFigures {
  /** Milliseconds until a moment that nobody has looked at is there, and until it is asked for again. */
  first: number
  again: number
  /** Until what differs from another one is there, that one read too. */
  compared: number
  holds: Holds
}

const STEP_MS = 300_000

/** How long it takes to look at the past, and what it holds up. */
export async function measureMoments(get: Session['get'], code: string): Promise<MomentFigures> {
  const ago = (steps: number) =>
    new Date(Math.floor(Date.now() / STEP_MS) * STEP_MS - steps * STEP_MS).toISOString()
  const ask = async (path: string): Promise<number> => {
    const from = performance.now()
    await (await get(`/api/${code}/${path}`)).text()
    return performance.now() - from
  }
  await readHolds(get)
  const [then, before] = [ago(2), ago(40)]
  const first = await ask(`moment?at=${then}`)
  const again = await ask(`moment?at=${then}`)
  const compared = await ask(`moment/changes?since=${before}&at=${then}`)
  return { first, again, compared, holds: await readHolds(get) }
}
