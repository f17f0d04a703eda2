import { convert, type Micros, type Rollup } from '@driftbild/core'
import { hashOf } from '../common/hash.ts'
import { predictionsOf } from '../common/prediction.ts'
import { flatHours, followHealth, newHealth, type SignalHealth } from '../common/signal-health.ts'
import { type Speech, speechOf, spoken } from '../common/speech.ts'
import {
  A_DAY,
  appendQuarters,
  endOf,
  levelAt,
  noQuarters,
  QUARTER,
  type Quarters,
} from '../level-limit/quarters.ts'
import type { Model } from '../model.ts'
import calibration from './calibration.json' with { type: 'json' }
import { unitOf, type Watched, type WaterQualityConfig, watched, waterQualitySubjects } from './config.ts'
import { findForeign } from './find-foreign.ts'
import { type Deviation, judge, type Verdict } from './judge.ts'
import { expected, type Floor, learnUsual, type Usual } from './usual.ts'

export interface WatchedSignal {
  /** As it was while nothing was the matter: what was odd is left out, and teaches nothing. */
  series: Quarters
  /** The last quarters as they were. */
  last: (number | null)[]
  usual: Usual | null
  health: SignalHealth
}

export interface WaterQualityState {
  config: WaterQualityConfig
  signals: Partial<Record<Watched, WatchedSignal>>
  inflow: WatchedSignal
  /** How far the inflow was above the usual in the last hours, in its usual deviations. */
  rush: number
  oddSince: Micros | null
}

const KEPT = 14 * A_DAY
/** Quarters that a deviation must last, and that a rush of water is remembered. */
const LASTS = 2
const REMEMBERED = 14
/** Quarter of the UTC day at which what is usual is learnt anew. */
const LEARN_AT = 8
/** Quarters after which what was odd is taken for the new usual. */
const ADAPTS = 2 * A_DAY

/** A healthy instrument's own wavering, below which nothing is told apart. */
const floors: Record<Watched | 'inflow', Floor> = {
  'free-chlorine': { share: 0.02, least: 0.006 },
  turbidity: { share: 0.06, least: 0.012 },
  conductivity: { share: 0.012, least: 0.12 },
  ph: { share: 0, least: 0.02 },
  temperature: { share: 0, least: 0.12 },
  inflow: { share: 0.08, least: 0.3 },
}

/** Whether the water at a station is as it usually is, or foreign, or an instrument is off. */
export const waterQuality = waterQualityWith(speechOf(calibration))

export function waterQualityWith(speech: Speech): Model<WaterQualityConfig, WaterQualityState> {
  const identity = { name: 'water-quality', version: '1.0.1', artefact: hashOf(speech) }
  return {
    ...{ name: identity.name, version: identity.version, kind: 'water-quality', task: 'water-quality' },
    resolution: '5m',
    boundary: (after) => (Math.floor(after / QUARTER) + 1) * QUARTER,
    subjects: waterQualitySubjects,
    init: (config) => ({
      ...{ config, inflow: nothing(), rush: 0, oddSince: null },
      signals: Object.fromEntries(watched.flatMap((one) => (config.signals[one] ? [[one, nothing()]] : []))),
    }),
    step: (state, inputs, asOf) => {
      const followed = follow(state, inputs.series, inputs.from, asOf)
      const deviations = deviationsOf(followed)
      const verdict = judge(deviations, followed.rush)
      const next = settle(followed, deviations, verdict, asOf)
      const found = findForeign(next, verdict, asOf)
      return {
        state: next,
        forecasts: [],
        predictions: predictionsOf(
          { model: identity, state, inputs, asOf },
          spoken(speech, 'water-quality', found ? [found] : []),
        ),
      }
    },
  }
}

const nothing = (): WatchedSignal => ({ series: noQuarters(), last: [], usual: null, health: newHealth() })

type Told = Readonly<Record<string, readonly Rollup[]>>

