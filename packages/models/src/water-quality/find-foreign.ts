import { HOUR, type Micros } from '@driftbild/core'
import { type Finding, type Reason, round } from '../common/prediction.ts'
import { endOf, QUARTER } from '../level-limit/quarters.ts'
import { sentence } from '../sentences.ts'
import type { Watched } from './config.ts'
import type { Deviation, Verdict } from './judge.ts'
import type { WaterQualityState } from './model.ts'
import { expected } from './usual.ts'

/** How far ahead a suspicion speaks. */
const HORIZON = 6 * HOUR
/** What is only stirred up is told, so that nobody wonders; it is hardly anything else. */
const STIRRED = 0.32
/** Usual deviations that a chart's band is wide. */
const BAND = 2.5

/** What a verdict means for people; nothing where all is usual or the instruments are being cleaned. */
export function findForeign(state: WaterQualityState, verdict: Verdict, asOf: Micros): Finding | null {
  if (verdict.what === 'usual' || verdict.what === 'cleaned') return null
  const since = state.oddSince ?? asOf
  const told = {
    subject: { type: 'asset' as const, tag: state.config.tag },
    when: { from: since - 2 * QUARTER, likely: since, to: asOf },
    horizon: asOf + HORIZON,
  }
  if (verdict.what === 'sensor') {
    const alone = verdict.by.flatMap((one): Reason[] => {
      const { signal, flat, now } = one
      const key = state.config.signals[signal]!.key
      // What stands still need not be off: that it is as usual is no reason.
      return flat > 0
        ? [
            {
              weight: 3,
              sentence: sentence('signal-flat', { signal: key, hours: round(flat, 0), value: now }),
              chart: chartOf(state, signal, asOf),
            },
          ]
        : [
            { weight: 2, sentence: sentence('quality-sensor-alone', { signal: key }) },
            deviationReason(state, one, asOf),
          ]
    })
    return { ...told, kind: 'sensor-fault', probability: verdict.belief, reasons: alone }
  }
  const reasons = verdict.by.map((one) => deviationReason(state, one, asOf))
  if (verdict.what === 'stirred') {
    return {
      ...{ ...told, kind: 'water-quality', probability: STIRRED },
      reasons: [
        { weight: 4, sentence: sentence('turbidity-stirred', { times: round(state.rush, 1) }) },
        ...reasons,
      ],
    }
  }
  return {
    ...{ ...told, kind: 'water-quality', probability: verdict.belief },
    reasons: [
      { weight: 3, sentence: sentence('quality-together', { count: verdict.by.length }) },
      ...reasons,
    ],
  }
}

const sentenceOf = {
  'free-chlorine': 'chlorine-off',
  turbidity: 'turbidity-off',
  conductivity: 'conductivity-off',
  ph: 'ph-off',
  temperature: 'water-temperature-off',
} as const satisfies Record<Watched, string>

const decimals: Record<Watched, number> = {
  ...{ 'free-chlorine': 2, turbidity: 2, conductivity: 1, ph: 2, temperature: 1 },
}

function deviationReason(state: WaterQualityState, one: Deviation, asOf: Micros): Reason {
  const { signal, now, usual, strength } = one
  const digits = decimals[signal]
  return {
    weight: Math.min(3, Math.abs(strength) / 4),
    sentence: sentence(sentenceOf[signal], { now: round(now, digits), usual: round(usual, digits) }),
    chart: chartOf(state, signal, asOf),
  }
}

/** The last day beside what it would have been. */
function chartOf(
  { config, signals }: WaterQualityState,
  signal: Watched,
  asOf: Micros,
): NonNullable<Reason['chart']> | null {
  const { series, usual } = signals[signal]!
  if (!usual) return null
  const hours = Array.from({ length: 25 }, (_, i) => endOf(series) - 96 + 4 * i)
  const mid = hours.map((quarter) => expected(series, usual, quarter, config.timeZone) ?? 0)
  return {
    ...{ signal: config.signals[signal]!.key, from: asOf - 24 * HOUR, to: asOf },
    expected: {
      time: hours.map((quarter) => quarter * QUARTER),
      low: mid.map((value) => round(value - BAND * usual.spread, 4)),
      mid: mid.map((value) => round(value, 4)),
      high: mid.map((value) => round(value + BAND * usual.spread, 4)),
    },
  }
}
