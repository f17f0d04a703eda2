import { z } from 'zod'
import { Micros } from './time.ts'

/** A physical unit, known by make and serial, installed in a position from–to. Lifetimes are learnt from items, never from positions. */
export const Item = z.object({
  make: z.string(),
  model: z.string(),
  serial: z.string().min(1),
  /** Device profile that reads it; null where nothing is read. */
  profile: z.string().nullable(),
  batch: z.string().nullable(),
})
export type Item = z.infer<typeof Item>

export const Installation = z.object({
  /** Tag of the position. */
  asset: z.string(),
  make: z.string(),
  serial: z.string(),
  from: Micros,
  to: Micros.nullable(),
})
export type Installation = z.infer<typeof Installation>

/**
 * Why these installations can't all be true, or null: one position holds one item at a time, and one item
 * sits in one position at a time. Ends are exclusive.
 */
export function installationConflict(installations: readonly Installation[]): string | null {
  for (const by of ['asset', 'item'] as const) {
    const groups = Map.groupBy(installations, (i) => (by === 'asset' ? i.asset : `${i.make} ${i.serial}`))
    for (const [id, group] of groups) {
      const ordered = group.toSorted((a, b) => a.from - b.from)
      for (const [i, one] of ordered.entries()) {
        if (one.to !== null && one.to <= one.from) return `${by} ${id}: removed before it was installed`
        const next = ordered[i + 1]
        if (next && (one.to === null || one.to > next.from)) return `${by} ${id}: two installations overlap`
      }
    }
  }
  return null
}
