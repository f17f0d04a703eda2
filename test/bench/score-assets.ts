import { parseArgs } from 'node:util'
import { DAY, type Register, type RollupStep } from '@driftbild/core'
import {
  activeModels,
  LEAST_OUTCOMES,
  type Model,
  type ModelSubject,
  proposeRevision,
} from '@driftbild/models'
import { createRollupStore, drive, type RollupStore } from '@driftbild/models/backtest'
import { makeTown, simulate } from '../../packages/simulators/src/town/index.ts'

/**
 * How long the models take to judge a day of so many assets, in the town's own mix of them, one after the other as the
 * product's one thread does; and to learn a revision of every model from its outcomes. Each model first lives through
 * `--days` of the town's past, so that its states are as heavy as they get.
 */
const { values } = parseArgs({
  options: {
    assets: { type: 'string', default: '10000' },
    days: { type: 'string', default: '28' },
    outcomes: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
  },
})
const wanted = Number(values.assets)
const FROM = Date.UTC(2025, 8, 1) * 1000
const TO = FROM + Number(values.days) * DAY

const town = makeTown(Number(values.seed))
const watched = activeModels.map((model) => ({ model, subjects: model.subjects(town.register) }))
const source = await past()
const assets = new Set(watched.flatMap(({ subjects }) => subjects.flatMap(coveredAssets))).size
const times = wanted / assets
const measured = watched.map(({ model, subjects }) => measure(model, subjects))
const seconds = measured.reduce((sum, one) => sum + one.seconds, 0)
const cpu = measured.reduce((sum, one) => sum + one.cpu, 0)
const retraining = learnAll()

for (const { name, subjects, steps, msAStep, cpu: taken } of measured) {
  const figures = [subjects, steps, msAStep.toFixed(2), taken.toFixed(2)].map((one) =>
    String(one).padStart(9),
  )
  console.log([name.padEnd(14), ...figures].join(' '))
}
console.log(
  JSON.stringify({
    bench: 'score-assets',
    ...{ assets: wanted, days: Number(values.days) },
    ...{ seconds: rounded(seconds), cpu_seconds: rounded(cpu) },
    ...{ revisions: activeModels.length, outcomes_each: Number(values.outcomes) },
    retrain_cpu_seconds: rounded(retraining),
  }),
)

/** Steps one day of enough subjects to be the wanted assets' share, from the states that the past has left. */
function measure(model: Model, subjects: readonly ModelSubject[]) {
  const last = subjects.map((subject) => {
    const steps = [...drive(model, subject, source, { from: FROM, to: TO, zone: zoneOf(town.register) })]
    const day = steps.filter(({ asOf }) => asOf > TO - DAY)
    return { state: steps.at(-day.length - 1)?.state ?? model.init(subject.config), day }
  })
  const rounds = Math.round(subjects.length * times)
  let steps = 0
  const begun = clock()
  for (let i = 0; i < rounds; i++) {
    const { state, day } = last[i % last.length]!
    let current = state
    for (const { inputs, asOf } of day) {
      current = model.step(current, inputs, asOf).state
      steps++
    }
  }
  const { cpu, seconds } = since(begun)
  return { name: model.name, subjects: rounds, steps, msAStep: (1000 * cpu) / steps, seconds, cpu }
}

/** Seconds of a core for a revision of every model, each of so many outcomes that say what a model too sure of itself says. */
function learnAll(): number {
  const count = Math.max(LEAST_OUTCOMES, Number(values.outcomes))
  const answers = Array.from({ length: count }, (_, i) => {
    const probability = 0.2 + 0.8 * ((i * 0.618) % 1)
    return {
      probability,
      happened: (i * 0.414) % 1 < probability ** 2,
      at: FROM + i * DAY,
      about: `A-${i % 50}`,
    }
  })
  const begun = clock()
  for (const _ of activeModels) proposeRevision(answers)
  return since(begun).cpu
}

/** Both clocks: on a machine that others use the wall’s says little of the work. */
function clock() {
  return { wall: performance.now(), cpu: process.cpuUsage() }
}

function since(begun: ReturnType<typeof clock>): { cpu: number; seconds: number } {
  const { user, system } = process.cpuUsage(begun.cpu)
  return { cpu: (user + system) / 1e6, seconds: (performance.now() - begun.wall) / 1000 }
}

async function past(): Promise<RollupStore> {
  const steps = new Map<string, Set<RollupStep>>()
  for (const { model, subjects } of watched) {
    for (const key of subjects.flatMap(({ signals }) => Object.values(signals))) {
      steps.set(key, (steps.get(key) ?? new Set()).add(model.resolution))
    }
  }
  const store = createRollupStore(steps)
  for await (const day of simulate(town, { from: FROM, to: TO, scenario: [] })) {
    for (const { key, time, value } of day) if (steps.has(key)) store.add(key, time, value)
  }
  return store
}

function coveredAssets({ covers, subject }: ModelSubject): string[] {
  return [subject, ...covers].filter(({ type }) => type === 'asset').map(({ tag }) => tag)
}

function zoneOf({ municipality }: Register): string {
  return municipality.zone
}

function rounded(value: number): number {
  return Number(value.toFixed(3))
}
