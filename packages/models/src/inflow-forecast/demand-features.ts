import { kindOf } from '../common/calendar.ts'
import { weekdayOfDay } from '../common/local-index.ts'
import { type DemandHistory, profileAt } from './demand-history.ts'
import type { DailyWeather } from './demand-weather.ts'

const WEEK = 168
/** Weather and what was off are told in numbers near 1. */
const DEGREES = 8
const MILLIMETRES = 8

/**
 * What is known at an origin of an hour ahead, by name. Flows are told as their distance from the usual in the
 * series' own scale, so that series of all sizes can learn together.
 */
export const FEATURES = [
  'lead',
  'hour',
  'kind',
  'weekday',
  'afterHoliday',
  'beforeHoliday',
  'usual',
  'quick',
  'slow',
  'weekAgo',
  'twoWeeksAgo',
  'threeWeeksAgo',
  'lastHour',
  'last3Hours',
  'last6Hours',
  'lastDay',
  'last3Days',
  'lastWeek',
  'sameHour',
  'sameHour3Days',
  'sameHourWeek',
  'nearHours3Days',
  'night',
  'drift',
  'yearAgo',
  'warmerThanUsual',
  'warmestDay',
  'warmerDayThanUsual',
  'temperature',
  'rain',
  'rainDayBefore',
  'rainWeek',
  'winter',
  'spring',
  'series',
] as const
export type Feature = (typeof FEATURES)[number]

/** Lead hours of one origin. */
export interface FeatureRows {
  /** `rows × FEATURES`. */
  x: Float32Array
  /** What is usual at the hour; the distance from it, over `scale`, is what is learnt. NaN where nothing is known. */
  usual: Float32Array
  scale: number
}

/** `place` counts local hours from the history's first day; everything before it is known, nothing from it on. */
export function featuresAt(
  history: DemandHistory,
  weather: DailyWeather | null,
  series: number,
  place: number,
  leads: number,
): FeatureRows {
  const { values, usual, holiday, first } = history
  const today = Math.floor(place / 24)
  const scale = history.scale[today]!
  const kind = (day: number) => kindOf(first + day, holiday)
  const past = pastWeek(history, place, today, scale)
  const level = meanUsual(history.usual, today)
  const drift = (meanUsual(history.quick, today) - meanUsual(history.slow, today)) / scale
  const x = new Float32Array(leads * FEATURES.length)
  const expected = new Float32Array(leads)
  for (let lead = 0; lead < leads; lead++) {
    const hour = (place + lead) % 24
    const day = Math.floor((place + lead) / 24)
    const at = profileAt(today, kind(day), hour)
    const mid = usual[at]!
    expected[lead] = mid
    const weeksAgo = (weeks: number) => {
      const from = place + lead - weeks * WEEK
      const alike = from < place && holiday(first + day) === holiday(first + day - 7 * weeks)
      return alike ? orZero((values[from]! - mid) / scale) : 0
    }
    const year = ((first + day) / 365.25) * 2 * Math.PI
    x.set(
      [
        lead,
        hour,
        kind(day),
        weekdayOfDay(first + day),
        holiday(first + day - 1) ? 1 : 0,
        holiday(first + day + 1) ? 1 : 0,
        orZero((mid - level) / scale),
        orZero((history.quick[at]! - mid) / scale),
        orZero((history.slow[at]! - mid) / scale),
        weeksAgo(1),
        weeksAgo(2),
        weeksAgo(3),
        ...past.recent,
        ...past.sameHour(lead),
        past.night,
        orZero(drift),
        yearAgo(history, day, hour, today, kind) / scale || 0,
        ...weatherAt(weather, first + today, first + day, hour),
        Math.sin(year),
        Math.cos(year),
        series,
      ],
      lead * FEATURES.length,
    )
  }
  return { x, usual: expected, scale }
}

/** How far the last 168 hours were from what was usual a week ago. */
function pastWeek(history: DemandHistory, place: number, today: number, scale: number) {
  const off = new Float64Array(WEEK)
  for (let i = 0; i < WEEK; i++) {
    const at = place - WEEK + i
    const kind = kindOf(history.first + Math.floor(at / 24), history.holiday)
    const before = history.usual[profileAt(today - 7, kind, at % 24)]!
    off[i] = (history.values[at]! - before) / scale
  }
  const mean = (from: number, step = 1, until = WEEK) => {
    let sum = 0
    let count = 0
    for (let i = from; i < until; i += step) {
      if (i < 0 || Number.isNaN(off[i]!)) continue
      sum += off[i]!
      count++
    }
    return count > 0 ? sum / count : Number.NaN
  }
  const lastDay = orZero(mean(WEEK - 24))
  const last6 = orElse(mean(WEEK - 6), lastDay)
  const last3 = orElse(mean(WEEK - 3), last6)
  const oneOClock = WEEK - 24 + ((25 - (place % 24)) % 24)
  return {
    recent: [orElse(off[WEEK - 1]!, last3), last3, last6, lastDay, orZero(mean(WEEK - 72)), orZero(mean(0))],
    sameHour: (lead: number) => {
      const h = lead % 24
      return [
        orZero(off[WEEK - 24 + h]!),
        orZero(mean(WEEK - 72 + h, 24)),
        orZero(mean(h, 24)),
        orZero((orZero(mean(WEEK - 73 + h, 24)) + orZero(mean(WEEK - 71 + h, 24))) / 2),
      ]
    },
    night: orElse(mean(oneOClock, 1, Math.min(WEEK, oneOClock + 4)), lastDay),
  }
}

/** How far the same hours lay from the usual 52 weeks ago, when the week was as far ahead. */
function yearAgo(
  history: DemandHistory,
  day: number,
  hour: number,
  today: number,
  kind: (day: number) => number,
): number {
  const then = day - 364
  if (then < 52) return 0
  let sum = 0
  let count = 0
  for (const h of [hour - 1, hour, hour + 1]) {
    if (h < 0 || h > 23) continue
    const off = history.values[then * 24 + h]! - history.usual[profileAt(today - 364, kind(then), h)]!
    if (Number.isNaN(off)) continue
    sum += off
    count++
  }
  return count > 0 ? sum / count : 0
}

function weatherAt(weather: DailyWeather | null, today: number, day: number, hour: number): number[] {
  if (!weather) return [0, 0, 0, 0, 0, 0, 0]
  const now = today - weather.first
  const then = day - weather.first
  if (now < 28 || then >= weather.warmest.length) return [0, 0, 0, 0, 0, 0, 0]
  const { temperature, warmest, rain } = weather
  let hours = 0
  let days = 0
  for (let back = 1; back <= 28; back++) {
    hours += temperature[(now - back) * 24 + hour]! / 28
    days += warmest[now - back]! / 28
  }
  const week = rain.subarray(now - 7, now).reduce((a, b) => a + b, 0)
  return [
    (temperature[then * 24 + hour]! - hours) / DEGREES,
    warmest[then]! / DEGREES,
    (warmest[then]! - days) / DEGREES,
    temperature[then * 24 + hour]! / DEGREES,
    rain[then]! / MILLIMETRES,
    rain[then - 1]! / MILLIMETRES,
    week / MILLIMETRES,
  ]
}

function meanUsual(profiles: Float32Array, known: number): number {
  let sum = 0
  for (let i = profileAt(known, 1, 0); i < profileAt(known, 8, 0); i++) sum += profiles[i]!
  return sum / WEEK
}

const orZero = (value: number): number => orElse(value, 0)
const orElse = (value: number, otherwise: number): number => (Number.isFinite(value) ? value : otherwise)
