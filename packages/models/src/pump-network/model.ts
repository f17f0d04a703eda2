import { DAY } from '@driftbild/core'
import { nextLocalHour } from '../common/boundary.ts'
import { hashOf } from '../common/hash.ts'
import { localHourIndex } from '../common/local-index.ts'
import { type Finding, predictionsOf, round } from '../common/prediction.ts'
import type { SignalHealth } from '../common/signal-health.ts'
import { type Speech, speechOf, spoken } from '../common/speech.ts'
import { madScale, median } from '../common/statistics.ts'
import type { Model } from '../model.ts'
import { type PumpConfig, pumpSubjects } from '../pump-health/config.ts'
import { HORIZON_DAYS, judgePump } from '../pump-health/judge.ts'
import type { PumpDay } from '../pump-health/mechanisms.ts'
import {
  energyOf,
  followPumpHealth,
  LEARN_DAYS,
  LEAST_POINTS,
  pumpSensorFaults,
} from '../pump-health/model.ts'
import { type OperatingPoint, operatingPoints } from '../pump-health/operating-points.ts'
import { sentence } from '../sentences.ts'
import shipped from './artefact.json' with { type: 'json' }
import calibration from './calibration.json' with { type: 'json' }
import { forward, type NetworkArtefact } from './network.ts'
import type { Sample } from './train.ts'

/** A day's middle of measured over expected. */
interface RatioDay {
  day: number
  power: number | null
  vibration: number | null
  /** mm/s, as measured. */
  measured: number | null
  bearing: number | null
  /** kWh */
  used: number | null
}

export interface PumpNetworkState {
  config: PumpConfig
  days: RatioDay[]
  /** 1/min, of all that was seen. */
  fastest: number
  health: Record<string, SignalHealth>
}

const KEPT_DAYS = 120

export const pumpNetworkArtefact = shipped as unknown as NetworkArtefact
export const pumpNetwork = pumpNetworkWith(pumpNetworkArtefact, speechOf(calibration))

/**
 * One network for all pumps says what power and vibration belong to an operating point; what a pump differs
 * from it by from the start is its own way, what comes later is wear. Judged as the statistical model judges.
 */
export function pumpNetworkWith(
  network: NetworkArtefact,
  speech: Speech,
): Model<PumpConfig, PumpNetworkState> {
  const identity = { name: 'pump-network', version: '1.3.0', artefact: hashOf({ network, speech }) }
  return {
    name: identity.name,
    version: identity.version,
    kind: 'pump-failure',
    task: 'pump-failure',
    resolution: '5m',
    boundary: (after, zone) => nextLocalHour(after, zone, [6]),
    subjects: pumpSubjects,
    init: (config) => ({ config, days: [], fastest: 0, health: {} }),
    step: (state, inputs, asOf) => {
      const { config } = state
      const health = followPumpHealth(state.health, config, inputs)
      const points = operatingPoints(config, inputs)
      const ran = points.length >= LEAST_POINTS
      const fastest = Math.max(state.fastest, fastestOf(points))
      const day = Math.floor(localHourIndex(asOf - 1, config.timeZone) / 24)
      const days = [
        ...state.days,
        ...(ran
          ? [{ ...ratiosOf(network, points, nominalSpeed(fastest), day), used: energyOf(config, points) }]
          : []),
      ].slice(-KEPT_DAYS)
      const failure = judgePump(config, ownDays(days), asOf)
      const findings = [
        ...(failure ? [withNetwork(failure, config, days)] : []),
        ...pumpSensorFaults(config, health, ran, asOf),
      ]
      return {
        state: { config, days, fastest, health },
        forecasts: [],
        predictions: predictionsOf(
          { model: identity, state, inputs, asOf },
          spoken(speech, 'pump-failure', findings),
        ),
      }
    },
  }
}

/** A point to learn from; null where something isn't measured. `nominal` is the pump's synchronous speed. */
export function sampleOf(point: OperatingPoint, nominal: number): Sample | null {
  const input = inputOf(point, nominal)
  if (!input || point.power === null || point.vibration === null) return null
  return { input, output: [point.power, point.vibration] }
}

