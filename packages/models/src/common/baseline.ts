import type { Model, SeriesInputs } from '../model.ts'
import { sentence } from '../sentences.ts'
import type { Finding } from './prediction.ts'
import { predictionsOf } from './prediction.ts'

/**
 * A naive baseline: the model's subjects and boundaries with a rule of a few lines in place of its step. It keeps
 * a plain row of daily numbers as its state.
 */
export function baselineOf<C>(
  model: Model<C>,
  rule: {
    /** What a step adds to the row; null for a day without. */
    measure(config: C, inputs: SeriesInputs): number[] | null
    /** Which subjects are in trouble, and how surely, from the row. */
    judge(
      config: C,
      row: readonly number[][],
      inputs: SeriesInputs,
    ): readonly { tag: string; kind?: Finding['kind']; probability: number }[]
    keep?: number
  },
): Model<C, { config: C; row: number[][] }> {
  const identity = { name: `${model.name}-baseline`, version: '1.0.0', artefact: 'none' }
  return {
    name: identity.name,
    version: identity.version,
    kind: model.kind,
    task: model.task,
    resolution: model.resolution,
    boundary: (after, zone) => model.boundary(after, zone),
    subjects: (register) => model.subjects(register),
    init: (config) => ({ config, row: [] }),
    step: (state, inputs, asOf) => {
      const measured = rule.measure(state.config, inputs)
      const row = [...state.row, ...(measured ? [measured] : [])].slice(-(rule.keep ?? 60))
      const findings = rule.judge(state.config, row, inputs).map(
        ({ tag, kind, probability }): Finding => ({
          subject: { type: 'asset', tag },
          kind: kind ?? model.kind,
          probability,
          when: { from: asOf, likely: asOf, to: asOf },
          horizon: asOf,
          reasons: [{ weight: 1, sentence: sentence('fixed-limit', { subject: tag }) }],
        }),
      )
      return {
        state: { config: state.config, row },
        forecasts: [],
        predictions: predictionsOf({ model: identity, state, inputs, asOf }, findings),
      }
    },
  }
}