function follow(state: WaterQualityState, told: Told, from: Micros, asOf: Micros): WaterQualityState {
  const { config } = state
  const signals = Object.fromEntries(
    Object.entries(state.signals).map(([name, one]) => {
      const { unit } = config.signals[name as Watched]!
      const rollups = inUnit(told[name] ?? [], (value) => convert(value, unit, unitOf[name as Watched]))
      return [name, append(one, rollups, from, asOf, floors[name as Watched], config.timeZone)]
    }),
  )
  if (!config.inflow) return { ...state, signals }
  const { unit } = config.inflow
  const flows = inUnit(told.inflow ?? [], (value) => convert(value, unit, 'm3/h'))
  const inflow = append(state.inflow, flows, from, asOf, floors.inflow, config.timeZone)
  return { ...state, signals, inflow, rush: rushOf(inflow, config.timeZone) }
}

const inUnit = (rollups: readonly Rollup[], to: (value: number) => number): Rollup[] =>
  rollups.map((one) => ({ ...one, average: one.average === null ? null : to(one.average) }))

function append(
  one: WatchedSignal,
  rollups: readonly Rollup[],
  from: Micros,
  asOf: Micros,
  floor: Floor,
  zone: string,
): WatchedSignal {
  const series = appendQuarters(one.series, rollups, from, asOf, KEPT)
  const isDue = endOf(series) % A_DAY === LEARN_AT || (one.usual === null && endOf(series) % 4 === 0)
  return {
    series,
    last: [...one.last, levelAt(series, endOf(series) - 1)].slice(-REMEMBERED),
    usual: isDue ? (learnUsual(series, zone, floor) ?? one.usual) : one.usual,
    health: followHealth(one.health, rollups, '5m'),
  }
}

function rushOf({ series, last, usual }: WatchedSignal, zone: string): number {
  if (!usual) return 0
  const offs = last.map((value, i) => {
    const normal = expected(series, usual, endOf(series) - last.length + i, zone)
    return value === null || normal === null ? 0 : (value - normal) / usual.spread
  })
  return Math.max(0, ...offs)
}

function deviationsOf({ config, signals }: WaterQualityState): Deviation[] {
  return Object.entries(signals).flatMap(([name, { series, last, usual, health }]): Deviation[] => {
    const recent = last.slice(-LASTS)
    const normal = usual && expected(series, usual, endOf(series) - 1, config.timeZone)
    if (!usual || normal === null || recent.length < LASTS) return []
    const strengths = recent.flatMap((value) => (value === null ? [] : [(value - normal) / usual.spread]))
    const now = recent.at(-1)
    if (strengths.length < LASTS || now == null) return []
    const strength = strengths.every((s) => s > 0)
      ? Math.min(...strengths)
      : strengths.every((s) => s < 0)
        ? Math.max(...strengths)
        : 0
    return [{ signal: name as Watched, strength, now, usual: normal, flat: flatHours(health) }]
  })
}

/** Belief from which something is odd enough not to teach what is usual. */
const TEACHES_NOT = 0.2

function settle(
  state: WaterQualityState,
  deviations: readonly Deviation[],
  verdict: Verdict,
  asOf: Micros,
): WaterQualityState {
  const isOdd =
    verdict.what === 'cleaned' ||
    verdict.what === 'stirred' ||
    ('belief' in verdict && verdict.belief >= TEACHES_NOT)
  const oddSince = isOdd ? (state.oddSince ?? asOf) : null
  if (!isOdd || asOf - oddSince! > ADAPTS * QUARTER) return { ...state, oddSince }
  const odd = new Set(deviations.filter(({ strength }) => Math.abs(strength) > 2).map(({ signal }) => signal))
  const signals = Object.fromEntries(
    Object.entries(state.signals).map(([name, one]) => [
      name,
      odd.has(name as Watched) || verdict.what === 'cleaned'
        ? { ...one, series: withoutLast(one.series) }
        : one,
    ]),
  )
  return { ...state, signals, oddSince }
}

const withoutLast = ({ start, values }: Quarters): Quarters => ({
  start,
  values: values.map((value, i) => (i === values.length - 1 ? null : value)),
})
