import { type Forecast, HOUR, type Micros } from '@driftbild/core'
import { hashOf } from '../common/hash.ts'
import { predictionsOf, round } from '../common/prediction.ts'
import { flatHours, followHealth, newHealth, type SignalHealth } from '../common/signal-health.ts'
import { type Speech, speechOf, spoken } from '../common/speech.ts'
import { QUANTILES } from '../inflow-forecast/inflow-forecast.ts'
import type { Model } from '../model.ts'
import calibration from './calibration.json' with { type: 'json' }
import { type LevelLimitConfig, levelLimitSubjects } from './config.ts'
import { findLimit } from './find-limit.ts'
import { AHEAD, isBeyond, type LevelPath, levelPaths, levelsAhead } from './level-paths.ts'
import { A_DAY, appendQuarters, endOf, levelAt, noQuarters, QUARTER, type Quarters } from './quarters.ts'
import { trendNow } from './trend-now.ts'
import { learnUsualDay, type UsualDay } from './usual-day.ts'

export interface LevelLimitState {
  config: LevelLimitConfig
  levels: Quarters
  usual: UsualDay | null
  health: SignalHealth
  /** Since when the level has been beyond a limit. */
  beyondSince: Micros | null
}

const KEPT = 21 * A_DAY
/** Quarter of the UTC day at which all is learnt anew, when the night is quiet. */
const LEARN_AT = 8
/** An instrument that shows one value for so many hours measures nothing. */
const FROZEN_HOURS = 6

/** When a reservoir or a watercourse reaches its limits, at the rate it moves now and with the day that is usual. */
export const levelLimit = levelLimitWith(speechOf(calibration))

export function levelLimitWith(speech: Speech): Model<LevelLimitConfig, LevelLimitState> {
  const identity = { name: 'level-limit', version: '1.2.0', artefact: hashOf(speech) }
  return {
    ...{ name: identity.name, version: identity.version, kind: 'reservoir-level', task: 'level' },
    resolution: '5m',
    boundary: (after) => (Math.floor(after / QUARTER) + 1) * QUARTER,
    subjects: levelLimitSubjects,
    init: (config) => ({
      ...{ config, levels: noQuarters(), usual: null, health: newHealth(), beyondSince: null },
    }),
    step: (state, inputs, asOf) => {
      const next = follow(state, inputs.series.level ?? [], inputs.from, asOf)
      const ways = waysAhead(next)
      const isMeasured = flatHours(next.health) < FROZEN_HOURS
      const found =
        ways && isMeasured
          ? findLimit({ ...ways, config: next.config, beyondSince: next.beyondSince, asOf })
          : null
      return {
        state: next,
        forecasts:
          ways && isMeasured && asOf % HOUR === 0 ? forecastOf(next, ways.paths, asOf, identity) : [],
        predictions: predictionsOf(
          { model: identity, state, inputs, asOf },
          spoken(speech, next.config.kind, found ? [found] : []),
        ),
      }
    },
  }
}

type Told = Parameters<typeof followHealth>[1]

function follow(state: LevelLimitState, told: Told, from: Micros, asOf: Micros): LevelLimitState {
  const { config } = state
  const levels = appendQuarters(state.levels, told, from, asOf, KEPT)
  const level = levelAt(levels, endOf(levels) - 1)
  const isOut = level !== null && config.limits.some((limit) => isBeyond(level, limit))
  const isLearnt = endOf(levels) % A_DAY === LEARN_AT || state.usual === null
  return {
    ...{ config, levels, health: followHealth(state.health, told, '5m') },
    usual: isLearnt ? (learnUsualDay(levels, config.timeZone) ?? state.usual) : state.usual,
    beyondSince: isOut ? (state.beyondSince ?? asOf) : level === null ? state.beyondSince : null,
  }
}

function waysAhead({ config, levels, usual }: LevelLimitState) {
  const now = usual && trendNow(levels, usual, config.timeZone)
  if (!usual || !now) return null
  return {
    now,
    paths: levelPaths(levels, usual, config.timeZone, now),
    ifUsual: levelPaths(levels, usual, config.timeZone, { ...now, beyond: 0 }),
  }
}

function forecastOf(
  { config }: LevelLimitState,
  paths: readonly LevelPath[],
  asOf: Micros,
  { name, version }: { name: string; version: string },
): Forecast[] {
  const hours = Array.from({ length: (AHEAD * QUARTER) / HOUR }, (_, i) => i + 1)
  const bands = hours.map((hour) => levelsAhead(paths, (hour * HOUR) / QUARTER, QUANTILES))
  return [
    {
      ...{ signal: config.level.key, asOf, model: { name, version }, quantiles: [...QUANTILES] },
      time: hours.map((hour) => asOf + hour * HOUR),
      values: QUANTILES.map((_, q) => bands.map((band) => round(band[q]!, 3))),
    },
  ]
}
