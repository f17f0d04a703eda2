import { DAY, type Micros, type RollupStep } from '@driftbild/core'
import {
  type BacktestOptions,
  type BacktestResult,
  backtest,
  type entries,
  LEARNING,
  type PairedResults,
  prepareAll,
  questionsOf,
  type RollupStore,
  type SeriesSource,
  sensorQuestionsOf,
  type TruthEvent,
} from '@driftbild/models/backtest'
import { drawScenario, makeTown, type Scenario } from '@driftbild/simulators'
import { fullWithoutEmptying } from './full-without-emptying.ts'
import { levelsBeyond } from './level-truth.ts'
import { foreignWater } from './quality-truth.ts'
import { overflowsSeen, sewerForecasts } from './sewer-truth.ts'
import { townHistory } from './town-history.ts'
import { toldOfTown } from './town-told.ts'
import { truthOf } from './town-truth.ts'

export type BacktestEntry = (typeof entries)[number]

export interface TownBacktest {
  entries: readonly BacktestEntry[]
  /** Each draws another scenario of disturbances for the same town. */
  seeds: readonly number[]
  days: number
  /** The models as they are before their calibration: what a calibration is learnt from. */
  raw?: boolean
  cache?: string | null
  /** Nothing is told beside readings: as it was before anybody stated anything. */
  untold?: boolean
  onHistory?: (history: TownHistory, results: readonly SeedResult[]) => void
}

/** One scenario, and what was really wrong in it. */
export interface TownHistory {
  seed: number
  from: Micros
  to: Micros
  truth: readonly TruthEvent[]
}

export interface SeedResult {
  entry: BacktestEntry
  own: BacktestResult
  naive: BacktestResult
  sensors: BacktestResult | null
}

/** Drives models and their naive baselines over simulated pasts of the town, and scores what they said. */
export async function backtestTown(request: TownBacktest): Promise<PairedResults[]> {
  const town = makeTown(1)
  const all: SeedResult[] = []
  const prepared = new Map<BacktestEntry, ReadonlyMap<string, unknown>>()
  for (const entry of request.entries)
    prepared.set(entry, await prepareAll(entry.model, entry.model.subjects(town.register)))
  for (const seed of request.seeds) {
    const from = beginOf(seed)
    const to = from + request.days * DAY
    const scenario = drawScenario(town, seed, from, to)
    const wanted = signalsOf(request.entries, town.register)
    const store = await townHistory({ town, scenario, from, to, wanted, cache: request.cache ?? null })
    const source = request.untold ? store : { ...store, told: toldOfTown(town, scenario) }
    const span = { from, to, zone: town.register.municipality.zone }
    const truth = [
      ...truthOf(town, scenario, from),
      ...overflowsSeen(town.register, store, span),
      ...levelsBeyond(town.register, store, span),
      ...(await foreignWater(town, scenario)),
    ]
    const history = { seed, from, to, truth }
    const results = request.entries.map((entry) =>
      scoreOne({
        ...{ entry, raw: request.raw ?? false, town, store, source, scenario, history },
        prepared: prepared.get(entry)!,
      }),
    )
    all.push(...results)
    request.onHistory?.(history, results)
  }
  return request.entries.map((entry) => {
    const of = all.filter((result) => result.entry === entry)
    return {
      model: entry.model.name,
      baseline: entry.baseline.name,
      own: of.map((r) => r.own),
      naive: of.map((r) => r.naive),
      sensors: of.flatMap((r) => r.sensors ?? []),
    }
  })
}

/** Scenarios stand in different seasons, so that long nights and short ones are both seen. */
const beginOf = (seed: number): Micros => Date.UTC(2025, (seed * 5) % 12, 1 + (seed % 7)) * 1000

type Town = ReturnType<typeof makeTown>

function signalsOf(
  chosen: readonly BacktestEntry[],
  register: Town['register'],
): Map<string, Set<RollupStep>> {
  const wanted = new Map<string, Set<RollupStep>>()
  for (const { model } of chosen) {
    for (const subject of model.subjects(register)) {
      for (const key of Object.values(subject.signals)) {
        wanted.set(key, (wanted.get(key) ?? new Set()).add(model.resolution))
      }
    }
  }
  return wanted
}

interface Scoring {
  entry: BacktestEntry
  raw: boolean
  town: Town
  store: RollupStore
  /** The same, and what was told. */
  source: SeriesSource
  scenario: Scenario
  history: TownHistory
  /** What the model prepared for the town's subjects. */
  prepared: ReadonlyMap<string, unknown>
}

function scoreOne({ entry, raw, town, store, source, scenario, history, prepared }: Scoring): SeedResult {
  const model = raw ? entry.raw : entry.model
  const { from, to, truth } = history
  const plain: BacktestOptions = {
    from,
    to,
    zone: town.register.municipality.zone,
    scoredFrom: from + LEARNING,
    prepared,
  }
  const options: BacktestOptions = {
    ...plain,
    ...questionsOf(entry.model.name),
    ...(entry.model.name === 'bin-fill' && { happened: fullWithoutEmptying(store, scenario) }),
    ...(entry.model.name === 'sewer-inflow' && sewerForecasts(town.register, store, plain)),
  }
  const run = (one: BacktestEntry['model'], asked: BacktestOptions) =>
    backtest(one, town.register, source, truth, asked)
  const sensorQuestions = sensorQuestionsOf(entry.model.name)
  return {
    entry,
    own: run(model, options),
    naive: run(entry.baseline, options),
    sensors: sensorQuestions && run(model, { ...plain, ...sensorQuestions }),
  }
}
