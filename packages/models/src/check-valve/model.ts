import { DAY, type Micros } from '@driftbild/core'
import { nextLocalHour } from '../common/boundary.ts'
import { energyLost } from '../common/energy-lost.ts'
import { hashOf } from '../common/hash.ts'
import { localHourIndex } from '../common/local-index.ts'
import { type Finding, predictionsOf, type Reason, round } from '../common/prediction.ts'
import { daysSince } from '../common/since-when.ts'
import { type Speech, speechOf, spoken } from '../common/speech.ts'
import type { Model } from '../model.ts'
import { sentence } from '../sentences.ts'
import calibration from './calibration.json' with { type: 'json' }
import { type CheckValveConfig, checkValveSubjects, pumpInput, stationInput } from './config.ts'
import { type RestBelief, restBelief } from './rest-belief.ts'
import { type RestDay, restDay } from './rest-day.ts'

export interface CheckValveState {
  config: CheckValveConfig
  days: RestDay[]
}

/** Days of rest from which a pump's own usual is taken. */
export const LEARN_DAYS = 6
const KEPT_DAYS = 60
const HORIZON_DAYS = 14
/** Two days of rest show it. */
const SEEN_AFTER = 2
/** Spreads from which a measure is told as a reason. */
const PLAIN = 3

/** What shows of a clean water pump while it rests and others run → a check valve that lets back what they give. */
export const checkValve = checkValveWith(speechOf(calibration))

export function checkValveWith(speech: Speech): Model<CheckValveConfig, CheckValveState> {
  const identity = { name: 'check-valve', version: '1.0.0', artefact: hashOf(speech) }
  return {
    name: identity.name,
    version: identity.version,
    kind: 'check-valve',
    task: 'check-valve',
    resolution: '5m',
    boundary: (after, zone) => nextLocalHour(after, zone, [6]),
    subjects: checkValveSubjects,
    init: (config) => ({ config, days: [] }),
    step: (state, inputs, asOf) => {
      const { config } = state
      const today = restDay(config, inputs, Math.floor(localHourIndex(asOf - 1, config.timeZone) / 24))
      const days = [...state.days, ...(today ? [today] : [])].slice(-KEPT_DAYS)
      const belief = restBelief(config, days, LEARN_DAYS)
      const findings = belief ? [findingOf(config, days, belief, asOf)] : []
      return {
        state: { config, days },
        forecasts: [],
        predictions: predictionsOf(
          { model: identity, state, inputs, asOf },
          spoken(speech, 'check-valve', findings),
        ),
      }
    },
  }
}

function findingOf(
  config: CheckValveConfig,
  days: readonly RestDay[],
  belief: RestBelief,
  asOf: Micros,
): Finding {
  const { back } = belief
  const flow = back && config.ratedFlow ? back.now * config.ratedFlow : null
  const off = back && config.ratedFlow ? 1.28 * back.spread * config.ratedFlow : 0
  const isOpen = (until: readonly RestDay[]) =>
    (restBelief(config, until, LEARN_DAYS)?.probability ?? 0) > 0.5
  const since = asOf - (1 + daysSince(days, isOpen, SEEN_AFTER)) * DAY
  return {
    subject: { type: 'asset', tag: config.tag },
    kind: 'check-valve',
    probability: belief.probability,
    when: { from: since - 2 * DAY, likely: since, to: Math.min(asOf, since + 2 * DAY) },
    horizon: asOf + HORIZON_DAYS * DAY,
    ...(flow !== null &&
      flow > off && {
        size: {
          value: round(flow, 1),
          low: round(flow - off, 1),
          high: round(flow + off, 1),
          unit: 'm3/h' as const,
        },
      }),
    reasons: reasonsOf(config, days, belief, asOf),
  }
}

function reasonsOf(
  config: CheckValveConfig,
  days: readonly RestDay[],
  { pressure, speed, back }: RestBelief,
  asOf: Micros,
): Reason[] {
  const pump = config.tag
  const chart = (input: string) => {
    const signal = config.signals[input]
    return signal ? { signal: signal.key, from: asOf - 14 * DAY, to: asOf, expected: null } : null
  }
  const plain = (shift: RestBelief['back']) =>
    shift !== null && shift.now - shift.usual > PLAIN * shift.spread
  const turns = days.at(-1)?.turns ?? null
  const lost = energyLost(days.map((day) => ({ used: day.used, share: keptOf(day) })))
  return [
    ...(plain(back)
      ? [
          {
            weight: 2,
            sentence: sentence('outflow-runs-back', {
              pump,
              back: round(back!.now * config.ratedFlow!, 1),
              running: config.others.join(', '),
            }),
            chart: chart(stationInput('flow')),
          },
        ]
      : []),
    ...(plain(pressure)
      ? [
          {
            weight: 2,
            sentence: sentence('pump-under-pressure', {
              pump,
              now: round(pressure!.now, 3),
              normal: round(Math.max(0, pressure!.usual), 3),
            }),
            chart: chart(pumpInput(0, 'discharge-pressure')),
          },
        ]
      : []),
    ...(plain(speed) && turns !== null
      ? [
          {
            weight: 1,
            sentence: sentence('pump-turns-backwards', { pump, speed: round(turns, 0) }),
            chart: chart(pumpInput(0, 'speed')),
          },
        ]
      : []),
    ...(lost ? [{ weight: 0, sentence: lost }] : []),
  ]
}

/** Share of what the pumps gave that went out while this one rested; null where no meters tell. */
function keptOf({ sets }: RestDay): number | null {
  const resting = sets.filter(({ ran }) => (ran & 1) === 0)
  const given = resting.reduce((sum, set) => sum + set.given * set.count, 0)
  const missing = resting.reduce((sum, set) => sum + set.missing * set.count, 0)
  return given <= 0 ? null : Math.min(1, 1 - missing / given)
}
