import { weekdayOfDay } from '../common/local-index.ts'
import { ascending, normalCdf } from '../common/statistics.ts'
import { type DayFactor, everyDayAlike } from './day-factor.ts'
import { type DayLevel, filledOn } from './day-levels.ts'

/** One way the next days may go: fills after 0, 1, 2 and 3 days. */
export interface FillPath {
  fills: [number, number, number, number]
  weight: number
}

export const AHEAD_DAYS = 3
const KEPT_DAYS = 400
/** A path's say halves in about seven weeks, and falls with how differently full the container was. */
const HALF_LIFE = 46
const LEVEL_WIDTH = 0.08
const SAME_WEEKDAY = 1.6
/** What containers in general do, for one that hasn't shown its own ways yet: gains after as many days from a fill. */
export type GeneralGains = Record<string, readonly { fill: number; gain: number; share: number }[]>

const gainsOf = (days: number) =>
  [0.01, 0.05, 0.1, 0.16, 0.3].map((perDay) => ({ fill: 0, gain: perDay * days, share: 0.2 }))
export const GENERAL_GAINS: GeneralGains = { 1: gainsOf(1), 2: gainsOf(2), 3: gainsOf(3) }
/** Say of containers in general, in runs of one's own. */
const GENERAL_WEIGHT = 4
/** Runs of one's own after which the untrained guess at containers in general has half its say left. */
const GUESS_FADES = 6
/** A run from another fill still says a little of how fast this container fills. */
const OTHER_FILL = 0.4

export const keepDays = (days: readonly DayLevel[]): DayLevel[] => days.slice(-KEPT_DAYS)

/**
 * The container's own past runs of `length` days without an emptying, moved to start at the fill that it has
 * now and to the kind of days that come, and a few of containers in general.
 */
export function fillPaths(
  days: readonly DayLevel[],
  fill: number,
  length: number,
  general: GeneralGains = GENERAL_GAINS,
  factor: DayFactor = everyDayAlike,
): FillPath[] {
  const paths: FillPath[] = []
  const last = days.at(-1)
  if (!last) return generalPaths(general, fill, length, GENERAL_WEIGHT)
  const coming = [0, 1, 2].map((ahead) => factor.of(last.day + ahead))
  const isGuess = general === GENERAL_GAINS
  const weekday = weekdayOfDay(last.day)
  for (let start = 0; start + length < days.length; start++) {
    const { day, fill: first } = days[start]!
    if (first === null) continue
    const apart = (first - fill) / LEVEL_WIDTH
    const likeness = Math.max(isGuess ? OTHER_FILL : 0, Math.exp(-0.5 * apart * apart))
    if (likeness < 1e-4 || !filledOn(days, start, length)) continue
    const weight = likeness * 0.5 ** ((last.day - day) / HALF_LIFE)
    let gained = 0
    const fills = [0, 1, 2, 3].map((d) => {
      if (d > 0 && d <= length) {
        const gain = days[start + d]!.fill! - days[start + d - 1]!.fill!
        gained += gain * factor.between(day + d - 1, last.day + d - 1)
      }
      return Math.min(1, Math.max(fill, fill + gained))
    }) as FillPath['fills']
    paths.push({ fills, weight: weekdayOfDay(day) === weekday ? SAME_WEEKDAY * weight : weight })
  }
  const say = isGuess ? (GENERAL_WEIGHT * GUESS_FADES) / (GUESS_FADES + paths.length) : GENERAL_WEIGHT
  return [...generalPaths(general, fill, length, say, coming), ...paths]
}

function generalPaths(
  general: GeneralGains,
  fill: number,
  length: number,
  say: number,
  coming: readonly number[] = [1, 1, 1],
): FillPath[] {
  const gains = general[length] ?? []
  const nearest = Math.min(...gains.map((g) => Math.abs(g.fill - fill)))
  return gains
    .filter((g) => Math.abs(g.fill - fill) <= nearest + 1e-9)
    .map((g) => ({
      fills: [0, 1, 2, 3].map((d) => {
        const usualDays = coming.slice(0, Math.min(d, length)).reduce((sum, one) => sum + one, 0)
        return Math.min(1, fill + (g.gain * usualDays) / length)
      }) as FillPath['fills'],
      weight: say * g.share,
    }))
}

/** Fill after `days` (a fraction too), between the days' fills. */
export function fillAfter(path: FillPath, days: number): number {
  const whole = Math.min(AHEAD_DAYS - 1, Math.floor(days))
  const low = path.fills[whole]!
  return low + (path.fills[whole + 1]! - low) * (days - whole)
}

/** That the fill reaches a level, softened by the sensor's own noise. */
export function reaches(paths: readonly FillPath[], days: number, level: number, noise = 0.01): number {
  let hit = 0
  let all = 0
  for (const path of paths) {
    hit += path.weight * normalCdf((fillAfter(path, days) - level + noise) / noise)
    all += path.weight
  }
  return hit / all
}

export function fillQuantiles(
  paths: readonly FillPath[],
  days: number,
  quantiles: readonly number[],
): number[] {
  const sorted = paths
    .map((p) => ({ value: fillAfter(p, days), weight: p.weight }))
    .toSorted((a, b) => ascending(a.value, b.value))
  const total = sorted.reduce((sum, p) => sum + p.weight, 0)
  return quantiles.map((q) => {
    let run = 0
    for (const p of sorted) {
      run += p.weight
      if (run >= total * q) return p.value
    }
    return sorted.at(-1)!.value
  })
}
