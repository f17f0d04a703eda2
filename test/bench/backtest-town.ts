import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { deserialize, serialize } from 'node:v8'
import { DAY, type FaultMode, HOUR, type Micros, type RollupStep, type Subject } from '@driftbild/core'
import { EMIT_PROBABILITY } from '@driftbild/models'
import {
  type BacktestOptions,
  type BacktestResult,
  backtest,
  brier,
  type CardScore,
  createRollupStore,
  entries,
  fitCalibration,
  type RollupStore,
  type TruthEvent,
  writeCalibration,
  writeScores,
} from '@driftbild/models/backtest'
import {
  type Disturbance,
  drawScenario,
  makeTown,
  simulate,
} from '../../packages/simulators/src/town/index.ts'
import { truthOf } from './town-truth.ts'

/**
 * Scores every model and its baseline on simulated towns whose scenarios are drawn by the given seeds, and
 * optionally writes the scores on the cards, or the calibration that the answers teach. Tune on some seeds,
 * write the card from others: `--seeds 101,102 --calibrate`, then `--seeds 201,202,203 --write`.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    days: { type: 'string', default: '60' },
    only: { type: 'string', default: '' },
    write: { type: 'boolean', default: false },
    calibrate: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
    /** Folder in which simulated histories are kept: tuning runs them many times. */
    cache: { type: 'string', default: '' },
  },
})

const ZONE = 'Europe/Stockholm'
const LEARNING = 14 * DAY
const DATA = 'simulated town, unseen scenarios'
const days = Number(values.days)
const chosen = entries.filter((e) => values.only === '' || values.only.split(',').includes(e.model.name))

/** What a model is asked beyond its own kind, and how long ahead its warnings count. */
const questions: Record<string, Partial<BacktestOptions>> = {
  'night-flow': { forecastEvery: 3, grace: 4 * DAY },
  'pump-health': { lead: 30 * DAY },
  'pump-network': { lead: 30 * DAY },
  'lamp-out': { kinds: ['lamp-out', 'gear-failure', 'cable-fault'], grace: 3 * DAY },
  'bin-fill': { forecastEvery: 5 },
  'sewer-pump': { grace: 3 * DAY },
}

interface Pair {
  own: BacktestResult[]
  naive: BacktestResult[]
  /** What the model says of instruments, where it says anything. */
  sensors: BacktestResult[]
}
const watchesSensors = new Set(['night-flow', 'bin-fill'])
const results = new Map<string, Pair>(chosen.map((e) => [e.model.name, { own: [], naive: [], sensors: [] }]))
const town = makeTown(1)

for (const seed of values.seeds.split(',').map(Number)) {
  // Scenarios stand in different seasons, so that long nights and short ones are both seen.
  const from = Date.UTC(2025, (seed * 5) % 12, 1 + (seed % 7)) * 1000
  const to = from + days * DAY
  const scenario = drawScenario(town, seed, from, to)
  const store = await history(scenario, from, to)
  const truth = truthOf(town, scenario, from)
  for (const { model: said, raw, baseline } of chosen) {
    const model = values.calibrate ? raw : said
    const options: BacktestOptions = {
      from,
      to,
      zone: ZONE,
      scoredFrom: from + LEARNING,
      ...questions[model.name],
      ...(model.name === 'bin-fill' ? { happened: fullWithoutEmptying(store, scenario) } : {}),
    }
    const pair = results.get(model.name)!
    pair.own.push(backtest(model, town.register, store, truth, options))
    pair.naive.push(backtest(baseline, town.register, store, truth, options))
    if (watchesSensors.has(model.name)) {
      const { happened: _, forecastEvery: __, ...plain } = options
      const sensors = { ...plain, kinds: ['sensor-fault' as const], grace: 3 * DAY }
      pair.sensors.push(backtest(model, town.register, store, truth, sensors))
      if (values.verbose) explain(seed, pair.sensors.at(-1)!, truth, ['sensor-fault'], from)
    }
    if (values.verbose && model.name !== 'bin-fill')
      explain(seed, pair.own.at(-1)!, truth, options.kinds ?? [model.kind], from)
  }
  console.error(`seed ${seed} done`)
}

