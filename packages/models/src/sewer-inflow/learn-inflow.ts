import { HOUR } from '@driftbild/core'
import { kindOf } from '../common/calendar.ts'
import type { HourSeries } from '../common/hour-series.ts'
import { localHourIndex } from '../common/local-index.ts'
import { madScale, mean, median } from '../common/statistics.ts'
import { isSwedishHoliday } from '../common/swedish-holidays.ts'
import { drainings, fitAreas, responseTo } from './reservoirs.ts'

/** What is usual of a station: what comes when it is dry, and how its area answers rain. */
export interface InflowFit {
  /** m³/h by kind of day (workday, Saturday, Sunday or holiday) and local hour. */
  dry: number[][]
  /** m² behind each reservoir. */
  areas: number[]
  /** m³/h of an ordinary hour's error. */
  scale: number
  /** Share of the rain that still falls so many hours on, by hour ahead. */
  lasting: number[]
}

const LEAST_HOURS = 7 * 24
/** mm/h in the reservoirs below which an hour is dry. */
const DRY = 0.03
const ROUNDS = 3
const LEADS = 12

export const dayKind = (day: number): number => Math.max(0, kindOf(day, isSwedishHoliday) - 5)

export const dryAt = (fit: Pick<InflowFit, 'dry'>, localHour: number): number =>
  fit.dry[dayKind(Math.floor(localHour / 24))]![((localHour % 24) + 24) % 24]!

/**
 * Dry pattern and rain response, each from what the other leaves: medians of hours, then a robust fit. Null with less
 * than a week.
 */
export function learnInflow(inflow: HourSeries, rain: HourSeries, zone: string): InflowFit | null {
  const known = inflow.values.filter((v) => v !== null)
  if (known.length < LEAST_HOURS) return null
  const local = inflow.values.map((_, i) => localHourIndex((inflow.start + i) * HOUR, zone))
  const rained = inflow.values.map((_, i) => rain.values[inflow.start + i - rain.start] ?? null)
  const draining = drainings(rained)
  const isDry = draining.map((d) => Math.max(...d) < DRY)
  let areas = draining[0]!.map(() => 0)
  let dry: number[][] = []
  for (let round = 0; round < ROUNDS; round++) {
    const rest = inflow.values.map((v, i) => (v === null ? null : v - responseTo(areas, draining[i]!)))
    dry = dryPattern(rest, local, isDry)
    const rows = rest.flatMap((_, i) => {
      const value = inflow.values[i]
      if (value == null || rained[i] === null) return []
      return [{ draining: draining[i]!, excess: value - dryAt({ dry }, local[i]!) }]
    })
    const scale = Math.max(0.02 * mean(known)!, madScale(rows.map((r) => r.excess)) ?? 0)
    areas = rows.length > 0 ? fitAreas(rows, scale) : areas
  }
  const errors = inflow.values.flatMap((v, i) =>
    v === null ? [] : [v - dryAt({ dry }, local[i]!) - responseTo(areas, draining[i]!)],
  )
  const scale = Math.max(0.01 * mean(known)!, madScale(errors)!)
  return {
    dry: dry.map((hours) => hours.map(to3)),
    areas: areas.map(Math.round),
    scale: to3(scale),
    lasting: lastingOf(rained),
  }
}

/** Share of a catchment that sends its rain to the sewer, until rain has shown it: a round figure of ours. */
const CONNECTED = 0.04
/** How it divides over the reservoirs, quick ones first. */
const DIVIDED = [0.5, 0.3, 0.15, 0.05]
/** mm in the weeks that are learnt from after which what they showed counts as much as that figure. */
const DOUBT_MM = 15

/**
 * The fit as it is to be asked about rain that hasn't come: after weeks without rain, under frost, an area has shown
 * no answer, and is taken to have the usual one.
 */
export function withUsualAnswer(fit: InflowFit, rain: HourSeries, catchment: number | null): InflowFit {
  if (catchment === null) return fit
  const fallen = rain.values.reduce<number>((sum, mm) => sum + (mm ?? 0), 0)
  const shown = fallen / (fallen + DOUBT_MM)
  return {
    ...fit,
    areas: fit.areas.map((area, k) => shown * area + (1 - shown) * CONNECTED * catchment * DIVIDED[k]!),
  }
}

function dryPattern(
  rest: readonly (number | null)[],
  local: readonly number[],
  isDry: readonly boolean[],
): number[][] {
  const byKind: number[][][] = [0, 1, 2].map(() => Array.from({ length: 24 }, () => []))
  const byHour: number[][] = Array.from({ length: 24 }, () => [])
  for (const [i, value] of rest.entries()) {
    if (value === null) continue
    const hour = ((local[i]! % 24) + 24) % 24
    byHour[hour]!.push(value)
    if (isDry[i]) byKind[dayKind(Math.floor(local[i]! / 24))]![hour]!.push(value)
  }
  const usual = byHour.map((values) => median(values))
  return byKind.map((hours) => bridged(hours.map((of, hour) => (of.length >= 3 ? median(of) : usual[hour]!))))
}

/** Hours of which nothing is known (a sump that is cleaned every night) lie between their neighbours. */
function bridged(hours: readonly (number | null)[]): number[] {
  const known = hours.flatMap((v, hour) => (v === null ? [] : [{ hour, v }]))
  if (known.length === 0) return hours.map(() => 0)
  return hours.map((value, hour) => {
    if (value !== null) return Math.max(0, value)
    const before = known.findLast((k) => k.hour < hour) ?? { ...known.at(-1)!, hour: known.at(-1)!.hour - 24 }
    const after = known.find((k) => k.hour > hour) ?? { ...known[0]!, hour: known[0]!.hour + 24 }
    const share = (hour - before.hour) / (after.hour - before.hour)
    return Math.max(0, before.v + share * (after.v - before.v))
  })
}

/** How rain goes on: the regression of each later hour's rain on this hour's. */
function lastingOf(rain: readonly (number | null)[]): number[] {
  return Array.from({ length: LEADS }, (_, lead) => {
    let [together, own] = [1, 2]
    for (let i = 0; i + lead + 1 < rain.length; i++) {
      const [now, later] = [rain[i] ?? 0, rain[i + lead + 1] ?? 0]
      together += now * later
      own += now * now
    }
    return to3(Math.min(1, together / own))
  })
}

const to3 = (value: number): number => Math.round(value * 1e3) / 1e3
