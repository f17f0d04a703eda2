import { DAY, type Forecast, HOUR, type Micros } from '@driftbild/core'
import { nextLocalHour } from '../common/boundary.ts'
import { hashOf } from '../common/hash.ts'
import { localHourIndex } from '../common/local-index.ts'
import { type Finding, predictionsOf, round } from '../common/prediction.ts'
import { followHealth, newHealth, type SignalHealth } from '../common/signal-health.ts'
import { type Speech, speechOf, spoken } from '../common/speech.ts'
import { mean, weightedQuantile } from '../common/statistics.ts'
import type { Model } from '../model.ts'
import { sentence } from '../sentences.ts'
import shipped from './artefact.json' with { type: 'json' }
import calibration from './calibration.json' with { type: 'json' }
import { type BinFillConfig, binFillSubjects, FULL } from './config.ts'
import type { DayLevel } from './day-levels.ts'
import { AHEAD_DAYS, fillAfter, fillPaths, fillQuantiles, keepDays } from './fill-paths.ts'
import { type FillTrack, followFill, newTrack } from './follow-fill.ts'
import { type FullArtefact, fullLogOdds, fullProbability } from './full-probability.ts'
import { followLean, type Lean, newLean, remember } from './lean.ts'
import { sensorDoubt } from './sensor-doubt.ts'

export interface BinFillState {
  config: BinFillConfig
  track: FillTrack
  health: SignalHealth
  days: DayLevel[]
  lean: Lean
}

export const FILL_QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9]
const STEP_HOURS = 6
const AHEAD = Array.from({ length: AHEAD_DAYS }, (_, i) => i + 1)
/** Doubt from which the sensor's fill isn't used. */
const NOT_BELIEVED = 0.5

/** Fill ahead, when a container is full, and sensors that are not to be believed. */
export const binFill = binFillWith(shipped as unknown as FullArtefact, speechOf(calibration))
export const binFillArtefact = shipped as unknown as FullArtefact

/** The model with other weights: what a benchmark or a retraining has learnt. */
export function binFillWith(artefact: FullArtefact, speech: Speech): Model<BinFillConfig, BinFillState> {
  const model = { name: 'bin-fill', version: '1.1.0', artefact: hashOf({ artefact, speech }) }
  return {
    name: model.name,
    version: model.version,
    kind: 'container-full',
    task: 'container-full',
    resolution: '1h',
    boundary: (after, zone) => nextLocalHour(after, zone, [4]),
    subjects: binFillSubjects,
    init: (config) => ({ config, track: newTrack(), health: newHealth(), days: [], lean: newLean() }),
    step: (state, inputs, asOf) => {
      const { config } = state
      const rollups = inputs.series.fill ?? []
      const track = followFill(state.track, rollups, config.unit)
      const health = followHealth(state.health, rollups, '1h')
      const gain = usualGain(state.days)
      const doubt = sensorDoubt(config.tag, config.key, track, health, state.days, gain, asOf)
      const believed = (doubt?.probability ?? 0) < NOT_BELIEVED
      const fresh = track.at !== null && track.at >= inputs.from
      const day = Math.floor(localHourIndex(asOf - 1, config.timeZone) / 24)
      const emptied = track.emptied !== null && track.emptied.at >= inputs.from
      const days = keepDays([...state.days, { day, fill: fresh && believed ? track.fill : null, emptied }])

      const followed = followLean(state.lean, days)
      const fill = believed ? track.fill : (carriedOn(days, gain) ?? track.fill)
      const findings = doubt ? [doubt] : []
      const forecasts: Forecast[] = []
      let odds: number[] = []
      if (fill !== null && track.at !== null && asOf - track.at < 3 * DAY) {
        forecasts.push(forecastOf(config, days, fill, asOf, model))
        odds = AHEAD.map((ahead) => fullLogOdds(artefact, days, fill, ahead))
        const probability = fullProbability(fill, odds.at(-1)!, followed)
        if (believed) findings.push(fullFinding(probability, config, track, days, fill, gain, asOf))
      }
      const shown = spoken(speech, 'container-full', findings)
      return {
        state: { config, track, health, days, lean: remember(followed, days, odds) },
        forecasts,
        predictions: predictionsOf({ model, state, inputs, asOf }, shown),
      }
    },
  }
}