for (const { model, baseline } of chosen) {
  const { own, naive, sensors } = results.get(model.name)!
  const scores = [
    ...scoresOf(model.name, baseline.name, together(own), together(naive)),
    ...(sensors.length > 0 ? sensorScores(together(sensors)) : []),
  ]
  for (const s of scores) {
    console.log(
      [
        model.name.padEnd(14),
        s.measure.padEnd(28),
        s.model.toFixed(4).padStart(9),
        s.baseline.toFixed(4).padStart(9),
        s.decides ? 'decides' : '',
      ].join(' '),
    )
  }
  if (values.write) writeScores(model.name, DATA, scores)
  if (values.calibrate) {
    const pairs = own
      .flatMap((r) => r.answers.filter((a) => a.kind === model.kind))
      .map((a) => ({ raw: a.probability, happened: a.happened }))
    const enough = pairs.filter((p) => p.raw >= EMIT_PROBABILITY).length >= 60
    const data = `simulated town, seeds ${values.seeds}`
    if (enough) writeCalibration(model.name, fitCalibration(pairs, data, EMIT_PROBABILITY))
    else console.log(`${model.name}: too few answers to calibrate by`)
  }
}

async function history(scenario: Disturbance[], from: Micros, to: Micros): Promise<RollupStore> {
  const wanted = new Map<string, Set<RollupStep>>()
  for (const { model } of chosen) {
    for (const subject of model.subjects(town.register)) {
      for (const key of Object.values(subject.signals))
        wanted.set(key, (wanted.get(key) ?? new Set()).add(model.resolution))
    }
  }
  const store = createRollupStore(wanted)
  const kept = values.cache ? join(values.cache, `history-${from}-${to}.bin`) : null
  if (kept && existsSync(kept)) {
    const series = deserialize(readFileSync(kept)) as Map<
      string,
      { time: number[]; value: (number | null)[] }
    >
    for (const [key, { time, value }] of series)
      for (const [i, at] of time.entries()) store.add(key, at, value[i]!)
    return store
  }
  const series = new Map<string, { time: number[]; value: (number | null)[] }>()
  for await (const samples of simulate(town, { from, to, scenario })) {
    for (const { key, time, value } of samples) {
      if (!wanted.has(key)) continue
      store.add(key, time, value)
      if (!kept) continue
      const own = series.get(key) ?? { time: [], value: [] }
      series.set(key, own)
      own.time.push(time)
      own.value.push(value)
    }
  }
  if (kept) writeFileSync(kept, serialize(series))
  return store
}

/**
 * Whether a container became full within three days; not to be answered where it was emptied before, where it
 * was full already, or where something sat before its sensor.
 */
function fullWithoutEmptying(store: RollupStore, scenario: readonly Disturbance[]) {
  const blocked = scenario.filter((d) => d.kind === 'bin-blocked')
  return (subject: Subject, _kind: FaultMode, asOf: Micros): boolean | null => {
    if (
      blocked.some(
        (d) => d.asset === subject.tag && d.from < asOf + 3 * DAY && (d.to ?? Infinity) > asOf - DAY,
      )
    )
      return null
    const hours = store.rollups(`${subject.tag}/fill`, '1h', asOf - 3 * HOUR, asOf + 3 * DAY)
    let before = hours[0]?.average ?? null
    if (before === null || before >= 0.8) return null
    for (const { average, bucket } of hours) {
      if (average === null) return null
      if (average < before - 0.1) return null
      if (bucket >= asOf && average >= 0.8) return true
      before = average
    }
    return (hours.at(-1)?.bucket ?? 0) >= asOf + 3 * DAY - 2 * HOUR ? false : null
  }
}

interface Together {
  brier: number
  precision: number
  recall: number
  falseAlarmsPerYear: number
  hours: number | null
  pinball: number | null
  coverage: number | null
}

