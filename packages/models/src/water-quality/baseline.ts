import { predictionsOf } from '../common/prediction.ts'
import type { Model } from '../model.ts'
import { sentence } from '../sentences.ts'
import type { Watched, WaterQualityConfig } from './config.ts'
import { type WaterQualityState, waterQuality } from './model.ts'

/** Limits that a control room sets for all stations alike. */
const limits: Partial<Record<Watched, (value: number) => boolean>> = {
  turbidity: (value) => value > 0.5,
  'free-chlorine': (value) => value < 0.1,
  conductivity: (value) => value > 45 || value < 12,
}

/** Fixed thresholds, each signal for itself. */
export const waterQualityBaseline: Model<WaterQualityConfig, WaterQualityState> = {
  ...waterQuality,
  name: 'water-quality-baseline',
  step: (state, inputs, asOf) => {
    const { config } = state
    const { state: next } = waterQuality.step(state, inputs, asOf)
    const isOut = Object.entries(next.signals).some(([name, { last }]) => {
      const value = last.at(-1) ?? null
      return value !== null && (limits[name as Watched]?.(value) ?? false)
    })
    return {
      state: next,
      forecasts: [],
      predictions: predictionsOf(
        {
          model: { name: 'water-quality-baseline', version: '1.0.0', artefact: 'none' },
          state,
          inputs,
          asOf,
        },
        isOut
          ? [
              {
                ...{ subject: { type: 'asset', tag: config.tag }, kind: 'water-quality', probability: 0.5 },
                ...{ when: { from: asOf, likely: asOf, to: asOf }, horizon: asOf },
                reasons: [{ weight: 1, sentence: sentence('fixed-limit', { subject: config.tag }) }],
              },
            ]
          : [],
      ),
    }
  },
}
