import { HOUR } from '@driftbild/core'
import type { HourSeries } from '../common/hour-series.ts'
import { localHourIndex } from '../common/local-index.ts'
import { ascending, quantileOfSorted } from '../common/statistics.ts'
import { QUANTILES } from '../inflow-forecast/inflow-forecast.ts'
import { expectInflow, type InflowNow, rainAsNow } from './expect-inflow.ts'
import { dryAt, type InflowFit } from './learn-inflow.ts'
import { drainings, responseTo } from './reservoirs.ts'

/** Measured over expected, at each of QUANTILES, by how far ahead and by whether it had rained. */
export interface InflowErrors {
  dry: number[][]
  wet: number[][]
}

/** Hours ahead at which a group of leads ends. */
const GROUPS = [1, 3, 6, 12, 24]
export const LEADS = 24
const TRIED_DAYS = 21
const EVERY = 3
const LEAST = 25
/** A fit knows the hours on which it is tried: the band it spans is too narrow by about this. */
const WIDER = 1.15
/** Share of rain in what comes from which an hour is a wet one. */
const WET = 0.15

export const groupOf = (lead: number): number => GROUPS.findIndex((end) => lead < end)

/** What the last hours lay beyond what was expected of them: the mean of those that are known. */
export function lastOff(
  fit: InflowFit,
  inflow: HourSeries,
  rain: HourSeries,
  zone: string,
  at = inflow.values.length,
): InflowNow {
  const from = Math.max(0, at - DRAIN_HOURS)
  const rained = rain.values.slice(inflow.start + from - rain.start, inflow.start + at - rain.start)
  const draining = drainings(rained)
  const off: number[] = []
  for (let i = Math.max(from, at - OFF_HOURS); i < at; i++) {
    const value = inflow.values[i]
    if (value == null) continue
    const dry = dryAt(fit, localHourIndex((inflow.start + i) * HOUR, zone))
    off.push(value - dry - responseTo(fit.areas, draining[i - from] ?? draining.at(-1)!))
  }
  const sum = off.reduce((total, one) => total + one, 0)
  return {
    hour: inflow.start + at,
    zone,
    draining: draining.at(-1) ?? fit.areas.map(() => 0),
    off: off.length === 0 ? 0 : sum / (off.length + 1),
  }
}

/** Hours after which the slowest reservoir has forgotten, and over which the last error is taken. */
const DRAIN_HOURS = 120
const OFF_HOURS = 5

export const isWet = (fit: InflowFit, now: InflowNow, expected: number): boolean =>
  responseTo(fit.areas, now.draining) > WET * expected

/** The same forecast tried on the last three weeks, as it would have been made: rain ahead was not known. */
export function errorsOf(fit: InflowFit, inflow: HourSeries, rain: HourSeries, zone: string): InflowErrors {
  const ratios = { dry: GROUPS.map((): number[] => []), wet: GROUPS.map((): number[] => []) }
  const n = inflow.values.length
  for (let at = Math.max(DRAIN_HOURS, n - TRIED_DAYS * 24); at < n; at += EVERY) {
    const now = lastOff(fit, inflow, rain, zone, at)
    const falling = rain.values[inflow.start + at - 1 - rain.start] ?? 0
    const expected = expectInflow(fit, now, rainAsNow(fit, falling, LEADS))
    const weather = isWet(fit, now, expected[0]!) ? 'wet' : 'dry'
    for (const [lead, one] of expected.entries()) {
      const measured = inflow.values[at + lead]
      if (measured != null) ratios[weather][groupOf(lead)]!.push(measured / Math.max(one, 0.1))
    }
  }
  const dry = ratios.dry.map((of) => spread(of, BLIND))
  return {
    dry,
    wet: ratios.wet.map((of, g) =>
      spread(
        of,
        dry[g]!.map((r) => 1 + 2 * (r - 1)),
      ),
    ),
  }
}

/** Owns up to knowing little. */
const BLIND = QUANTILES.map((q) => 1 + 1.2 * (q - 0.5))

function spread(ratios: number[], otherwise: readonly number[]): number[] {
  if (ratios.length < LEAST) return [...otherwise]
  const sorted = ratios.toSorted(ascending)
  const middle = quantileOfSorted(sorted, 0.5)
  return QUANTILES.map((q) => {
    const at = middle + WIDER * (quantileOfSorted(sorted, q) - middle)
    return Math.round(Math.max(0, at) * 1e3) / 1e3
  })
}
