import { convert, type Forecast, HOUR, MINUTE, type Micros } from '@driftbild/core'
import { hashOf } from '../common/hash.ts'
import { appendHours, emptyHours, type HourSeries } from '../common/hour-series.ts'
import { localHourIndex } from '../common/local-index.ts'
import { predictionsOf } from '../common/prediction.ts'
import { type Speech, speechOf, spoken } from '../common/speech.ts'
import { mean } from '../common/statistics.ts'
import type { Model, SeriesInputs } from '../model.ts'
import calibration from './calibration.json' with { type: 'json' }
import calibrationTold from './calibration-told.json' with { type: 'json' }
import { type SewerInflowConfig, sewerInflowSubjects } from './config.ts'
import { expectedRain, expectInflow } from './expect-inflow.ts'
import { findOverflow } from './find-overflow.ts'
import { bandOf, levelsOf } from './inflow-band.ts'
import { type InflowDay, inflowDay } from './inflow-days.ts'
import { errorsOf, type InflowErrors, LEADS, lastOff } from './inflow-errors.ts'
import { type InflowFit, learnInflow } from './learn-inflow.ts'
import { capacitiesOf, follow, noEvidence, type PumpEvidence } from './pump-capacities.ts'
import { type RainAhead, rainAhead } from './rain-ahead.ts'
import { flowsBetween, type Instant, lastInstant } from './water-balance.ts'

export interface SewerInflowState {
  config: SewerInflowConfig
  instant: Instant | null
  /** m³/h that came; null too while the sump ran over, when more came than was measured. */
  inflow: HourSeries
  /** mm/h */
  rain: HourSeries
  /** mm/h in the last minutes; null where it isn't known. */
  rainNow: number | null
  pumps: PumpEvidence
  /** Since when the sump has been running over. */
  overSince: Micros | null
  fit: InflowFit | null
  errors: InflowErrors | null
  days: InflowDay[]
}

const KEPT_HOURS = 56 * 24
const KEPT_DAYS = 400
/** Local hour at which the day before is summed up and all is learnt anew. */
const LEARN_AT = 5
/** Buckets of five minutes that tell how hard it rains now. */
const NOW_BUCKETS = 4

/** What comes to a pumping station, hour by hour, and whether its sump runs over within six hours. */
export const sewerInflow = sewerInflowWith(speechOf(calibration), speechOf(calibrationTold))

/** `told`: how it speaks with a forecast of the rain, which it believes otherwise than rain that it sees. */
export function sewerInflowWith(
  speech: Speech,
  told: Speech = speech,
): Model<SewerInflowConfig, SewerInflowState> {
  const identity = { name: 'sewer-inflow', version: '1.3.0', artefact: hashOf({ speech, told }) }
  return {
    name: identity.name,
    version: identity.version,
    kind: 'overflow',
    task: 'overflow',
    resolution: '5m',
    boundary: (after) => (Math.floor(after / HOUR) + 1) * HOUR,
    subjects: sewerInflowSubjects,
    init: (config) => ({
      ...{ config, instant: null, inflow: emptyHours(), rain: emptyHours(), rainNow: null },
      ...{ overSince: null, pumps: noEvidence(config), fit: null, errors: null, days: [] },
    }),
    step: (state, inputs, asOf) => {
      const { next, ran } = followHour(state, inputs, asOf)
      const learnt = learn(next, asOf)
      const ahead = rainAhead(inputs.told?.forecasts?.rain, asOf)
      const forecasts = forecastsOf(learnt, ahead, asOf, identity)
      const found = learnt.fit
        ? findOverflow({ ...learnt, fit: learnt.fit }, { ran, ahead, forecasts }, asOf)
        : null
      return {
        state: learnt,
        forecasts,
        predictions: predictionsOf(
          { model: identity, state, inputs, asOf },
          spoken(ahead ? told : speech, 'overflow', found ? [found] : []),
        ),
      }
    },
  }
}