/** Of two-, four-, six- and eight-pole motors on 50 Hz, the slowest that the pump's speeds allow; 1/min. */
export function nominalSpeed(fastest: number): number {
  return [750, 1000, 1500, 3000].find((speed) => speed * 1.12 >= fastest) ?? 3000
}

export const fastestOf = (points: readonly OperatingPoint[]): number =>
  points.reduce((most, p) => Math.max(most, p.speed ?? 0), 0)

const inputOf = (p: OperatingPoint, nominal: number): [number, number, number] | null =>
  p.flow === null || p.head === null ? null : [p.flow, p.head, p.speed === null ? 1 : p.speed / nominal]

function ratiosOf(
  network: NetworkArtefact,
  points: readonly OperatingPoint[],
  nominal: number,
  day: number,
): Omit<RatioDay, 'used'> {
  const power: number[] = []
  const vibration: number[] = []
  const bearing: number[] = []
  const measured: number[] = []
  for (const point of points) {
    const input = inputOf(point, nominal)
    if (point.bearing !== null) bearing.push(point.bearing)
    if (point.vibration !== null) measured.push(point.vibration)
    if (!input) continue
    const [expectedPower, expectedVibration] = forward(network, input)
    if (point.power !== null && expectedPower! > 0.05) power.push(point.power / expectedPower!)
    if (point.vibration !== null && expectedVibration! > 0.05)
      vibration.push(point.vibration / expectedVibration!)
  }
  const middle = (values: number[]) => (values.length >= LEAST_POINTS ? median(values) : null)
  return {
    day,
    power: middle(power),
    vibration: middle(vibration),
    measured: middle(measured),
    bearing: middle(bearing),
  }
}

/** Days against the pump's own first fortnight: its usual ratio is 1. */
export function ownDays(days: readonly RatioDay[]): PumpDay[] {
  const own = usualRatios(days)
  return days.map((d) => ({
    day: d.day,
    efficiency: d.power !== null && own.power ? own.power / d.power : null,
    vibration:
      d.vibration !== null && own.vibration && own.measured
        ? (d.vibration / own.vibration) * own.measured
        : null,
    bearing: d.bearing,
    tilt: null,
    used: d.used,
  }))
}

function usualRatios(days: readonly RatioDay[]) {
  const first = (of: (d: RatioDay) => number | null) =>
    median(
      days
        .map(of)
        .filter((v) => v !== null)
        .slice(0, LEARN_DAYS),
    )
  return {
    power: first((d) => d.power),
    vibration: first((d) => d.vibration),
    measured: first((d) => d.measured),
  }
}

/** The finding with what the network itself saw as its reasons, beside those of the trend. */
function withNetwork(finding: Finding, config: PumpConfig, days: readonly RatioDay[]): Finding {
  const own = usualRatios(days)
  const reason = (
    code: 'network-power-off' | 'network-vibration-off',
    of: (d: RatioDay) => number | null,
    usual: number | null,
  ) => {
    const values = days.map(of).filter((v) => v !== null)
    const last = median(values.slice(-3))
    if (last === null || usual === null) return []
    const noise = Math.max(0.002, madScale(values.slice(0, LEARN_DAYS)) ?? 0)
    const deviation = (last - usual) / noise
    if (deviation < 3) return []
    const said = sentence(code, { measured: round(last / usual, 3), deviation: round(deviation, 1) })
    const signal = code === 'network-power-off' ? config.signals.power : config.signals.vibration
    const chart = signal
      ? {
          signal: signal.key,
          from: finding.horizon - (HORIZON_DAYS + 45) * DAY,
          to: finding.horizon - HORIZON_DAYS * DAY,
          expected: null,
        }
      : null
    return [{ weight: 0.2 * Math.min(10, deviation), sentence: said, chart }]
  }
  return {
    ...finding,
    reasons: [
      ...finding.reasons,
      ...reason('network-power-off', (d) => d.power, own.power),
      ...reason('network-vibration-off', (d) => d.vibration, own.vibration),
    ],
  }
}