function together(results: readonly BacktestResult[]): Together {
  const sum = (f: (r: BacktestResult) => number) => results.reduce((total, r) => total + f(r), 0)
  const alarms = sum((r) => r.episodes.length)
  const wrong = sum((r) => r.episodes.filter((e) => !e.matched).length)
  const events = sum((r) => r.events)
  const delays = results.flatMap((r) => r.hoursToDetection ?? [])
  const forecasts = results.filter((r) => r.pinball !== null)
  const meanOf = (values: number[]) =>
    values.length > 0 ? values.reduce((a, b) => a + b, 0) / values.length : null
  return {
    brier: brier(results.flatMap((r) => r.answers)),
    precision: alarms > 0 ? 1 - wrong / alarms : 0,
    recall: events > 0 ? sum((r) => r.found) / events : 0,
    falseAlarmsPerYear: wrong / sum((r) => r.subjectYears),
    hours: meanOf(delays),
    pinball: meanOf(forecasts.map((r) => r.pinball!)),
    coverage: meanOf(forecasts.map((r) => r.coverage!)),
  }
}

function scoresOf(name: string, baselineName: string, own: Together, naive: Together): CardScore[] {
  const score = (
    measure: string,
    better: 'higher' | 'lower',
    of: (t: Together) => number | null,
    decides = false,
  ): CardScore[] => {
    const [model, baseline] = [of(own), of(naive)]
    if (model === null || baseline === null) return []
    const rounded = (v: number) => Number(v.toFixed(5))
    return [
      {
        data: DATA,
        simulated: true,
        measure,
        model: rounded(model),
        baseline: rounded(baseline),
        baselineName,
        better,
        decides,
      },
    ]
  }
  const alarms =
    name === 'bin-fill'
      ? []
      : [
          ...score('precision at 0.5', 'higher', (t) => t.precision),
          ...score('recall at 0.5', 'higher', (t) => t.recall),
          ...score('false alarms a subject and year', 'lower', (t) => t.falseAlarmsPerYear),
          ...score('hours to detection', 'lower', (t) => t.hours),
        ]
  return [
    ...score('Brier', 'lower', (t) => t.brier, true),
    ...alarms,
    ...score('forecast quantile loss', 'lower', (t) => t.pinball, true),
    ...score('forecast coverage of the band', 'higher', (t) => t.coverage),
  ]
}

/** Beside a baseline that believes every instrument: it finds none and accuses none. */
function sensorScores({ precision, recall, falseAlarmsPerYear }: Together): CardScore[] {
  const score = (
    measure: string,
    model: number,
    baseline: number,
    better: 'higher' | 'lower',
  ): CardScore => ({
    data: DATA,
    simulated: true,
    measure,
    model: Number(model.toFixed(5)),
    baseline,
    baselineName: 'every sensor believed',
    better,
    decides: false,
  })
  return [
    score('sensor faults: recall at 0.5', recall, 0, 'higher'),
    score('sensor faults: precision at 0.5', precision, 0, 'higher'),
    score('sensor faults: false alarms a subject and year', falseAlarmsPerYear, 0, 'lower'),
  ]
}

function explain(
  seed: number,
  result: BacktestResult,
  truth: readonly TruthEvent[],
  kinds: readonly FaultMode[],
  from: Micros,
): void {
  const day = (at: Micros | null) => (at === null ? '–' : ((at - from) / DAY).toFixed(1))
  console.log(
    `\n${seed} ${result.model}: ${result.found}/${result.events} found, ${result.episodes.length} alarms`,
  )
  for (const e of truth.filter((t) => kinds.includes(t.kind))) {
    const hit = result.episodes.find((p) => p.matched === e)
    console.log(
      `  truth ${e.kind} ${e.subject.tag} ${day(e.from)}–${day(e.to)} ${e.size ?? ''} → ${hit ? `${day(hit.from)} p ${hit.probability} size ${JSON.stringify(hit.first.size)}` : 'missed'}`,
    )
    if (hit && e.asset)
      console.log(
        `    at ${e.asset}: ${hit.first.candidates.findIndex((c) => c.asset === e.asset) + 1} of ${hit.first.candidates.length}`,
      )
  }
  for (const p of result.episodes.filter((p) => !p.matched).slice(0, 12)) {
    console.log(
      `  false ${p.kind} ${p.subject.tag} ${day(p.from)}–${day(p.to)} p ${p.probability} ${JSON.stringify(p.first.evidence.map((e) => e.sentence))}`,
    )
  }
}
