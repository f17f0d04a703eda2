import { convert, type Forecast, HOUR, type Micros } from '@driftbild/core'
import { expectedBand } from '../common/expected-band.ts'
import { type Finding, round } from '../common/prediction.ts'
import { sentence } from '../sentences.ts'
import { expectedRain, expectInflow } from './expect-inflow.ts'
import { lastOff } from './inflow-errors.ts'
import { type InflowFit, withUsualAnswer } from './learn-inflow.ts'
import type { SewerInflowState } from './model.ts'
import { AHEAD, inHours, overflowRisk, type SumpNow } from './overflow-risk.ts'
import { capacitiesOf } from './pump-capacities.ts'
import type { RainAhead } from './rain-ahead.ts'
import { capacityOf } from './water-balance.ts'

/** The weir's own switch says it. */
const SEEN = 0.98
/** m over the start level at which a pump that rests doesn't work, and the share of an hour that is rest. */
const SHOULD_RUN = 0.3
const RESTS = 0.05
const PAST_HOURS = 6

interface Hour {
  /** Share of it that each pump ran; null where that isn't known. */
  ran: readonly number[] | null
  ahead: RainAhead | null
  /** What is expected of the station's signals from here. */
  forecasts: readonly Forecast[]
}

/** What speaks for water over the weir within six hours, and what would change that. */
export function findOverflow(
  state: SewerInflowState & { fit: InflowFit },
  { ran, ahead, forecasts }: Hour,
  asOf: Micros,
): Finding | null {
  const { config, inflow, rain, instant, overSince } = state
  const fit = ahead ? withUsualAnswer(state.fit, rain, config.catchment) : state.fit
  if (!instant || asOf - instant.at > 2 * HOUR) return null
  const now = lastOff(fit, inflow, rain, config.timeZone)
  const falling = state.rainNow ?? 0
  const capacities = capacitiesOf(config, state.pumps).map((c) => c.flow)
  const out = config.pumps.filter(
    (_, n) => ran !== null && ran[n]! < RESTS && instant.level > config.sump.start + SHOULD_RUN,
  )
  const working = capacities.filter((_, n) => !out.includes(config.pumps[n]!))
  const { area, overflow } = config.sump
  const sump: SumpNow = { area, level: instant.level, overflow, capacity: capacityOf(working) }
  const risk = overflowRisk(fit, now, sump, ahead ? { now: falling, ahead } : { now: falling })
  const probability = overSince === null ? Math.min(risk.probability, SEEN) : SEEN
  if (probability < 0.01) return null
  const ifDry = overflowRisk(fit, now, sump, { now: 0 }).probability
  const peak = Math.max(...expectInflow(fit, now, expectedRain(fit, ahead, falling, AHEAD)))
  const peakIfMost = ahead ? Math.max(...expectInflow(fit, now, ahead.most.slice(0, AHEAD))) : 0
  const room = area * Math.max(0, overflow - instant.level)
  const fallen = rain.values.slice(-PAST_HOURS).reduce<number>((sum, mm) => sum + (mm ?? 0), 0)
  const until = asOf + AHEAD * HOUR
  const limit = { value: convert(overflow, 'm', config.level.unit), side: 'above' as const }
  const chart = (signal: string) => {
    const forecast = forecasts.find((one) => one.signal === signal)
    const expected = forecast ? expectedBand(forecast, until) : null
    return {
      ...{ signal, from: asOf - 24 * HOUR, to: expected ? until : asOf, expected },
      ...(signal === config.level.key && { limit }),
    }
  }
  const when =
    overSince !== null
      ? { from: overSince, likely: overSince, to: asOf }
      : {
          from: inHours(asOf, risk.when?.from ?? 0),
          likely: inHours(asOf, risk.when?.likely ?? AHEAD / 2),
          to: inHours(asOf, risk.when?.to ?? AHEAD),
        }
  return {
    ...{ subject: { type: 'asset', tag: config.tag }, kind: 'overflow', probability, when },
    horizon: until,
    size: risk.volume && {
      ...{ value: round(risk.volume.value, 0), low: round(risk.volume.low, 0) },
      ...{ high: round(risk.volume.high, 0), unit: 'm3' },
    },
    reasons: [
      {
        weight: 3,
        sentence: sentence('inflow-against-capacity', {
          ...{ expected: round(peak, 1), capacity: round(sump.capacity, 1), hours: AHEAD },
        }),
        chart: chart(config.flow?.key ?? config.level.key),
      },
      {
        weight: overSince === null ? 1.5 : 4,
        sentence:
          overSince === null
            ? sentence('sump-has-room', { room: round(room, 1), level: round(instant.level, 2), overflow })
            : sentence('runs-over-now', { level: round(instant.level, 2), overflow }),
        chart: chart(config.level.key),
      },
      ...(config.rain && fallen > 0
        ? [
            {
              weight: 2,
              sentence: sentence('rain-has-fallen', {
                ...{ now: round(falling, 1), fallen: round(fallen, 1), hours: PAST_HOURS },
              }),
              chart: chart(config.rain.key),
            },
          ]
        : []),
      ...(falling > 0
        ? [{ weight: 0.7, sentence: sentence('overflow-if-rain-stops', { probability: round(ifDry, 2) }) }]
        : []),
      ahead
        ? {
            weight: 1.8,
            sentence: sentence('rain-is-forecast', {
              ...{ source: ahead.source, time: ahead.since, hours: AHEAD },
              ...{ expected: round(sumOf(ahead.mean), 1), most: round(sumOf(ahead.most), 1) },
            }),
          }
        : // No reason, but how it was looked for.
          { weight: 0, sentence: sentence('rain-not-forecast', { hours: AHEAD }) },
      ...(peak < sump.capacity && peakIfMost > sump.capacity
        ? [{ weight: 1.2, sentence: sentence('inflow-if-most-falls', { most: round(peakIfMost, 1) }) }]
        : []),
      ...out.map(({ tag }) => ({ weight: 2.5, sentence: sentence('pump-does-not-run', { pump: tag }) })),
    ],
  }
}

const sumOf = (rain: readonly number[]): number => rain.slice(0, AHEAD).reduce((sum, mm) => sum + mm, 0)
