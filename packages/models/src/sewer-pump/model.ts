import { DAY } from '@driftbild/core'
import { nextLocalHour } from '../common/boundary.ts'
import { energyLost } from '../common/energy-lost.ts'
import { hashOf } from '../common/hash.ts'
import { localHourIndex } from '../common/local-index.ts'
import { type Finding, predictionsOf, round } from '../common/prediction.ts'
import { type Speech, speechOf, spoken } from '../common/speech.ts'
import { madScale, median, normalCdf } from '../common/statistics.ts'
import { findTrend, limitOutlook, type Trend } from '../common/trend-posterior.ts'
import type { Model } from '../model.ts'
import { sentence } from '../sentences.ts'
import { valveBelief } from '../sewer-check-valve/valve-belief.ts'
import calibration from './calibration.json' with { type: 'json' }
import { type CapacityDay, capacityDay } from './capacity-day.ts'
import { type SewerPumpConfig, sewerPumpSubjects } from './config.ts'
import { meterDoubt } from './meter-doubt.ts'
import { type SealDay, sealDay, sealLeak } from './seal-leak.ts'

export interface SewerPumpState {
  config: SewerPumpConfig
  days: CapacityDay[]
  seal: SealDay[]
}

export const LEARN_DAYS = 7
const KEPT_DAYS = 90
/** Share of its own capacity below which a pump needs to be lifted and cleaned. */
export const CLOGGED = 0.93
const HORIZON_DAYS = 7

/**
 * What a wastewater pump lifts while it runs, against its own first weeks → clogged now or within a week; water in its
 * oil → a seal that leaks.
 */
export const sewerPump = sewerPumpWith(speechOf(calibration))

export function sewerPumpWith(speech: Speech): Model<SewerPumpConfig, SewerPumpState> {
  const identity = { name: 'sewer-pump', version: '1.3.0', artefact: hashOf(speech) }
  return {
    name: identity.name,
    version: identity.version,
    kind: 'pump-clogged',
    task: 'pump-clogged',
    resolution: '5m',
    boundary: (after, zone) => nextLocalHour(after, zone, [6]),
    subjects: sewerPumpSubjects,
    init: (config) => ({ config, days: [], seal: [] }),
    step: (state, inputs, asOf) => {
      const { config } = state
      const day = Math.floor(localHourIndex(asOf - 1, config.timeZone) / 24)
      const today = capacityDay(config, inputs, day)
      const seen = [...state.days, ...(today ? [today] : [])].slice(-KEPT_DAYS)
      const days = today && isBesideOpenValve(config, seen) ? markedLast(seen) : seen
      const oil = sealDay(config, inputs.series['seal-moisture'] ?? [], day)
      const seal = [...state.seal, ...(oil ? [oil] : [])].slice(-KEPT_DAYS)
      const findings = [
        today && !days.at(-1)!.besideOpenValve
          ? (meterDoubt(config, days, LEARN_DAYS, asOf) ?? clogging(config, days, asOf))
          : null,
        oil && sealLeak(config, seal, asOf),
      ].filter((finding) => finding !== null)
      const shown = spoken(speech, 'pump-clogged', findings)
      return {
        state: { config, days, seal },
        forecasts: [],
        predictions: predictionsOf({ model: identity, state, inputs, asOf }, shown),
      }
    },
  }
}

/** Another pump of the station has a check valve that lets back: what this one brings out of the sump is not its own doing. */
const isBesideOpenValve = (config: SewerPumpConfig, days: readonly CapacityDay[]): boolean =>
  valveBelief(config, days, LEARN_DAYS)?.valves.some((belief, pump) => pump > 0 && belief > LIKELY) ?? false
const LIKELY = 0.5

const markedLast = (days: readonly CapacityDay[]): CapacityDay[] => [
  ...days.slice(0, -1),
  { ...days.at(-1)!, besideOpenValve: true },
]

