import { convert, HOUR } from '@driftbild/core'
import type { HourSeries } from '../common/hour-series.ts'
import { predictionsOf } from '../common/prediction.ts'
import { mean } from '../common/statistics.ts'
import { QUANTILES } from '../inflow-forecast/inflow-forecast.ts'
import type { Model } from '../model.ts'
import { sentence } from '../sentences.ts'
import type { SewerInflowConfig } from './config.ts'
import { LEADS } from './inflow-errors.ts'
import { type SewerInflowState, sewerInflow } from './model.ts'

/** m under the weir at which stations usually warn. */
const NEAR = 0.55
const DAYS = [1, 2, 3, 4, 5, 6, 7]

/**
 * What a control room does without a model: the high-level switch says that it may run over, the hour ahead is the mean of
 * the last seven days', and the level lies where the pumps hold it.
 */
export const sewerInflowBaseline: Model<SewerInflowConfig, SewerInflowState> = {
  ...sewerInflow,
  name: 'sewer-inflow-baseline',
  step: (state, inputs, asOf) => {
    const { config } = state
    const { state: next } = sewerInflow.step(state, inputs, asOf)
    const highest = Math.max(...(inputs.series.level ?? []).map((r) => r.maximum ?? 0))
    const isHigh = convert(highest, config.level.unit, 'm') > config.sump.overflow - NEAR
    const model = { name: 'sewer-inflow-baseline', version: '1.0.0' }
    const { inflow } = next
    const { start, stop } = config.sump
    const past = Array.from({ length: LEADS }, (_, lead) => lastDays(inflow, lead)).map((of, lead, all) =>
      // An hour that is never known (of nightly cleaning) is taken for the one before it.
      of.length > 1 ? of : (all.slice(0, lead).findLast((one) => one.length > 1) ?? of),
    )
    const spread = (of: number[], q: number) => Math.min(...of) + q * (Math.max(...of) - Math.min(...of))
    const told = {
      ...{ asOf, model, quantiles: QUANTILES },
      time: past.map((_, lead) => (inflow.start + inflow.values.length + lead) * HOUR),
    }
    const inflows = config.flow && {
      ...{ ...told, signal: config.flow.key },
      values: QUANTILES.map((q) => past.map((of) => (q === 0.5 ? mean(of)! : spread(of, q)))),
    }
    const levels = {
      ...{ ...told, signal: config.level.key },
      values: QUANTILES.map((q) =>
        past.map(() => convert(stop + q * (start - stop), 'm', config.level.unit)),
      ),
    }
    return {
      state: next,
      forecasts: past.every((of) => of.length > 0) ? [...(inflows ? [inflows] : []), levels] : [],
      predictions: predictionsOf(
        { model: { ...model, artefact: 'none' }, state, inputs, asOf },
        isHigh
          ? [
              {
                ...{ subject: { type: 'asset', tag: config.tag }, kind: 'overflow', probability: 0.5 },
                ...{ when: { from: asOf, likely: asOf, to: asOf }, horizon: asOf + 6 * HOUR },
                reasons: [{ weight: 1, sentence: sentence('fixed-limit', { subject: config.tag }) }],
              },
            ]
          : [],
      ),
    }
  },
}

/** The same hour ahead as it was in the last days. */
const lastDays = ({ values }: HourSeries, lead: number): number[] =>
  DAYS.flatMap((day) => values[values.length + lead - 24 * day] ?? [])