function forecastOf(
  config: BinFillConfig,
  days: readonly DayLevel[],
  fill: number,
  asOf: Micros,
  model: { name: string; version: string },
): Forecast {
  const paths = fillPaths(days, fill, AHEAD_DAYS)
  const leads = Array.from({ length: (AHEAD_DAYS * 24) / STEP_HOURS }, (_, i) => (i + 1) * STEP_HOURS)
  const rows = leads.map((hours) => fillQuantiles(paths, hours / 24, FILL_QUANTILES))
  return {
    signal: config.key,
    asOf,
    time: leads.map((hours) => asOf + hours * HOUR),
    quantiles: FILL_QUANTILES,
    values: FILL_QUANTILES.map((_, q) => rows.map((row) => round(row[q]!, 4))),
    model: { name: model.name, version: model.version },
  }
}

/** That it is full within three days if nobody empties it, and when it gets there. */
function fullFinding(
  probability: number,
  config: BinFillConfig,
  track: FillTrack,
  days: readonly DayLevel[],
  fill: number,
  gain: number,
  asOf: Micros,
): Finding {
  const chart = { signal: config.key, from: asOf - 14 * DAY, to: asOf, expected: null }
  const isFull = fill >= FULL
  const reasons: Finding['reasons'] = [
    {
      weight: 2,
      sentence: isFull
        ? sentence('fill-above-limit', { fill: round(fill, 2), limit: FULL })
        : sentence('fill-rate', { fill: round(fill, 2), perDay: round(gain, 3), limit: FULL }),
      chart,
    },
    ...(track.emptied
      ? [
          {
            weight: 1,
            sentence: sentence('emptied-on', {
              time: track.emptied.at,
              before: round(track.emptied.before, 2),
            }),
            chart,
          },
        ]
      : []),
  ]
  return {
    subject: { type: 'asset', tag: config.tag },
    kind: 'container-full',
    probability,
    when: isFull ? { from: asOf - DAY, likely: asOf, to: asOf } : fullAt(days, fill, asOf),
    horizon: asOf + AHEAD_DAYS * DAY,
    size: fillBy(days, fill),
    reasons,
  }
}

/** How full it is at the horizon if nobody empties it. */
function fillBy(days: readonly DayLevel[], fill: number): NonNullable<Finding['size']> {
  const [low, value, high] = fillQuantiles(fillPaths(days, fill, AHEAD_DAYS), AHEAD_DAYS, [0.1, 0.5, 0.9])
  return { value: round(value!, 3), low: round(low!, 3), high: round(high!, 3), unit: '1' }
}

/** When 10, 50 and 90 % of the paths have reached the limit; the horizon where they don't. */
function fullAt(days: readonly DayLevel[], fill: number, asOf: Micros): Finding['when'] {
  const crossings = fillPaths(days, fill, AHEAD_DAYS).map((path) => {
    let hours = 1
    while (hours < AHEAD_DAYS * 24 && fillAfter(path, hours / 24) < FULL) hours++
    return { value: hours, weight: path.weight }
  })
  const at = (q: number) => asOf + weightedQuantile(crossings, q)! * HOUR
  return { from: at(0.1), likely: at(0.5), to: at(0.9) }
}

/** Mean gain of the last weeks' days without an emptying. */
function usualGain(days: readonly DayLevel[]): number {
  const gains = days.slice(-42).flatMap((d, i, all) => {
    const before = all[i - 1]
    return d.fill !== null && before?.fill != null && !d.emptied && d.day === before.day + 1
      ? [Math.max(0, d.fill - before.fill)]
      : []
  })
  return gains.length >= 3 ? mean(gains)! : 0.1
}

/** The last believed fill plus what has come since at the usual rate. */
function carriedOn(days: readonly DayLevel[], gain: number): number | null {
  const known = days.findLast((d) => d.fill !== null)
  return known ? Math.min(1, known.fill! + gain * (days.at(-1)!.day - known.day)) : null
}
