import { convert, DAY, type Forecast, HOUR, type Micros, type Sentence } from '@driftbild/core'
import { nextLocalHour } from '../common/boundary.ts'
import type { Calibration } from '../common/calibration.ts'
import { dayOf } from '../common/dates.ts'
import { expectedBand } from '../common/expected-band.ts'
import { hashOf } from '../common/hash.ts'
import { localHourIndex } from '../common/local-index.ts'
import { type Finding, predictionsOf, round } from '../common/prediction.ts'
import { followHealth, newHealth, type SignalHealth } from '../common/signal-health.ts'
import { type Speech, speechOf, spoken } from '../common/speech.ts'
import { weightedQuantile } from '../common/statistics.ts'
import { isSwedishHoliday } from '../common/swedish-holidays.ts'
import type { Learning } from '../learning.ts'
import type { Model } from '../model.ts'
import { sentence } from '../sentences.ts'
import shipped from './artefact.json' with { type: 'json' }
import calibration from './calibration.json' with { type: 'json' }
import { carriedPaths, usualGain } from './carried-fill.ts'
import { type BinFillConfig, binFillSubjects, FULL } from './config.ts'
import { type DayFactor, everyDayAlike, holidayFactor } from './day-factor.ts'
import type { DayLevel } from './day-levels.ts'
import { AHEAD_DAYS, type FillPath, fillAfter, fillPaths, fillQuantiles, keepDays } from './fill-paths.ts'
import { type FillTrack, followFill, newTrack } from './follow-fill.ts'
import { type FullArtefact, fullLogOdds, fullProbability, oddsMoved } from './full-probability.ts'
import { followLean, type Lean, newLean, remember } from './lean.ts'
import { type BinPast, type BinWeights, learnForest, pastOf } from './learning.ts'
import { mostExpected, type OccasionDay, occasionDays, type Way, waysOf } from './occasions.ts'
import { sensorDoubt } from './sensor-doubt.ts'
import { followPauses, type Pauses, silentSensor } from './silence.ts'

export interface BinFillState {
  config: BinFillConfig
  track: FillTrack
  health: SignalHealth
  pauses: Pauses
  days: DayLevel[]
  lean: Lean
}

export const FILL_QUANTILES = [0.1, 0.25, 0.5, 0.75, 0.9]
const STEP_HOURS = 6
const LEADS = Array.from({ length: (AHEAD_DAYS * 24) / STEP_HOURS }, (_, i) => (i + 1) * STEP_HOURS)
const AHEAD = Array.from({ length: AHEAD_DAYS }, (_, i) => i + 1)
/** Without a believed fill for so long nobody can say. */
const CARRIED_DAYS = 28
/** Doubt from which the sensor's fill isn't used. */
const NOT_BELIEVED = 0.5

export const binFillArtefact = shipped as unknown as FullArtefact
/** What the model speaks by as it comes. */
export const shippedBinWeights: BinWeights = {
  forest: binFillArtefact,
  table: calibration as unknown as Calibration,
}

const learning: Learning<BinFillConfig, BinFillState, BinPast, BinWeights> = {
  past: (config, { days }, told) => pastOf(config, days, told),
  learn: async (pasts, onDone) => learnForest(pasts, shippedBinWeights, onDone),
  with: ({ forest, table }) => binFillWith(forest, speechOf(table)),
}

/** Fill ahead, when a container is full, and sensors that are not to be believed. */
export const binFill = binFillWith(binFillArtefact, speechOf(calibration))

