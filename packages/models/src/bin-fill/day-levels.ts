/** A container's fill at the day's step, and whether it was emptied since the step before. */
export interface DayLevel {
  day: number
  /** null where the sensor said nothing or isn't believed. */
  fill: number | null
  emptied: boolean
}

/** A little less is the sensor's noise or litter settling; the next day carries on from there. */
const NOISE = 0.05

export type Move = 'unknown' | 'emptied' | 'still' | 'rising'

/** How a day's fill came about. */
export function moveAt(days: readonly DayLevel[], i: number): Move {
  const fill = days[i]?.fill
  const before = i > 0 && days[i]!.day === days[i - 1]!.day + 1 ? days[i - 1]!.fill : null
  if (fill == null || before === null) return 'unknown'
  if (days[i]!.emptied || fill < before - NOISE) return 'emptied'
  return fill > before + NOISE ? 'rising' : 'still'
}

/** Whether the days after `start` are all known and nobody emptied it. */
export function filledOn(days: readonly DayLevel[], start: number, length: number): boolean {
  for (let i = start + 1; i <= start + length; i++) {
    const move = moveAt(days, i)
    if (move === 'unknown' || move === 'emptied') return false
  }
  return true
}
