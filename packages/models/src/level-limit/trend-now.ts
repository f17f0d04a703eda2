import { madScale, median } from '../common/statistics.ts'
import { A_DAY, endOf, levelAt, type Quarters } from './quarters.ts'
import { type UsualDay, usualChange } from './usual-day.ts'

/** Where the level is and how it moves, in the signal's unit and per quarter of an hour. */
export interface TrendNow {
  level: number
  /** How it moves, and how it usually would at this time. */
  change: number
  usual: number
  /** What it moves by beyond the usual, drawn towards nothing where it is no more than its noise. */
  beyond: number
  /** Quarters for which it has lasted. */
  lasted: number
}

/** Quarters that a trend is told over: a step of the instrument stands in one of them. */
const WINDOW = 6
/** Of these the newest, by which it still goes on: a pump that runs again shows in them first. */
const NEWEST = 3
/** Times what the newest say that the whole window may say. */
const AT_MOST = 1.5
const LEAST_KNOWN = 4
const LONGEST = 2 * A_DAY

/** Null where the newest level is missing, or too few of those before. */
export function trendNow(series: Quarters, usual: UsualDay, zone: string): TrendNow | null {
  const end = endOf(series)
  const level = levelAt(series, end - 1)
  if (level === null) return null
  const offs = (quarter: number): number | null => {
    const [before, after] = [levelAt(series, quarter - 1), levelAt(series, quarter)]
    return before === null || after === null ? null : after - before - usualChange(usual, quarter, zone)
  }
  const window = Array.from({ length: WINDOW }, (_, i) => offs(end - 1 - i))
  const recent = window.filter((one) => one !== null)
  if (recent.length < LEAST_KNOWN) return null
  const newest = median(window.slice(0, NEWEST).filter((one) => one !== null)) ?? 0
  const off = median(recent)!
  const noise = Math.max(1e-4, noiseOf(series, usual, zone))
  const strength = (off / noise) ** 2
  const usually = usualChange(usual, end - 1, zone)
  return {
    ...{ level, usual: usually, change: usually + off },
    beyond: goingOn(off * (strength / (strength + 9)), newest),
    lasted: lastedFor(series, usual, zone, off),
  }
}

/** A trend that the newest quarters take back is over, and one that they halve is half. */
const goingOn = (trend: number, newest: number): number =>
  Math.sign(trend) === Math.sign(newest)
    ? Math.sign(trend) * Math.min(Math.abs(trend), AT_MOST * Math.abs(newest))
    : 0

/** What such a middle of a few changes is off by when nothing is the matter. */
function noiseOf(series: Quarters, usual: UsualDay, zone: string): number {
  const middles: number[] = []
  for (let quarter = series.start + WINDOW + 1; quarter < endOf(series); quarter += WINDOW) {
    const [before, after] = [levelAt(series, quarter - WINDOW), levelAt(series, quarter)]
    if (before === null || after === null) continue
    let expected = 0
    for (let i = 0; i < WINDOW; i++) expected += usualChange(usual, quarter - i, zone)
    middles.push((after - before - expected) / WINDOW)
  }
  return madScale(middles) ?? 0
}

/** How far back the level has moved on average at least half as much beyond the usual as it does now. */
function lastedFor(series: Quarters, usual: UsualDay, zone: string, off: number): number {
  const end = endOf(series)
  const now = levelAt(series, end - 1)!
  let [expected, lasted] = [0, 0]
  for (let back = 1; back <= LONGEST; back++) {
    const before = levelAt(series, end - 1 - back)
    expected += usualChange(usual, end - back, zone)
    if (before === null) continue
    if (((now - before - expected) / back) * Math.sign(off) < Math.abs(off) / 2) break
    lasted = back
  }
  return lasted
}
