import type { Forecast, Micros } from '@driftbild/core'
import { nextLocalHour } from '../common/boundary.ts'
import { hashOf } from '../common/hash.ts'
import { appendHours, emptyHours, type HourSeries, hourlyMeans } from '../common/hour-series.ts'
import { type Finding, predictionsOf } from '../common/prediction.ts'
import { FLAT_HOURS, onePerAsset, sensorFaults } from '../common/sensor-faults.ts'
import { flatHours, followHealth, newHealth, type SignalHealth } from '../common/signal-health.ts'
import { type Speech, speechOf, spoken } from '../common/speech.ts'
import { isSwedishHoliday } from '../common/swedish-holidays.ts'
import { forecastInflows, HISTORY_HOURS } from '../inflow-forecast/inflow-forecast.ts'
import type { Model, SeriesInputs } from '../model.ts'
import calibration from './calibration.json' with { type: 'json' }
import { type NightFlowConfig, nightFlowSubjects } from './config.ts'
import { findLeak } from './find-leak.ts'
import { type Night, nightOf } from './nights.ts'

export interface NightFlowState {
  config: NightFlowConfig
  nights: Night[]
  /** Hourly net history per meter, m³/h, for the forecast. */
  hours: Record<string, HourSeries>
  health: Record<string, SignalHealth>
}

const KEPT_NIGHTS = 90
const FORECAST_HOURS = 168

/** Minimum night flow → leak, with start, size and place; the inflow's forecast; meters that stand still. */
export const nightFlow = nightFlowWith(speechOf(calibration))

export function nightFlowWith(speech: Speech): Model<NightFlowConfig, NightFlowState> {
  const identity = { name: 'night-flow', version: '1.1.0', artefact: hashOf(speech) }
  return {
    name: identity.name,
    version: identity.version,
    kind: 'leak',
    task: 'leak',
    resolution: '1h',
    boundary: (after, zone) => nextLocalHour(after, zone, [5]),
    subjects: nightFlowSubjects,
    init: (config) => ({ config, nights: [], hours: {}, health: {} }),
    step: (state, inputs, asOf) => {
      const next = follow(state, inputs)
      const { findings, nights } = findLeak(next.config, next.nights, asOf)
      const shown = spoken(speech, 'leak', [...findings, ...faultsOf(next, asOf)])
      return {
        state: { ...next, nights },
        forecasts: forecastsOf(next, asOf, identity),
        predictions: predictionsOf({ model: identity, state, inputs, asOf }, shown),
      }
    },
  }
}

/** The state with the step's hours, the night among them and the instruments' health taken in. */
function follow(state: NightFlowState, inputs: SeriesInputs): NightFlowState {
  const { config } = state
  const health = { ...state.health }
  const hours = { ...state.hours }
  for (const signal of [...config.meters, ...config.pressures]) {
    const rollups = inputs.series[signal.name] ?? []
    health[signal.name] = followHealth(health[signal.name] ?? newHealth(), rollups, '1h')
  }
  for (const meter of config.meters) {
    const means = hourlyMeans(inputs.series[meter.name] ?? [], meter.unit, meter.unit)
    const known = isFlat(health[meter.name]!) ? new Map<Micros, number | null>() : means
    hours[meter.name] = appendHours(
      hours[meter.name] ?? emptyHours(),
      known,
      inputs.from,
      inputs.to,
      HISTORY_HOURS,
    )
  }
  const flat = new Set(Object.entries(health).flatMap(([name, h]) => (isFlat(h) ? [name] : [])))
  const night = nightOf(config, inputs, flat)
  const fresh = night && night.day !== state.nights.at(-1)?.day ? [night] : []
  return { config, hours, health, nights: [...state.nights, ...fresh].slice(-KEPT_NIGHTS) }
}

const isFlat = (health: SignalHealth): boolean => flatHours(health) >= FLAT_HOURS

function faultsOf(state: NightFlowState, asOf: Micros): Finding[] {
  const sensors = [...state.config.meters, ...state.config.pressures]
  return onePerAsset(
    sensorFaults(
      sensors.map((s) => ({ key: s.key, asset: s.asset, health: state.health[s.name]! })),
      asOf,
    ),
  )
}

function forecastsOf(
  state: NightFlowState,
  asOf: Micros,
  model: { name: string; version: string },
): Forecast[] {
  const { meters, timeZone } = state.config
  const all = meters.map((meter) => state.hours[meter.name]!)
  const around = { zone: timeZone, holiday: isSwedishHoliday }
  const forecasts = forecastInflows(all, asOf, FORECAST_HOURS, around)
  return meters.flatMap((meter, m) => {
    const forecast = forecasts[m]
    if (!forecast) return []
    return [{ signal: meter.key, asOf, ...forecast, model: { name: model.name, version: model.version } }]
  })
}
