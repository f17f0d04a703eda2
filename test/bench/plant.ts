import { parseArgs } from 'node:util'
import { townHistory } from '@driftbild/cli/backtest'
import { DAY, HOUR, type Micros, type RollupStep } from '@driftbild/core'
import { EMIT_PROBABILITY, reliability } from '@driftbild/models'
import {
  type BacktestResult,
  backtest,
  cardScores,
  entries,
  fitCalibration,
  type TruthEvent,
  writeCalibration,
  writeReliability,
  writeScores,
} from '@driftbild/models/backtest'
import { drawScenario, makeTown, type Scenario } from '../../packages/simulators/src/town/index.ts'
import { randomOf } from '../../packages/simulators/src/town/random.ts'

/**
 * Instruments of the town's waterworks that freeze, drift and are put off, beside all that really happens: leaks, worn pumps,
 * bearings. Which of them are named, and who is accused wrongly. Tune on some seeds, write the card from others.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1' },
    days: { type: 'string', default: '60' },
    cache: { type: 'string' },
    write: { type: 'boolean', default: false },
    calibrate: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
})

const DATA = 'simulated waterworks, instruments falsified'
const LEARNING = 21 * DAY
const LIES = 5
const { model, raw, baseline } = entries.find((entry) => entry.model.name === 'consistency')!
const town = makeTown(1)
const [subject] = model.subjects(town.register)
const { zone } = town.register.municipality
const ran = values.calibrate ? raw : model
const own: BacktestResult[] = []
const naive: BacktestResult[] = []

for (const seed of values.seeds.split(',').map(Number)) {
  const from: Micros = Date.UTC(2025, (seed * 5) % 12, 1 + (seed % 7)) * 1000
  const to = from + Number(values.days) * DAY
  const lies = drawLies(seed, from, to)
  const keys = Object.values(subject!.signals)
  const wanted = new Map(keys.map((key) => [key, new Set<RollupStep>(['1h'])]))
  const scenario = [...drawScenario(town, seed, from, to), ...lies]
  const store = await townHistory({ town, scenario, from, to, wanted, cache: values.cache ?? null })
  const truth = lies.map(
    (lie): TruthEvent => ({
      ...{ subject: { type: 'asset', tag: lie.asset }, kind: 'sensor-fault' },
      ...{ from: lie.from, to: lie.to },
    }),
  )
  const asked = { from, to, zone, scoredFrom: from + LEARNING, grace: 2 * DAY }
  const [ours, theirs] = [ran, baseline].map((one) => backtest(one, town.register, store, truth, asked))
  own.push(ours!)
  naive.push(theirs!)
  if (values.verbose) tell(seed, from, lies, ours!)
  console.error(`seed ${seed} done`)
}

const data = { data: DATA, simulated: true }
const scores = cardScores({ model: model.name, baseline: baseline.name, own, naive, sensors: [] }, data)
for (const one of scores) console.log(one.measure.padEnd(36), one.model, one.baseline)
const answers = own.flatMap((one) => one.answers)
const said = answers.filter(({ probability }) => probability >= EMIT_PROBABILITY)
if (values.write) {
  writeScores(model.name, DATA, scores)
  writeReliability(model.name, reliability(said))
}
if (values.calibrate) {
  const pairs = answers.map(({ probability, happened }) => ({ raw: probability, happened }))
  if (said.length >= 60)
    writeCalibration(model.name, fitCalibration(pairs, `${DATA}, seeds ${values.seeds}`, EMIT_PROBABILITY))
  else console.log(`too few answers to calibrate by: ${said.length}`)
}

type Lie = Extract<Scenario[number], { kind: 'sensor-stuck' | 'sensor-drift' | 'sensor-step' }>

/** One after the other, each of another instrument: a spread of what it shows in two days is worth a word. */
function drawLies(seed: number, from: Micros, to: Micros): Lie[] {
  const random = randomOf(seed, 'falsified instruments')
  const config = subject!.config as { judged: Record<string, string>; states: string[] }
  const signals = random.shuffled(Object.keys(config.judged).filter((key) => !config.states.includes(key)))
  const room = (to - from - LEARNING - DAY) / LIES
  return signals.slice(0, LIES).map((signal, i): Lie => {
    const begins = from + LEARNING + i * room + random.between(0, 0.3) * room
    const common = {
      ...{ id: `lie-${i}`, asset: config.judged[signal]!, signal },
      ...{
        from: Math.round(begins / HOUR) * HOUR,
        to: Math.round((begins + random.between(0.35, 0.6) * room) / HOUR) * HOUR,
      },
    }
    const unit = spreadOf(signal) * (random.chance(0.5) ? 1 : -1)
    const how = random.whole(0, 2)
    if (how === 0) return { ...common, kind: 'sensor-stuck' }
    if (how === 1) return { ...common, kind: 'sensor-drift', perDay: 0.5 * unit }
    return { ...common, kind: 'sensor-step', by: unit * random.between(0.7, 1.5) }
  })
}

/** What such an instrument varies by through a day, in its unit. */
function spreadOf(signal: string): number {
  const role = signal.slice(signal.lastIndexOf('/') + 1)
  return { flow: 15, speed: 60, level: 0.4, volume: 60 }[role] ?? 0.25
}

function tell(seed: number, from: Micros, lies: readonly Lie[], result: BacktestResult): void {
  const day = (at: Micros) => ((at - from) / DAY).toFixed(1)
  console.log(`seed ${seed}: ${result.found} of ${result.events} found, ${result.episodes.length} alarms`)
  for (const lie of lies) {
    const hit = result.episodes.find(
      (one) => one.subject.tag === lie.asset && one.to >= lie.from && one.from <= lie.to! + 2 * DAY,
    )
    const how = hit ? `on day ${day(hit.from)}, ${hit.first.evidence[0]!.sentence.params.signal}` : 'missed'
    console.log(`  ${lie.kind} ${lie.signal} on days ${day(lie.from)}–${day(lie.to!)}: ${how}`)
  }
  for (const one of result.episodes.filter((e) => !e.matched))
    console.log(
      `  false: ${one.first.evidence[0]!.sentence.params.signal} on days ${day(one.from)}–${day(one.to)}`,
    )
}
