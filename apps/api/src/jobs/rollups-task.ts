import { type Kommunkod, type Micros, SECOND } from '@driftbild/core'
import {
  type Database,
  firstPace,
  isBulkQueued,
  putJob,
  queuedRollups,
  refreshRollups,
} from '@driftbild/store'
import type { Metrics } from '../metrics.ts'
import type { Pictures } from '../picture/pictures.ts'
import { pastIsComing } from './past-is-coming.ts'

const SLICES_MS = 300
const TELL_EVERY = 5 * SECOND

interface Parts {
  db: Database
  pictures: Pictures
  metrics: Metrics
  now: () => Micros
  /** Called when the last of what was queued is computed. */
  onDone: () => void
}

interface Queued {
  ranges: number
  days: number
}

/** Works off the roll-ups that are queued, and tells of many on their way; true when there is more. */
export function createRollupsTask({ db, pictures, metrics, now, onDone }: Parts): () => Promise<boolean> {
  const pace = firstPace()
  /** Most that was queued at once, while a long stretch is on its way. */
  const told = new Map<Kommunkod, Queued>()
  let toldAt = 0

  const tell = async (code: Kommunkod): Promise<void> => {
    const before = told.get(code)
    const as = { municipality: code, role: 'api' } as const
    const isBulk = await db.transaction(as, isBulkQueued)
    if ((!isBulk && !before) || (await pastIsComing(db, code, now()))) return
    await db.transaction(as, async (tx) => {
      const left = await queuedRollups(tx)
      const most = highest(before ?? left, left)
      if (isBulk) told.set(code, most)
      else told.delete(code)
      const done = isBulk ? shareSummedUp(left, most) : 1
      const state = isBulk ? 'running' : 'done'
      await putJob(tx, { id: 'rollup', kind: 'rollup', done, secondsLeft: null, state, message: null }, now())
    })
  }

  return async () => {
    const { refreshed, left } = await refreshRollups(db, { most: SLICES_MS }, pace)
    metrics.rollupsQueued.set(left)
    if (now() - toldAt >= TELL_EVERY || (left === 0 && told.size > 0)) {
      toldAt = now()
      for (const { code } of pictures.list()) await tell(code)
    }
    if (refreshed > 0 && left === 0) onDone()
    return left > 0
  }
}

const highest = (before: Queued, left: Queued): Queued => ({
  ranges: Math.max(before.ranges, left.ranges),
  days: Math.max(before.days, left.days),
})

/**
 * Share of the way, 0…1: half of it is five-minute buckets, half the hours that are folded from them, whose
 * queue only grows until those are there.
 */
export function shareSummedUp(left: Queued, most: Queued): number {
  const share = (part: keyof Queued) => (most[part] === 0 ? 1 : 1 - left[part] / most[part])
  return (share('ranges') + (left.ranges > 0 ? 0 : share('days'))) / 2
}
