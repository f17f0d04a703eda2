import type { Kommunkod } from '@driftbild/core'
import { type Database, forgetArrivals, listArrivals, refreshGaps } from '@driftbild/store'
import type { AlarmCalls } from '../alarms/held.ts'
import type { AlarmRunner, Touched } from '../alarms/runner.ts'
import type { Pictures } from '../picture/pictures.ts'

interface Parts {
  db: Database
  pictures: Pictures
  alarms: AlarmRunner
  calls: AlarmCalls
  /** Models that have passed these readings fall back. */
  late: (code: Kommunkod, touched: Touched) => Promise<void>
  /** Called with what was looked at. */
  onSeen: () => void
}

/** Batches looked at together: the more wait, the less each costs. */
const AT_ONCE = 200
/** A bulk import must leave the engine free for most of the time. */
const MOST_REST_MS = 5_000

/**
 * Looks at what came in: gaps that it fills are narrowed, the picture takes the newest readings, alarms are
 * judged in source order, models that were too quick fall back. Word of an arrival goes only after all that, so a crash repeats and skips nothing.
 */
export function createArrivalsTask({ db, pictures, alarms, calls, late, onSeen }: Parts): {
  run(): Promise<boolean>
} {
  let restUntil = 0
  /** Municipalities of which nothing is left that a process before us had judged and not written down. */
  const caughtUp = new Set<Kommunkod>()
  return {
    async run() {
      if (performance.now() < restUntil) return false
      const started = performance.now()
      let full = false
      for (const { code, signals } of pictures.list()) {
        const scope = { municipality: code, role: 'api' } as const
        const { ids, touched } = await db.transaction(scope, (tx) => listArrivals(tx, AT_ONCE))
        const gaps = await refreshGaps(db, code, touched)
        full ||= gaps.left > 0
        if (ids.length === 0) {
          if (caughtUp.has(code)) continue
          await alarms.catchUp(code, (key) => signals.get(key)?.latest?.time ?? null)
          caughtUp.add(code)
          continue
        }
        pictures.touched(code, touched.keys())
        calls.heard(code, touched.keys())
        await alarms.judge(code, touched)
        await late(code, touched)
        await db.transaction(scope, (tx) => forgetArrivals(tx, ids))
        onSeen()
        full ||= ids.length === AT_ONCE
      }
      const took = performance.now() - started
      if (took > 500) restUntil = performance.now() + Math.min(MOST_REST_MS, 2 * took)
      return full && restUntil < performance.now()
    },
  }
}
