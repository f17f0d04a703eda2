import type { TimeWindow } from '../../data/moments.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** How much of the past the bar shows at once; null is all of it. */
export const windows = { day: DAY_MS, week: 7 * DAY_MS, all: null } as const
export type WindowName = keyof typeof windows

/** Milliseconds between two moments that can be looked at. */
export const STEP_MS = 5 * MINUTE_MS

export const floorStep = (ms: number): number => Math.floor(ms / STEP_MS) * STEP_MS

/** The stretch of the past that the bar shows: up to now, or around moments that lie before it. */
export function windowAround(
  name: WindowName,
  stretch: TimeWindow,
  moments: readonly number[],
  /** Where it ended before: as long as the moments lie in it nothing moves under a hand. */
  ended: number | null,
): TimeWindow {
  const [first, last] = [Math.min(...moments), Math.max(...moments)]
  const length = lengthFor(name, moments.length === 0 ? 0 : last - first)
  const whole = { from: floorStep(stretch.from), to: floorStep(stretch.to) }
  if (length === null || whole.to - whole.from <= length) return whole
  const ending = (to: number): TimeWindow => {
    const end = Math.min(whole.to, Math.max(whole.from + length, floorStep(to)))
    return { from: end - length, to: end }
  }
  if (moments.length === 0) return ending(whole.to)
  const before = ending(ended ?? whole.to)
  return first >= before.from && last <= before.to ? before : ending((first + last + length) / 2)
}

/** A longer one than was chosen where the moments lie too far apart for it. */
const lengthFor = (name: WindowName, apart: number): number | null =>
  [windows[name], windows.week].find((length) => length === null || length > apart) ?? null

/** What a step key moves by: fine in a short window, coarse in a long one. */
export function stepOf({ from, to }: TimeWindow): number {
  const length = to - from
  if (length <= DAY_MS) return 15 * MINUTE_MS
  return length <= 7 * DAY_MS ? HOUR_MS : 6 * HOUR_MS
}

/** A moment of an address, on a step; null where it is none or lies ahead. */
export function momentOf(text: string | undefined, now: number): number | null {
  const ms = text === undefined ? Number.NaN : Date.parse(text)
  return ms < floorStep(now) ? floorStep(ms) : null
}

export const momentText = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z')