/** The state with the step's hour taken in, and for how long each pump ran in it. */
function followHour(
  state: SewerInflowState,
  inputs: SeriesInputs,
  asOf: Micros,
): { next: SewerInflowState; ran: number[] | null } {
  const { config } = state
  const pumps = follow(config, state.pumps, inputs)
  const capacities = capacitiesOf(config, pumps).map((c) => c.flow)
  const instant = lastInstant(config, inputs) ?? state.instant
  const flows =
    state.instant && instant && instant !== state.instant
      ? flowsBetween(config, capacities, state.instant, instant)
      : null
  const over = overflowing(config, inputs)
  const tells = flows !== null && !over.any && !drawsAir(config, inputs)
  const hour = Math.floor((asOf - 1) / HOUR) * HOUR
  const keep = (series: HourSeries, value: number | null) =>
    appendHours(series, new Map([[hour, value]]), hour, asOf, KEPT_HOURS)
  const fallen = (inputs.series.rain ?? []).flatMap((r) => r.average ?? [])
  const rainOf = (some: number[]) =>
    fallen.length < 4 ? null : Math.round(convert(mean(some)!, config.rain!.unit, 'mm/h') * 1000) / 1000
  return {
    next: {
      ...{ ...state, instant, pumps },
      inflow: keep(state.inflow, tells ? Math.round(flows.inflow * 100) / 100 : null),
      rain: keep(state.rain, rainOf(fallen)),
      rainNow: rainOf(fallen.slice(-NOW_BUCKETS)),
      overSince: over.last ? (state.overSince ?? over.first) : null,
    },
    ran: flows?.ran ?? null,
  }
}

/** m under the stop level from which a pump that runs (cleaning, hand control) may lift less than it runs. */
const DEEP = 0.1

const drawsAir = ({ sump, level }: SewerInflowConfig, { series }: SeriesInputs): boolean =>
  (series.level ?? []).some(
    (r) => r.minimum !== null && convert(r.minimum, level.unit, 'm') < sump.stop - DEEP,
  )

/** By the switch at the weir, or by the level where there is none. */
function overflowing({ sump, level }: SewerInflowConfig, { series }: SeriesInputs) {
  const flag = series.overflowing ?? []
  const marks =
    flag.length > 0
      ? flag.map((r) => ({ at: r.bucket, on: (r.maximum ?? 0) > 0, end: (r.last ?? 0) > 0 }))
      : (series.level ?? []).map((r) => ({
          at: r.bucket,
          on: convert(r.maximum ?? 0, level.unit, 'm') >= sump.overflow,
          end: convert(r.last ?? 0, level.unit, 'm') >= sump.overflow,
        }))
  const first = marks.find((m) => m.on)?.at ?? null
  return { any: first !== null, first, last: marks.at(-1)?.end ?? false }
}

function learn(state: SewerInflowState, asOf: Micros): SewerInflowState {
  const { config, inflow, rain } = state
  const local = localHourIndex(asOf, config.timeZone)
  if (((local % 24) + 24) % 24 !== LEARN_AT) return state
  const fit = learnInflow(inflow, rain, config.timeZone)
  if (!fit) return state
  const yesterday = Math.floor(local / 24) - 1
  const today = inflowDay(fit, inflow, rain, config.timeZone, yesterday)
  const isNew = today !== null && today.day !== state.days.at(-1)?.day
  return {
    ...state,
    fit,
    errors: errorsOf(fit, inflow, rain, config.timeZone),
    days: [...state.days, ...(isNew ? [today] : [])].slice(-KEPT_DAYS),
  }
}

function forecastsOf(
  { config, fit, errors, inflow, rain, rainNow, pumps, instant }: SewerInflowState,
  ahead: RainAhead | null,
  asOf: Micros,
  { name, version }: { name: string; version: string },
): Forecast[] {
  if (!fit || !errors) return []
  const now = lastOff(fit, inflow, rain, config.timeZone)
  const expected = expectInflow(fit, now, expectedRain(fit, ahead, rainNow ?? 0, LEADS))
  const band = bandOf(fit, errors, now, expected)
  const time = expected.map((_, lead) => (now.hour + lead) * HOUR)
  const model = { name, version }
  const levels = instant && levelsOf(config.sump, instant.level, capacitiesOf(config, pumps), band)
  const inUnit = (values: number[][], to: (value: number) => number) =>
    values.map((of) => of.map((value) => Math.round(to(value) * 1000) / 1000))
  const told = { asOf, time, quantiles: [...band.quantiles], model }
  return [
    ...(config.flow
      ? [
          {
            ...told,
            signal: config.flow.key,
            values: inUnit(band.values, (v) => convert(v, 'm3/h', config.flow!.unit)),
          },
        ]
      : []),
    // A level that is minutes old says nothing of a forecast's first hour; one that is hours old of none.
    ...(levels && asOf - instant.at <= HOUR + 30 * MINUTE
      ? [
          {
            ...told,
            signal: config.level.key,
            values: inUnit(levels, (v) => convert(v, 'm', config.level.unit)),
          },
        ]
      : []),
  ]
}