/** The model with other weights: what a benchmark or a municipality's own past has taught. */
export function binFillWith(artefact: FullArtefact, speech: Speech): Model<BinFillConfig, BinFillState> {
  const model = { name: 'bin-fill', version: '1.4.0', artefact: hashOf({ artefact, speech }) }
  return {
    name: model.name,
    version: model.version,
    kind: 'container-full',
    task: 'container-full',
    resolution: '1h',
    boundary: (after, zone) => nextLocalHour(after, zone, [4]),
    stepsInSilence: true,
    learning: learning as Learning,
    subjects: binFillSubjects,
    init: (config) => ({
      ...{ config, track: newTrack(), health: newHealth() },
      ...{ pauses: [], days: [], lean: newLean() },
    }),
    step: (state, inputs, asOf) => {
      const { config } = state
      const rollups = inputs.series.fill ?? []
      const track = followFill(state.track, rollups, config.unit)
      const health = followHealth(state.health, rollups, '1h')
      const pauses = followPauses(state.pauses, state.health.goodUntil, rollups)
      const gain = usualGain(state.days)
      const day = Math.floor(localHourIndex(asOf - 1, config.timeZone) / 24)
      const on = occasionDays(inputs.told?.occasions ?? [], state.days)
      const doubt =
        silentSensor(config.tag, config.key, { pauses, health }, asOf) ??
        sensorDoubt(config.tag, config.key, track, health, state.days, mostExpected(gain, on, day), asOf)
      const believed = (doubt?.probability ?? 0) < NOT_BELIEVED
      const fresh = track.at !== null && track.at >= inputs.from
      const emptied = track.emptied !== null && track.emptied.at >= inputs.from
      const days = keepDays([...state.days, { day, fill: fresh && believed ? track.fill : null, emptied }])

      const followed = followLean(state.lean, days)
      const usual = config.holidays === 'SE' ? holidayFactor(days, isSwedishHoliday) : everyDayAlike
      const told = occasionDays(inputs.told?.occasions ?? [], days)
      const ways = waysOf(usual, told, day)
      const findings = doubt ? [doubt] : []
      const forecasts: Forecast[] = []
      let odds: number[] = []
      const known = days.findLast((d) => d.fill !== null)
      if (believed && track.fill !== null && track.at !== null && asOf - track.at < 3 * DAY) {
        const { fill } = track
        const pathsOver = (length: number) =>
          pathsIn(ways, (factor) => fillPaths(days, fill, length, undefined, factor))
        odds = AHEAD.map((ahead) => {
          const plain = fullLogOdds(artefact, days, fill, ahead, usual)
          if (told.size === 0) return plain
          return plain + oddsMoved(pathsOver(ahead), fillPaths(days, fill, ahead, undefined, usual), ahead)
        })
        const paths = pathsOver(AHEAD_DAYS)
        const forecast = forecastOf(config, paths, asOf, model)
        forecasts.push(forecast)
        const probability = fullProbability(fill, odds.at(-1)!, followed)
        findings.push(
          fullFinding(
            probability,
            { config, track, paths, forecast, fill, gain, asOf },
            { holidays: comingDays(day, usual), occasions: comingOccasions(day, told) },
          ),
        )
      } else if (known && day - known.day <= CARRIED_DAYS) {
        const paths = pathsIn(ways, (factor) => carriedPaths(days, factor)!)
        forecasts.push(forecastOf(config, paths, asOf, model))
      }
      const shown = spoken(speech, 'container-full', findings)
      return {
        state: { config, track, health, pauses, days, lean: remember(followed, days, odds) },
        forecasts,
        predictions: predictionsOf({ model, state, inputs, asOf }, shown),
      }
    },
  }
}

const pathsIn = (ways: readonly Way[], pathsBy: (factor: DayFactor) => readonly FillPath[]): FillPath[] =>
  ways.flatMap(({ factor, weight }) =>
    pathsBy(factor).map((path) => ({ ...path, weight: path.weight * weight })),
  )

function forecastOf(
  config: BinFillConfig,
  paths: readonly FillPath[],
  asOf: Micros,
  model: { name: string; version: string },
): Forecast {
  const rows = LEADS.map((hours) => fillQuantiles(paths, hours / 24, FILL_QUANTILES))
  return {
    signal: config.key,
    asOf,
    time: LEADS.map((hours) => asOf + hours * HOUR),
    quantiles: FILL_QUANTILES,
    values: FILL_QUANTILES.map((_, q) => rows.map((row) => round(inUnit(config, row[q]!), 4))),
    model: { name: model.name, version: model.version },
  }
}

interface Full {
  config: BinFillConfig
  track: FillTrack
  paths: readonly FillPath[]
  forecast: Forecast
  fill: number
  gain: number
  asOf: Micros
}

