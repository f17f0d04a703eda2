import { DAY, type Forecast } from '@driftbild/core'
import { appendHours, emptyHours, hourAt, hourlyMeans } from '../common/hour-series.ts'
import { type Finding, predictionsOf } from '../common/prediction.ts'
import { mean } from '../common/statistics.ts'
import { QUANTILES } from '../inflow-forecast/inflow-forecast.ts'
import type { Model } from '../model.ts'
import { sentence } from '../sentences.ts'
import type { NightFlowConfig } from './config.ts'
import { type NightFlowState, nightFlow } from './model.ts'
import { nightOf } from './nights.ts'

const WEEK_HOURS = 168
const RAISED = 1.2

/**
 * What a utility does with a spreadsheet: a night more than 20 % above the mean of the last 14 is a leak, and
 * next week's hour is the mean of the same hour in the last four.
 */
export const nightFlowBaseline: Model<NightFlowConfig, NightFlowState> = {
  ...nightFlow,
  name: 'night-flow-baseline',
  step: (state, inputs, asOf) => {
    const { config } = state
    const hours = Object.fromEntries(
      config.meters.map((m) => [
        m.name,
        appendHours(
          state.hours[m.name] ?? emptyHours(),
          hourlyMeans(inputs.series[m.name] ?? [], m.unit, m.unit),
          inputs.from,
          inputs.to,
          4 * WEEK_HOURS,
        ),
      ]),
    )
    const night = nightOf(config, inputs, new Set())
    const before = state.nights.slice(-14).flatMap((n) => n.flow ?? [])
    const findings: Finding[] = []
    const normal = mean(before)
    if (night?.flow != null && normal !== null && before.length >= 7 && night.flow > RAISED * normal) {
      findings.push({
        subject: { type: 'zone', tag: config.zone },
        kind: 'leak',
        probability: 0.5,
        when: { from: asOf - 2 * DAY, likely: asOf - DAY, to: asOf },
        horizon: asOf + 7 * DAY,
        size: { value: night.flow - normal, low: 0, high: 2 * (night.flow - normal), unit: 'm3/h' },
        reasons: [
          {
            weight: 1,
            sentence: sentence('night-flow-raised', {
              now: night.flow,
              normal,
              added: night.flow - normal,
              nights: 1,
            }),
          },
        ],
      })
    }
    const model = { name: nightFlowBaseline.name, version: nightFlowBaseline.version }
    const forecasts = config.meters.flatMap((m): Forecast[] => {
      const series = hours[m.name]!
      const time = Array.from({ length: WEEK_HOURS }, (_, i) => hourAt(series, series.values.length + i))
      const weeks = time.map((_, i) =>
        [1, 2, 3, 4].flatMap((w) => series.values[series.values.length + i - w * WEEK_HOURS] ?? []),
      )
      if (weeks.some((w) => w.length === 0)) return []
      const spread = (w: number[], q: number) => Math.min(...w) + q * (Math.max(...w) - Math.min(...w))
      return [
        {
          signal: m.key,
          asOf,
          time,
          quantiles: QUANTILES,
          values: QUANTILES.map((q) => weeks.map((w) => (q === 0.5 ? mean(w)! : spread(w, q)))),
          model,
        },
      ]
    })
    return {
      state: { ...state, hours, nights: [...state.nights, ...(night ? [night] : [])].slice(-14) },
      forecasts,
      predictions: predictionsOf({ model: { ...model, artefact: 'none' }, state, inputs, asOf }, findings),
    }
  },
}
