import { bucketBounds, DAY, HOUR, type Micros, startOfLocalDay } from '@driftbild/core'
import { type Database, lastVisits } from '@driftbild/store'
import { dailyLastValues } from '../figures/daily-last-values.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'

/** A level that falls by this much from one day to the next was emptied: less is what settles, or a restless sensor. */
const FALL = 0.25

export interface Emptyings {
  /** By tag: the newest visit, or the day on which the level fell. */
  emptiedAt: ReadonlyMap<string, Micros>
  /** By tag: the first day whose level is known, so that a fall since would have shown. */
  heardSince: ReadonlyMap<string, Micros>
}

/** When each container was last emptied, as visits and the levels of the last days tell it. */
export async function lastEmptyings(
  db: Database,
  picture: Picture,
  containers: readonly WatchedAsset[],
  { now, days }: { now: Micros; days: number },
): Promise<Emptyings> {
  const reader = { municipality: picture.code, role: 'reader' } as const
  const emptiedAt = new Map<string, Micros>()
  const heardSince = new Map<string, Micros>()
  for (const { asset, at } of await db.transaction(reader, lastVisits)) emptiedAt.set(asset, at)
  const signals = containers.flatMap(({ signals }) =>
    signals.flatMap(({ signal }) => (signal.role === 'fill' ? [signal] : [])),
  )
  const keys = signals.map(({ key }) => key)
  const { zone } = picture.municipality
  const first = startOfLocalDay(startOfLocalDay(now, zone) - days * DAY + 12 * HOUR, zone)
  const bounds = bucketBounds('day', first, now, zone)
  const before = new Map<string, number>()
  const levelsByDay = await dailyLastValues(db, picture.code, keys, bounds)
  for (const [i, levels] of levelsByDay.entries()) {
    const from = bounds[i]!
    for (const { key, asset } of signals) {
      const level = levels.get(key)
      if (level === undefined) continue
      const was = before.get(key)
      if (was !== undefined && was - level >= FALL)
        emptiedAt.set(asset, Math.max(from, emptiedAt.get(asset) ?? 0))
      before.set(key, level)
      if (!heardSince.has(asset)) heardSince.set(asset, from)
    }
  }
  return { emptiedAt, heardSince }
}