/** That it is full within three days if nobody empties it, and when it gets there. */
function fullFinding(
  probability: number,
  { config, track, paths, forecast, fill, gain, asOf }: Full,
  { holidays: unusual, occasions }: Coming,
): Finding {
  const isFull = fill >= FULL
  const { emptied } = track
  const reasons: Finding['reasons'] = [
    {
      weight: 2,
      sentence: isFull
        ? sentence('fill-above-limit', { fill: round(fill, 2), limit: FULL })
        : sentence('fill-rate', { fill: round(fill, 2), perDay: round(gain, 3), limit: FULL }),
      chart: {
        ...{ signal: config.key, from: asOf - 14 * DAY, to: asOf + AHEAD_DAYS * DAY },
        limit: { value: inUnit(config, FULL), side: 'above' },
        expected: expectedBand(forecast, asOf + AHEAD_DAYS * DAY),
      },
    },
    ...(unusual
      ? [
          {
            weight: 0.5,
            sentence: sentence('holidays-ahead', { ...unusual, factor: round(unusual.factor, 2) }),
          },
        ]
      : []),
    ...occasions.map((said) => ({ weight: 1.2, sentence: said })),
    ...(emptied
      ? [
          {
            weight: 1,
            sentence: sentence('emptied-on', { time: emptied.at, before: round(emptied.before, 2) }),
          },
        ]
      : []),
  ]
  return {
    subject: { type: 'asset', tag: config.tag },
    kind: 'container-full',
    probability,
    when: isFull ? { from: asOf - DAY, likely: asOf, to: asOf } : fullAt(paths, asOf),
    horizon: asOf + AHEAD_DAYS * DAY,
    size: fillBy(paths),
    reasons,
  }
}

const inUnit = ({ unit }: BinFillConfig, share: number): number => convert(share, '1', unit)

interface Coming {
  holidays: { days: number; factor: number } | null
  occasions: Sentence[]
}

/** What is on in the next days, each told once however many days it lasts. */
function comingOccasions(today: number, on: ReadonlyMap<number, readonly OccasionDay[]>): Sentence[] {
  const coming = AHEAD.flatMap((ahead) => on.get(today + ahead - 1) ?? [])
  return coming
    .filter(({ occasion }, i) => coming.findIndex((one) => one.occasion === occasion) === i)
    .map(({ occasion: { name, from, to }, effect: { log, spread, seen } }) =>
      sentence('occasion-ahead', {
        ...{ name, from, days: dayOf(to) - dayOf(from) + 1, factor: round(Math.exp(log), 2), seen },
        ...{ low: round(Math.exp(log - BAND * spread), 2), high: round(Math.exp(log + BAND * spread), 2) },
      }),
    )
}
/** Eight in ten of a normal distribution lie within so many of its standard deviations. */
const BAND = 1.28

/** Days among the next on which not as much comes as usual, and how much comes on them. */
function comingDays(today: number, factor: DayFactor): { days: number; factor: number } | null {
  const factors = AHEAD.map((ahead) => factor.of(today + ahead - 1)).filter((one) => Math.abs(one - 1) > 0.05)
  if (factors.length === 0) return null
  return { days: factors.length, factor: factors.reduce((sum, one) => sum + one, 0) / factors.length }
}

/** How full it is at the horizon if nobody empties it. */
function fillBy(paths: readonly FillPath[]): NonNullable<Finding['size']> {
  const [low, value, high] = fillQuantiles(paths, AHEAD_DAYS, [0.1, 0.5, 0.9])
  return { value: round(value!, 3), low: round(low!, 3), high: round(high!, 3), unit: '1' }
}

/** When 10, 50 and 90 % of the paths have reached the limit; the horizon where they don't. */
function fullAt(paths: readonly FillPath[], asOf: Micros): Finding['when'] {
  const crossings = paths.map((path) => {
    let hours = 1
    while (hours < AHEAD_DAYS * 24 && fillAfter(path, hours / 24) < FULL) hours++
    return { value: hours, weight: path.weight }
  })
  const at = (q: number) => asOf + weightedQuantile(crossings, q)! * HOUR
  return { from: at(0.1), likely: at(0.5), to: at(0.9) }
}