function clogging(config: SewerPumpConfig, days: readonly CapacityDay[], asOf: number): Finding | null {
  if (days.length <= LEARN_DAYS) return null
  const usual = median(days.slice(0, LEARN_DAYS).map((d) => d.flow))!
  const noise = capacityNoise(days, usual)
  const { current, usual: currentUsual, share: currentShare, isOff: currentIsOff } = currentOf(days, noise)
  // One day alone may be a stone that the pump spat out again, unless the motor felt it too.
  const newest = days.slice(currentIsOff ? -1 : -2).map((d) => d.flow / usual)
  const share = Math.max(...newest)
  const already = normalCdf((CLOGGED - share) / noise)
  const trend = capacityTrend(days, usual)
  const coming = trend && limitOutlook(trend, -Math.log(CLOGGED))
  const probability = 1 - (1 - already) * (1 - (coming?.probability(HORIZON_DAYS) ?? 0))
  const lost = energyLost(days.map((d) => ({ used: d.used, share: Math.min(1, d.flow / usual) })))
  const chart = { signal: config.shownBy, from: asOf - 30 * DAY, to: asOf, expected: null }
  return {
    subject: { type: 'asset', tag: config.tag },
    kind: 'pump-clogged',
    probability,
    when:
      already > 0.5 || !coming
        ? { from: asOf - 2 * DAY, likely: asOf - DAY, to: asOf }
        : {
            from: asOf + Math.min(60, coming.climbsBy(0.1)) * DAY,
            likely: asOf + Math.min(60, coming.climbsBy(0.5)) * DAY,
            to: asOf + Math.min(90, coming.climbsBy(0.9)) * DAY,
          },
    horizon: asOf + HORIZON_DAYS * DAY,
    size: {
      value: round((1 - share) * usual, 1),
      low: round(Math.max(0, (1 - share - 1.28 * noise) * usual), 1),
      high: round((1 - share + 1.28 * noise) * usual, 1),
      unit: 'm3/h',
    },
    reasons: [
      {
        weight: 2,
        sentence: sentence('pump-capacity-lost', {
          pump: config.tag,
          now: round(share * usual, 1),
          normal: round(usual, 1),
        }),
        chart,
      },
      ...(currentIsOff && current !== null && currentUsual !== null
        ? [
            {
              weight: 1,
              sentence: sentence('pump-current-off', {
                pump: config.tag,
                now: round(current, 1),
                normal: round(currentUsual, 1),
              }),
              chart: { ...chart, signal: config.current!.key },
            },
          ]
        : []),
      ...saysMode(modeOf(share, { share: currentShare, isOff: currentIsOff }, trend?.slope ?? null)),
      ...(lost ? [{ weight: 0, sentence: lost }] : []),
    ],
  }
}

/** What the motor drew on the newest day beside its usual; `noise` is that of the capacity, 0…1. */
export function currentOf(days: readonly CapacityDay[], noise: number) {
  const usual = median(days.slice(0, LEARN_DAYS).flatMap((d) => d.current ?? []))
  const current = days.at(-1)!.current
  const share = current !== null && usual !== null ? current / usual : null
  return { current, usual, share, isOff: share !== null && Math.abs(share - 1) > Math.max(0.04, 3 * noise) }
}

/** Day-to-day share by which a capacity changes by chance. */
export function capacityNoise(days: readonly CapacityDay[], usual: number): number {
  const changes = days.slice(1).map((d, i) => (d.flow - days[i]!.flow) / usual)
  return Math.max(0.01, madScale(changes)! / Math.SQRT2)
}

/** Of the capacity, in logarithms, climbing as it is lost. */
export const capacityTrend = (days: readonly CapacityDay[], usual: number): Trend | null =>
  findTrend(
    days.flatMap((d) => (d.besideOpenValve ? [] : [{ day: d.day, y: -Math.log(d.flow / usual) }])),
    { slopes: [0.004, 0.008, 0.016, 0.032, 0.064], leastNoise: 0.01, onsetPerDay: 1 / 300 },
  )

/** Slower than this a day an impeller wears; rags come faster. */
const WEARS = 0.005
/** Share of the current within which a motor runs as it always did. */
const UNCHANGED = 0.02

/** What a lack of capacity can point to. */
export const cloggingModes = ['rags', 'wear', 'inlet', 'backflow', 'shut'] as const
export type CloggingMode = (typeof cloggingModes)[number]

/** Rags brake the impeller and air unloads it; a motor that feels nothing lifts water that runs back. */
export function modeOf(share: number, current: Current, slope: number | null): CloggingMode | null {
  if (share >= CLOGGED || current.share === null) return null
  if (current.isOff && current.share > 1) return 'rags'
  if (current.isOff && share < NO_LIFT) return 'shut'
  if (current.isOff) return slope !== null && slope < WEARS ? 'wear' : 'inlet'
  return Math.abs(current.share - 1) < UNCHANGED ? 'backflow' : null
}

/** Less than this leaves the pump only where a valve stays shut or the pump stands in air. */
const NO_LIFT = 0.25

const saysMode = (mode: CloggingMode | null): Finding['reasons'] =>
  mode ? [{ weight: 0, sentence: sentence('failure-points-to', { mode }) }] : []

interface Current {
  /** Of what is usual; null where it isn't measured. */
  share: number | null
  isOff: boolean
}
