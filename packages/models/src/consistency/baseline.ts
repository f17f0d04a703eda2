import { predictionsOf } from '../common/prediction.ts'
import { onePerAsset, sensorFaults } from '../common/sensor-faults.ts'
import { followHealth, newHealth, type SignalHealth } from '../common/signal-health.ts'
import type { Model } from '../model.ts'
import type { PlantConfig } from './config.ts'
import { plantConsistency } from './model.ts'

interface Watched {
  config: PlantConfig
  health: Record<string, SignalHealth>
}

/** What a control room does without a model: a value that stands still for six hours, other than zero, is frozen. */
export const consistencyBaseline: Model<PlantConfig, Watched> = {
  ...plantConsistency,
  name: 'consistency-baseline',
  init: (config) => ({ config, health: {} }),
  step: (state, inputs, asOf) => {
    const { config } = state
    const keys = Object.keys(config.judged).filter((key) => !config.states.includes(key))
    const health = Object.fromEntries(
      keys.map((key) => [
        key,
        followHealth(state.health[key] ?? newHealth(), inputs.series[key] ?? [], '1h'),
      ]),
    )
    const sensors = keys
      .filter((key) => health[key]!.value !== 0)
      .map((key) => ({ key, asset: config.judged[key]!, health: health[key]! }))
    return {
      state: { config, health },
      forecasts: [],
      predictions: predictionsOf(
        { model: { name: 'consistency-baseline', version: '1.0.0', artefact: 'none' }, state, inputs, asOf },
        onePerAsset(sensorFaults(sensors, asOf)),
      ),
    }
  },
}
