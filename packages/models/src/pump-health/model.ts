import { nextLocalHour } from '../common/boundary.ts'
import { hashOf } from '../common/hash.ts'
import { localHourIndex } from '../common/local-index.ts'
import { predictionsOf } from '../common/prediction.ts'
import { onePerAsset, sensorFaults } from '../common/sensor-faults.ts'
import { followHealth, newHealth, type SignalHealth } from '../common/signal-health.ts'
import { type Speech, speechOf, spoken } from '../common/speech.ts'
import { median } from '../common/statistics.ts'
import type { Model, SeriesInputs } from '../model.ts'
import calibration from './calibration.json' with { type: 'json' }
import { type PumpConfig, pumpSubjects } from './config.ts'
import { judgePump } from './judge.ts'
import type { PumpDay } from './mechanisms.ts'
import { type OperatingPoint, operatingPoints } from './operating-points.ts'
import { curveReader, learn, newCurve, type OwnCurve } from './own-curve.ts'

/** Days of running from which a pump's own curves are taken, and how many points make a day. */
export const LEARN_DAYS = 10
export const LEAST_POINTS = 6
const KEPT_DAYS = 120
const BUCKET_HOURS = 5 / 60
/** Hours at one value: slow-changing temperatures with coarse steps may stand for some. */
const FLAT_LIMIT = 12

export interface PumpState {
  config: PumpConfig
  learnt: number
  curves: { efficiency: OwnCurve; vibration: OwnCurve; bearing: OwnCurve }
  days: PumpDay[]
  health: Record<string, SignalHealth>
}

/** Efficiency, vibration and bearing temperature against the pump's own past → failure within 30 days. */
export const pumpHealth = pumpHealthWith(speechOf(calibration))

export function pumpHealthWith(speech: Speech): Model<PumpConfig, PumpState> {
  const identity = { name: 'pump-health', version: '1.3.0', artefact: hashOf(speech) }
  return {
    name: identity.name,
    version: identity.version,
    kind: 'pump-failure',
    task: 'pump-failure',
    resolution: '5m',
    boundary: (after, zone) => nextLocalHour(after, zone, [6]),
    subjects: pumpSubjects,
    init: (config) => ({
      config,
      learnt: 0,
      curves: { efficiency: newCurve(), vibration: newCurve(), bearing: newCurve() },
      days: [],
      health: {},
    }),
    step: (state, inputs, asOf) => {
      const { config } = state
      const health = followPumpHealth(state.health, config, inputs)
      const points = operatingPoints(config, inputs)
      const ran = points.length >= LEAST_POINTS
      const isLearning = state.learnt < LEARN_DAYS
      const curves = ran && isLearning ? learnDay(state.curves, points) : state.curves
      const day = Math.floor(localHourIndex(asOf - 1, config.timeZone) / 24)
      const today =
        ran && curves.efficiency.n + curves.vibration.n > 0 ? [dayOf(config, curves, points, day)] : []
      const next: PumpState = {
        config,
        health,
        curves,
        learnt: state.learnt + (ran && isLearning ? 1 : 0),
        days: [...state.days, ...today].slice(-KEPT_DAYS),
      }
      const failure = judgePump(config, next.days, asOf)
      const findings = [...(failure ? [failure] : []), ...pumpSensorFaults(config, health, ran, asOf)]
      return {
        state: next,
        forecasts: [],
        predictions: predictionsOf(
          { model: identity, state, inputs, asOf },
          spoken(speech, 'pump-failure', findings),
        ),
      }
    },
  }
}

/** What the curves are learnt against: hydraulic efficiency and vibration by flow, bearing temperature by power. */
function pairs(points: readonly OperatingPoint[]) {
  return {
    efficiency: points.flatMap((p) =>
      p.flow !== null && p.head !== null && p.power !== null && p.power > 0
        ? [{ x: p.flow, y: (p.flow * p.head) / p.power }]
        : [],
    ),
    vibration: points.flatMap((p) =>
      p.vibration === null ? [] : [{ x: p.flow ?? p.power ?? 0, y: p.vibration }],
    ),
    bearing: points.flatMap((p) => (p.bearing === null ? [] : [{ x: p.power ?? 0, y: p.bearing }])),
  }
}

