import { weekdayOfDay } from '../common/local-index.ts'
import type { Matrix } from '../common/matrix.ts'
import { addOuter, zeros } from '../common/matrix.ts'
import { madScale, median } from '../common/statistics.ts'
import { weekdayEffects } from '../night-flow/weekday.ts'
import { drivers, expectedOf, fitExpected } from './expected-pressure.ts'
import { BALANCE_SCALE } from './signature-ensemble.ts'
import type { ZoneDay, ZoneDayHour } from './zone-day.ts'

/** What is usual in a zone while nothing leaks; plain JSON. */
export interface LearntZone {
  /** Drivers × sensors; a sensor that was hardly heard of has none. */
  expected: number[][]
  heard: boolean[]
  /** Covariance of a day's deviation: sensors, and the night flow last. */
  noise: number[][]
  night: { usual: number; weekdays: number[] }
  /** m³/h by meter in some hours of a usual day. */
  typical: number[][]
}

/** Whole nights that the usual one is taken from, and hours that a sensor must have been heard in. */
export const LEAST = { nights: 10, hours: 120 }
/** Metres, and m³/h, that a day's mean may be off besides. */
const LEAST_NOISE = { pressure: 0.005, flow: 0.06 }
/** Metres by which the pressure at the inlet may be off, which all sensors are told from. */
const REFERENCE_NOISE = 0.015
/** Share of the night flow by which the usual one may wander. */
const WANDER = 0.015
/** Share of the covariance between sensors that is believed: few days say little of a pair. */
const TOGETHER = 0.5
/** Hours further than so many deviations from the fit are an event's, not the zone's. */
const OUTLYING = 4
const PASSES = 2
const TYPICAL = [0.05, 0.3, 0.5, 0.7, 0.95]

/** Learns a zone from days in which nothing leaked. Null where they are too few. */
export function learnZone(days: readonly ZoneDay[]): LearntZone | null {
  const nights = days.flatMap(({ day, night }) => (night === null ? [] : [{ day, flow: night }]))
  const hours = days.flatMap((day) => day.hours)
  if (nights.length < LEAST.nights || hours.length < LEAST.hours) return null
  const sensors = hours[0]!.pressures.map((_, s) => fitSensor(hours, s))
  const rows = hours[0]!.flows.length + 1
  const byFlow = hours.toSorted((a, b) => a.flows[0]! - b.flows[0]!)
  const weekdays = weekdayEffects(nights)
  const usual = median(nights.map(({ day, flow }) => flow - weekdays[weekdayOfDay(day)]!))!
  const learnt: LearntZone = {
    expected: Array.from({ length: rows }, (_, r) => sensors.map((fit) => fit?.[r] ?? 0)),
    heard: sensors.map((fit) => fit !== null),
    noise: [],
    night: { usual, weekdays },
    typical: TYPICAL.map((share) => byFlow[Math.floor(share * (byFlow.length - 1))]!.flows),
  }
  return { ...learnt, noise: noiseOf(learnt, days).map((row) => [...row]) }
}

/** A day's deviation from the usual, and which entries of it are known. */
export interface DayDeviation {
  values: Float64Array
  known: boolean[]
}

/** Of each sensor the mean of its middle hours, so that what lasts an hour or two does not count; night flow behind. */
export function deviationOf(learnt: Omit<LearntZone, 'noise'>, day: ZoneDay): DayDeviation {
  const expected = learnt.expected.map((row) => Float64Array.from(row))
  const offs: number[][] = learnt.heard.map(() => [])
  for (const { flows, pressures } of day.hours) {
    const usual = expectedOf(expected, drivers(flows))
    for (const [s, value] of pressures.entries()) if (value !== null) offs[s]!.push(value - usual[s]!)
  }
  const { night } = day
  const { usual: usualNight, weekdays } = learnt.night
  const values = [
    ...offs.map((off, s) => (learnt.heard[s] && off.length >= 12 ? middleMean(off) : null)),
    night === null ? null : (night - usualNight - weekdays[weekdayOfDay(day.day)]!) * BALANCE_SCALE,
  ]
  return {
    values: Float64Array.from(values, (value) => value ?? 0),
    known: values.map((value) => value !== null),
  }
}

function noiseOf(learnt: LearntZone, days: readonly ZoneDay[]): Matrix {
  const all = days.map((day) => deviationOf(learnt, day))
  const m = all[0]!.values.length
  const scales = Array.from({ length: m }, (_, i) => {
    const least =
      i < m - 1
        ? LEAST_NOISE.pressure
        : BALANCE_SCALE * Math.hypot(LEAST_NOISE.flow, WANDER * learnt.night.usual)
    const values = all.flatMap(({ values, known }) => (known[i] ? [values[i]!] : []))
    return Math.hypot(least, madScale(values) ?? 0)
  })
  // Pairs by clipped scores: one strange day is not how a zone usually is.
  const pairs = zeros(m)
  for (const { values } of all) {
    const scores = values.map((v, i) => Math.max(-2, Math.min(2, v / scales[i]!)))
    addOuter(pairs, scores, scores, 1 / all.length)
  }
  const shared = (i: number, j: number) => (i < m - 1 && j < m - 1 ? REFERENCE_NOISE ** 2 : 0)
  const believed = (i: number, j: number) => (i === j ? 1 : shared(i, j) > 0 ? TOGETHER : 0)
  return pairs.map((row, i) =>
    row.map((v, j) => scales[i]! * scales[j]! * believed(i, j) * (i === j ? 1 : v) + shared(i, j)),
  )
}

/** One sensor's fit, and again without the hours that lie far from most: those are an event's, or a spike's. */
function fitSensor(hours: readonly ZoneDayHour[], s: number): number[] | null {
  const known = hours.filter(({ pressures }) => pressures[s] !== null)
  if (known.length < LEAST.hours) return null
  const rows = known.map(({ flows }) => drivers(flows))
  const values = known.map(({ pressures }) => Float64Array.of(pressures[s]!))
  let fit = fitExpected(rows, values)
  for (let pass = 0; pass < PASSES; pass++) {
    const left = rows.map((row, i) => values[i]![0]! - expectedOf(fit, row)[0]!)
    // Spikes of one sign have moved the whole fit: most hours lie around their own middle, not around nothing.
    const middle = median(left)!
    const limit = OUTLYING * Math.max(1e-3, madScale(left)!)
    const near = rows.flatMap((_, i) => (Math.abs(left[i]! - middle) < limit ? [i] : []))
    fit = fitExpected(
      near.map((i) => rows[i]!),
      near.map((i) => values[i]!),
    )
  }
  return fit.map((row) => row[0]!)
}

/** Mean of the middle half. */
function middleMean(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const cut = Math.floor(sorted.length / 4)
  const middle = sorted.slice(cut, sorted.length - cut)
  return middle.reduce((a, b) => a + b, 0) / middle.length
}
