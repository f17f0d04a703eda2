import type { Cause } from './causes.ts'
import type { PlantSeries } from './plant-series.ts'
import { judgeSuspects, type Suspect } from './suspects.ts'
import type { View } from './watch-plant.ts'

/** A stretch of hours in which what a plant reports can't all be true, and what is most likely not. */
export interface InconsistentEvent {
  /** First and last hour, both in. */
  from: number
  to: number
  worst: number
  suspects: readonly Suspect[]
  /** What explains some of it without any instrument that lies. */
  causes: readonly Cause[]
}

/** Quiet hours within which two stretches are one: who falsifies plays back what fits for a while. */
export const BRIDGED = 12

export function findEvents(
  series: PlantSeries,
  views: readonly View[],
  worst: Float64Array,
  violated: number,
  around: { margin?: number; causes?: readonly Cause[] } = {},
): InconsistentEvent[] {
  const stretches: { from: number; to: number }[] = []
  for (const [i, v] of worst.entries()) {
    if (v <= violated) continue
    const last = stretches.at(-1)
    if (last && i - last.to <= BRIDGED) last.to = i
    else stretches.push({ from: i, to: i })
  }
  return stretches.map(({ from, to }) => ({
    from,
    to,
    worst: worst.subarray(from, to + 1).reduce((most, v) => Math.max(most, v), 0),
    ...judgeSuspects(series, views, from, to, around),
  }))
}

export const hoursOf = ({ from, to }: InconsistentEvent): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i)
