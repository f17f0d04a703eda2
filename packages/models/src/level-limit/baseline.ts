import { HOUR } from '@driftbild/core'
import { predictionsOf } from '../common/prediction.ts'
import { mean } from '../common/statistics.ts'
import { QUANTILES } from '../inflow-forecast/inflow-forecast.ts'
import type { Model } from '../model.ts'
import { sentence } from '../sentences.ts'
import type { LevelLimitConfig } from './config.ts'
import { WITHIN } from './find-limit.ts'
import { isBeyond } from './level-paths.ts'
import { type LevelLimitState, levelLimit } from './model.ts'
import { A_DAY, endOf, levelAt, QUARTER } from './quarters.ts'

/** Quarters that the straight line is laid through. */
const HOURS_BACK = 4
const DAYS = [1, 2, 3, 4, 5, 6, 7]

/**
 * What a control room does with a ruler: a straight line through the last hour; where it meets a limit within twelve
 * hours somebody looks. How the level goes on is what it was at that hour on the last seven days.
 */
export const levelLimitBaseline: Model<LevelLimitConfig, LevelLimitState> = {
  ...levelLimit,
  name: 'level-limit-baseline',
  step: (state, inputs, asOf) => {
    const { config } = state
    const { state: next } = levelLimit.step(state, inputs, asOf)
    const { levels } = next
    const end = endOf(levels)
    const [now, before] = [levelAt(levels, end - 1), levelAt(levels, end - 1 - HOURS_BACK)]
    const model = { name: 'level-limit-baseline', version: '1.0.0' }
    const meets =
      now !== null &&
      config.limits.some((limit) => {
        const ahead = before === null ? now : now + ((now - before) / HOURS_BACK) * WITHIN
        return isBeyond(now, limit) || isBeyond(ahead, limit)
      })
    const hours = Array.from({ length: 24 }, (_, i) => i + 1)
    const past = hours.map((hour) =>
      DAYS.flatMap((day) => levelAt(levels, end - 1 + hour * 4 - day * A_DAY) ?? []),
    )
    const spread = (of: number[], q: number) => Math.min(...of) + q * (Math.max(...of) - Math.min(...of))
    return {
      state: next,
      forecasts:
        asOf % HOUR === 0 && next.usual && past.every((of) => of.length > 1)
          ? [
              {
                ...{ signal: config.level.key, asOf, model, quantiles: QUANTILES },
                time: hours.map((hour) => asOf + hour * HOUR),
                values: QUANTILES.map((q) => past.map((of) => (q === 0.5 ? mean(of)! : spread(of, q)))),
              },
            ]
          : [],
      predictions: predictionsOf(
        { model: { ...model, artefact: 'none' }, state, inputs, asOf },
        meets
          ? [
              {
                ...{ subject: { type: 'asset', tag: config.tag }, kind: config.kind, probability: 0.5 },
                when: { from: asOf, likely: asOf, to: asOf + WITHIN * QUARTER },
                horizon: asOf + WITHIN * QUARTER,
                reasons: [{ weight: 1, sentence: sentence('fixed-limit', { subject: config.tag }) }],
              },
            ]
          : [],
      ),
    }
  },
}
