import { median } from '../common/statistics.ts'
import type { PlantSeries } from './plant-series.ts'
import { VIOLATED, type View } from './watch-plant.ts'

/** Something that breaks several views together while no instrument lies. */
export interface Cause {
  /** The asset that has it. */
  asset: string
  /** It shows in hours in which this is off and one of those is on. */
  off: string
  on: readonly string[]
  /** What it moves, up or down, beyond what the rest says of it; always, or where the instrument happens to notice. */
  moves: readonly { of: string; way: 1 | -1; always: boolean }[]
}

export interface SeenCause {
  cause: Cause
  /** By number of the view, hours in which it broke it, and hours in which it should have shown and didn't. */
  explained: ReadonlyMap<number, { broken: number; held: number }>
}

/** Spreads that the middle of some hours, and of how many at least, doesn't leave by chance. */
const MOVED = 1
const LEAST_HOURS = 3

/** What a cause explains of some hours; null where fewer than two views are moved its way: one alone may be a gauge. */
export function seenIn(
  cause: Cause,
  series: PlantSeries,
  views: readonly View[],
  from: number,
  to: number,
): SeenCause | null {
  const hours = Array.from({ length: to - from + 1 }, (_, i) => from + i).filter(
    (i) => series.signals[cause.off]?.[i] === 0 && cause.on.some((one) => series.signals[one]?.[i] === 1),
  )
  const explained = new Map<number, { broken: number; held: number }>()
  let moved = 0
  for (const [v, { kind, of, departure }] of views.entries()) {
    const move = kind === 'relation' ? cause.moves.find((one) => one.of === of) : undefined
    if (!move) continue
    const shifts = hours.map((i) => move.way * departure[i]!).filter((shift) => !Number.isNaN(shift))
    if (shifts.length < LEAST_HOURS) continue
    const isMoved = median(shifts)! >= MOVED
    if (isMoved) moved++
    const broken = shifts.filter((shift) => shift > VIOLATED).length
    explained.set(v, { broken, held: isMoved || !move.always ? 0 : shifts.length - broken })
  }
  return moved < 2 ? null : { cause, explained }
}
