import { weekdayOfDay } from '../common/local-index.ts'
import { logit } from '../common/logistic.ts'
import { FULL } from './config.ts'
import { crossingFeatures } from './crossing.ts'
import { type DayLevel, filledOn, type Move, moveAt } from './day-levels.ts'

/** Days in which what has been seen loses half its say: of all, of the season, of the last weeks. */
const ALL = 3000
const SEASON = 240
const WEEKS = 60
const NEVER = 60
const UNKNOWN = -0.2

/**
 * What the days until now say of whether a container will be full `ahead` days on, if nobody empties it: how
 * often it was from this fill, at what pace it fills, how long since it was emptied, and how it usually goes.
 */
export function fullFeatures(days: readonly DayLevel[], fill: number, ahead: number): number[] {
  const now = { index: days.length - 1, level: levelOf(fill), move: moveAt(days, days.length - 1) }
  const today = days.at(-1)?.day ?? 0
  const hits = hitRates(days, now, ahead)
  const pace = paceOf(days)
  const cycle = cycleOf(days)
  const year = (today / 365.25) * 2 * Math.PI
  const room = FULL - fill
  let gain = 0
  let empties = 0
  for (let d = 1; d <= ahead; d++) {
    const weekday = pace.weekdays[weekdayOfDay(today + d)]!
    gain += weekday.gain / weekday.weight
    empties += weekday.emptied / weekday.weight
  }
  return [
    ahead,
    fill,
    ...[1, 2, 3, 4, 7].map((back) => days.at(-1 - back)?.fill ?? UNKNOWN),
    ...hits,
    pace.week * ahead - room,
    pace.month * ahead - room,
    pace.quarter * ahead,
    pace.week - pace.quarter,
    gain,
    empties,
    weekdayOfDay(today),
    cycle.sinceEmptied,
    cycle.still,
    cycle.empty,
    cycle.lastPeak,
    cycle.usual,
    cycle.sinceEmptied / Math.max(1, cycle.usual),
    cycle.last,
    cycle.before,
    Math.sin(year),
    Math.cos(year),
    ...crossingFeatures(days, fill, ahead),
  ]
}

const levelOf = (fill: number): number => Math.round(5 * fill)

/** Log-odds of full after `ahead` days, in what the container did itself: from this fill, this way, this weekday. */
function hitRates(
  days: readonly DayLevel[],
  now: { index: number; level: number; move: Move },
  ahead: number,
): number[] {
  const today = days.at(-1)?.day ?? 0
  const weekday = weekdayOfDay(today)
  const zero = () => ({ hits: 0, all: 0 })
  const [all, season, weeks, moved, movedSeason, sameDay, any] = Array.from({ length: 7 }, zero)
  let counted = 0
  for (let i = 0; i + ahead < days.length; i++) {
    const start = days[i]!
    if (start.fill === null || start.fill >= FULL - 1e-9) continue
    if (!filledOn(days, i, ahead)) continue
    const hit = days[i + ahead]!.fill! >= FULL - 1e-9 ? 1 : 0
    const age = today - days[i + ahead]!.day
    const add = (into: { hits: number; all: number } | undefined, half: number) => {
      const say = 0.5 ** (age / half)
      into!.hits += say * hit
      into!.all += say
    }
    add(any, WEEKS)
    if (levelOf(start.fill) !== now.level) continue
    counted++
    add(all, ALL)
    add(season, SEASON)
    add(weeks, WEEKS)
    if (moveAt(days, i) === now.move) {
      add(moved, ALL)
      add(movedSeason, SEASON)
    }
    if (weekdayOfDay(start.day) === weekday) add(sameDay, ALL)
  }
  const towards = (rate: { hits: number; all: number } | undefined, from: number, doubt: number) =>
    (rate!.hits + doubt * from) / (rate!.all + doubt)
  const base = towards(all, 0.25, 4)
  const seasonal = towards(season, base, 6)
  const byMove = towards(moved, base, 8)
  return [
    logit(base),
    logit(seasonal),
    logit(towards(weeks, seasonal, 6)),
    logit(towards(movedSeason, byMove, 8)),
    logit(byMove),
    logit(towards(sameDay, base, 8)),
    counted,
    any!.all > 3 ? any!.hits / any!.all : 0.2,
  ]
}

/** Gains per day over three memories; gains and emptyings by weekday. After an emptying what is in it is the gain. */
function paceOf(days: readonly DayLevel[]) {
  let [week, month, quarter] = [0.12, 0.12, 0.12]
  const weekdays = Array.from({ length: 8 }, () => ({ gain: 0.12, emptied: 0.2, weight: 1 }))
  for (const [i, { day, fill }] of days.entries()) {
    const move = moveAt(days, i)
    if (fill === null || move === 'unknown') continue
    const before = days[i - 1]!.fill!
    // A brimful one can't gain.
    if (before > 0.99 && move !== 'emptied') continue
    const gain = move === 'emptied' ? fill : Math.max(0, fill - before)
    week += (gain - week) / 7
    month += (gain - month) / 30
    quarter += (gain - quarter) / 90
    const own = weekdays[weekdayOfDay(day)]!
    own.gain = 0.93 * own.gain + gain
    own.emptied = 0.93 * own.emptied + (move === 'emptied' ? 1 : 0)
    own.weight = 0.93 * own.weight + 1
  }
  return { week, month, quarter, weekdays }
}

/** Where the container is between two emptyings, and how long it usually takes to get full. */
function cycleOf(days: readonly DayLevel[]) {
  const cycle = { sinceEmptied: 30, still: 0, empty: 0, lastPeak: FULL, usual: 4, last: 5, before: 5 }
  for (const [i, { fill }] of days.entries()) {
    cycle.sinceEmptied = Math.min(NEVER, cycle.sinceEmptied + 1)
    if (fill === null) {
      cycle.still = 0
      continue
    }
    const move = moveAt(days, i)
    if (move === 'emptied') {
      cycle.sinceEmptied = 0
      cycle.lastPeak = days[i - 1]!.fill!
    }
    cycle.still = move === 'still' ? cycle.still + 1 : 0
    cycle.empty = levelOf(fill) === 0 ? Math.min(30, cycle.empty + 1) : 0
    if (move === 'rising' && fill >= FULL - 1e-9 && days[i - 1]!.fill! < FULL - 1e-9) {
      cycle.before = cycle.last
      cycle.last = Math.min(30, cycle.sinceEmptied)
      cycle.usual = Math.min(20, cycle.usual + 0.3 * (cycle.sinceEmptied - cycle.usual))
    }
  }
  return cycle
}