function learnDay(curves: PumpState['curves'], points: readonly OperatingPoint[]): PumpState['curves'] {
  const day = pairs(points)
  return {
    efficiency: learn(curves.efficiency, day.efficiency),
    vibration: learn(curves.vibration, day.vibration),
    bearing: learn(curves.bearing, day.bearing),
  }
}

function dayOf(
  config: PumpConfig,
  curves: PumpState['curves'],
  points: readonly OperatingPoint[],
  day: number,
): PumpDay {
  const measured = pairs(points)
  const against = (
    curve: OwnCurve,
    pairs: { x: number; y: number }[],
    f: (y: number, expected: number) => number,
  ) => {
    const expected = curveReader(curve)
    const values = pairs.flatMap(({ x, y }) => {
      const mid = expected(x)
      return mid === null || mid <= 0 ? [] : [f(y, mid)]
    })
    return values.length >= LEAST_POINTS ? median(values) : null
  }
  const usual = (curve: OwnCurve) => (curve.n > 0 ? curve.xy[0] / curve.n : 0)
  return {
    day,
    efficiency: against(curves.efficiency, measured.efficiency, (y, mid) => y / mid),
    vibration: against(curves.vibration, measured.vibration, (y, mid) => (y / mid) * usual(curves.vibration)),
    bearing: against(curves.bearing, measured.bearing, (y, mid) => y - mid + usual(curves.bearing)),
    tilt: tiltOf(curves.vibration, measured.vibration),
    used: energyOf(config, points),
  }
}

/** Shaking against its own curve at the larger half of the day's flows, over that at the smaller half. */
function tiltOf(curve: OwnCurve, pairs: readonly { x: number; y: number }[]): number | null {
  const expected = curveReader(curve)
  const middle = median(pairs.map((p) => p.x))
  const ratio = (isMine: (x: number) => boolean) =>
    median(
      pairs.flatMap(({ x, y }) => {
        const mid = isMine(x) ? expected(x) : null
        return mid === null || mid <= 0 ? [] : [y / mid]
      }),
    )
  const large = ratio((x) => x > middle!)
  const small = ratio((x) => x < middle!)
  return large === null || !small ? null : large / small
}

/** kWh of the buckets in which the pump ran; null where its power isn't measured. */
export function energyOf(config: PumpConfig, points: readonly OperatingPoint[]): number | null {
  const powers = points.flatMap((p) => p.power ?? [])
  if (powers.length === 0) return null
  return powers.reduce((sum, p) => sum + p * config.ratedPower, 0) * BUCKET_HOURS
}

export function followPumpHealth(
  health: Record<string, SignalHealth>,
  config: PumpConfig,
  inputs: SeriesInputs,
): Record<string, SignalHealth> {
  const out = { ...health }
  for (const input of Object.keys(config.signals)) {
    out[input] = followHealth(health[input] ?? newHealth(), inputs.series[input] ?? [], '5m')
  }
  return out
}

/** Only while the pump runs: at rest flow and power stand still because they should. */
export function pumpSensorFaults(
  config: PumpConfig,
  health: Record<string, SignalHealth>,
  ran: boolean,
  asOf: number,
) {
  // A pump on the mains, or a drive at its set point, has one speed all day.
  const watched = Object.entries(config.signals).filter(([input]) => input !== 'speed')
  const sensors = watched.map(([input, s]) => ({
    key: s.key,
    asset: config.tag,
    health: health[input]!,
  }))
  return ran ? onePerAsset(sensorFaults(sensors, asOf, FLAT_LIMIT)) : []
}
