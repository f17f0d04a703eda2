import { DAY, type Micros } from '@driftbild/core'
import { nextLocalHour } from '../common/boundary.ts'
import { energyLost } from '../common/energy-lost.ts'
import { hashOf } from '../common/hash.ts'
import { localHourIndex } from '../common/local-index.ts'
import { type Finding, predictionsOf, round } from '../common/prediction.ts'
import { daysSince } from '../common/since-when.ts'
import { type Speech, speechOf, spoken } from '../common/speech.ts'
import { median } from '../common/statistics.ts'
import type { Model } from '../model.ts'
import { sentence } from '../sentences.ts'
import { type CapacityDay, capacityDay } from '../sewer-pump/capacity-day.ts'
import { type SewerPumpConfig, sewerPumpSubjects } from '../sewer-pump/config.ts'
import calibration from './calibration.json' with { type: 'json' }
import { type ValveBelief, valveBelief } from './valve-belief.ts'

export interface SewerCheckValveState {
  config: SewerPumpConfig
  days: CapacityDay[]
}

export const LEARN_DAYS = 7
const KEPT_DAYS = 90
const HORIZON_DAYS = 7
/** The middle of three days shows what two of them do. */
const SEEN_AFTER = 2
/** Of a station's own usual flow, what runs back when all rest, from which it is worth a word. */
const DRAINS = 0.03

/**
 * What the pumps of a wastewater station bring out of its sump, measure and take beside each other → a check valve that lets
 * back what the others lift.
 */
export const sewerCheckValve = sewerCheckValveWith(speechOf(calibration))

export function sewerCheckValveWith(speech: Speech): Model<SewerPumpConfig, SewerCheckValveState> {
  const identity = { name: 'sewer-check-valve', version: '1.0.0', artefact: hashOf(speech) }
  return {
    name: identity.name,
    version: identity.version,
    kind: 'check-valve',
    task: 'sewer-check-valve',
    resolution: '5m',
    boundary: (after, zone) => nextLocalHour(after, zone, [6]),
    subjects: (register) =>
      sewerPumpSubjects(register).filter(
        ({ config }) => ((config as SewerPumpConfig).sump?.others.length ?? 0) > 0,
      ),
    init: (config) => ({ config, days: [] }),
    step: (state, inputs, asOf) => {
      const { config } = state
      const day = Math.floor(localHourIndex(asOf - 1, config.timeZone) / 24)
      const today = capacityDay(config, inputs, day)
      // A day of rain or cleaning tells nothing of what leaves the sump.
      const isTold = today !== null && [today, ...today.others].every(({ drawn }) => drawn !== null)
      const days = [...state.days, ...(isTold ? [today] : [])].slice(-KEPT_DAYS)
      const belief = valveBelief(config, days, LEARN_DAYS)
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
  config: SewerPumpConfig,
  days: readonly CapacityDay[],
  { valves, back, low, high, resting }: ValveBelief,
  asOf: Micros,
): Finding {
  const { level, others } = config.sump!
  const first = days.slice(0, LEARN_DAYS)
  const normal = median(first.flatMap((d) => d.others.map(({ drawn }) => drawn!)))!
  const lost = energyLost(days.map((day) => lossOf(config, day, first)))
  const chart = { signal: level, from: asOf - 14 * DAY, to: asOf, expected: null }
  const isOpen = (until: readonly CapacityDay[]) =>
    (valveBelief(config, until, LEARN_DAYS)?.valves[0] ?? 0) > 0.5
  const since = asOf - (1 + daysSince(days, isOpen, SEEN_AFTER)) * DAY
  const isMetered = others.every(({ flow }) => flow !== null)
  const tag = config.tag
  return {
    subject: { type: 'asset', tag },
    kind: 'check-valve',
    probability: valves[0]!,
    when: { from: since - 2 * DAY, likely: since, to: Math.min(asOf, since + 2 * DAY) },
    horizon: asOf + HORIZON_DAYS * DAY,
    size: {
      value: round(back * normal, 1),
      low: round(low * normal, 1),
      high: round(high * normal, 1),
      unit: 'm3/h',
    },
    reasons: [
      {
        weight: 2,
        sentence: sentence('flow-runs-back', {
          resting: tag,
          running: others.map((other) => other.tag).join(', '),
          now: round((1 - LOST * back) * normal, 1),
          normal: round(normal, 1),
        }),
        chart,
      },
      ...(resting > DRAINS
        ? [{ weight: 1, sentence: sentence('main-runs-back', { back: round(resting * normal, 1) }) }]
        : []),
      {
        weight: 1,
        sentence: sentence(isMetered ? 'others-meter-as-ever' : 'others-motor-as-ever', { pump: tag }),
      },
      ...(lost ? [{ weight: 0, sentence: lost }] : []),
    ],
  }
}
/** Of what runs back, what the station gives less: the running pump lifts more against the lower head. */
const LOST = 0.55

/** Of a day, what the others' motors took, and what they brought out of the sump beside what the own pump did. */
function lossOf({ sump }: SewerPumpConfig, day: CapacityDay, first: readonly CapacityDay[]) {
  const own = day.drawn! / median(first.map((d) => d.drawn!))!
  const each = day.others.flatMap(({ drawn, hours }, n) => {
    const power = sump!.others[n]!.ratedPower
    const usual = median(first.map((d) => d.others[n]!.drawn!))!
    return hours === null || power === null
      ? []
      : [{ used: hours * power, share: Math.min(1, drawn! / usual / own) }]
  })
  const used = each.reduce((sum, one) => sum + one.used, 0)
  return used === 0
    ? { used: null, share: null }
    : { used, share: each.reduce((sum, one) => sum + one.used * one.share, 0) / used }
}
