import type { Session } from './browser-session.ts'

/** What the centre kept others waiting with, in milliseconds. */
export interface Holds {
  /** The longest transaction since its start. */
  engine: number
  /** The longest that its event loop was held since this was last asked. */
  loop: number
}

/** As the centre's own metrics have it. */
export async function readHolds(get: Session['get']): Promise<Holds> {
  const text = await (await get('/metrics')).text()
  const value = (name: string): number => {
    const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]
    if (found === undefined) throw new Error(`the centre has no metric ${name}`)
    return Number(found) * 1000
  }
  return {
    engine: value('driftbild_engine_hold_longest_seconds'),
    loop: value('driftbild_nodejs_eventloop_lag_max_seconds'),
  }
}
