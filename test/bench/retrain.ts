import { parseArgs } from 'node:util'
import { DAY, type Micros, type RollupStep } from '@driftbild/core'
import { EMIT_PROBABILITY, LEAST_OUTCOMES, proposeRevision } from '@driftbild/models'
import {
  type BinFillState,
  type BinPast,
  createRollupStore,
  drive,
  entries,
  fastestOf,
  fitCalibration,
  inputsOf,
  nominalSpeed,
  operatingPoints,
  type PumpConfig,
  prepareAll,
  type RollupStore,
  type Sample,
  sampleOf,
  trainNetwork,
} from '@driftbild/models/backtest'
import { lampStock } from '@driftbild/models/lamp-life'
import { drawScenario, makeTown, simulate } from '@driftbild/simulators'

/**
 * All that is learnt, learnt anew from one town's past, one after the other, and how long each takes: networks and forests;
 * what is prepared for a drawing; each model's answers over the whole past with the table that they teach; revisions from
 * judged outcomes; lives of lamps. What models learn by themselves from week to week is part of driving them.
 */
const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    outcomes: { type: 'string', default: '2000' },
    /** Only what begins so, as `bin-fill`. */
    only: { type: 'string', default: '' },
  },
})
const FROM: Micros = Date.UTC(2025, 8, 1) * 1000
const TO = FROM + Number(values.days) * DAY
const EVERY = 7
/** Days that a container remembers. */
const MOST_REMEMBERED = 400

const town = makeTown(Number(values.seed))
const { zone } = town.register.municipality
const span = { from: FROM, to: TO, zone }
const found = (name: string) => entries.find(({ model }) => model.name === name)!
const taken: { what: string; seconds: number; of: string }[] = []

const store = await past()
const prepared = new Map<string, ReadonlyMap<string, unknown>>()

await timed('pump-network: network', async () => {
  const samples = pumpSamples()
  await trainNetwork(samples, { trainedOn: 'bench', seed: 7, epochs: 80 })
  return `${samples.length} operating points`
})
await timed('bin-fill: learnt anew', async () => {
  const pasts = binPasts()
  const learnt = await found('bin-fill').model.learning!.learn(pasts, () => {})
  if ('lacking' in learnt) throw new Error(`too little to learn from: ${JSON.stringify(learnt.lacking)}`)
  return `${learnt.taught.cases} cases, tried on ${learnt.heldOut.cases}`
})
for (const { model } of entries) {
  if (!model.prepare) continue
  await timed(`${model.name}: drawings`, async () => {
    prepared.set(model.name, await prepareAll(model, model.subjects(town.register)))
    return `${prepared.get(model.name)!.size} zones`
  })
}
for (const { model, raw } of entries)
  await timed(
    `${model.name}: calibration`,
    async () => `${calibrated(raw, prepared.get(model.name))} answers`,
  )
await timed('revisions', async () => {
  const answers = outcomes()
  for (const _ of entries) proposeRevision(answers)
  return `${entries.length} models, ${answers.length} outcomes each`
})
await timed('lives of lamps', async () => {
  const { lamps } = lampStock(town.register, () => ({ temperature: 5, perNight: 1 }), TO)
  return `${lamps.length} lamps`
})

for (const { what, seconds, of } of taken) console.log(what.padEnd(28), seconds.toFixed(1).padStart(8), of)
const total = taken.reduce((sum, { seconds }) => sum + seconds, 0)
console.log(
  JSON.stringify({ bench: 'retrain', days: Number(values.days), seconds: Number(total.toFixed(1)) }),
)

async function timed(what: string, work: () => Promise<string>): Promise<void> {
  if (!what.startsWith(values.only)) return
  const begun = performance.now()
  const of = await work()
  taken.push({ what, seconds: (performance.now() - begun) / 1000, of })
  console.error(`${what} done`)
}

async function past(): Promise<RollupStore> {
  const steps = new Map<string, Set<RollupStep>>()
  for (const { model } of entries) {
    for (const { signals } of model.subjects(town.register)) {
      for (const key of Object.values(signals)) {
        steps.set(key, (steps.get(key) ?? new Set<RollupStep>()).add(model.resolution))
      }
    }
  }
  const filled = createRollupStore(steps)
  const scenario = drawScenario(town, Number(values.seed), FROM, TO)
  for await (const day of simulate(town, { from: FROM, to: TO, scenario })) {
    for (const { key, time, value } of day) if (steps.has(key)) filled.add(key, time, value)
  }
  return filled
}

function pumpSamples(): Sample[] {
  return found('pump-network')
    .model.subjects(town.register)
    .flatMap((subject) => {
      const points = operatingPoints(subject.config as PumpConfig, inputsOf(store, subject, '5m', FROM, TO))
      const nominal = nominalSpeed(fastestOf(points))
      return points.flatMap((point) => sampleOf(point, nominal) ?? []).filter((_, n) => n % EVERY === 0)
    })
}

/** What each container remembers, as much as it ever does: its days once more before those that it had. */
function binPasts(): BinPast[] {
  const { model } = found('bin-fill')
  return model.subjects(town.register).map((subject) => {
    const state = [...drive(model, subject, store, span)].at(-1)!.state as BinFillState
    const length = Number(values.days)
    const times = Math.ceil(MOST_REMEMBERED / length)
    const days = Array.from({ length: times }, (_, n) =>
      state.days.slice(-length).map((one) => ({ ...one, day: one.day - (times - 1 - n) * length })),
    ).flat()
    return model.learning!.past(
      subject.config,
      { ...state, days: days.slice(-MOST_REMEMBERED) },
      undefined,
    ) as BinPast
  })
}

/** A table from everything that a model believed over the past; whether that came true doesn't change the work. */
function calibrated(raw: (typeof entries)[number]['raw'], ready?: ReadonlyMap<string, unknown>): number {
  const pairs = raw
    .subjects(town.register)
    .flatMap((subject) =>
      [...drive(raw, subject, store, { ...span, ...(ready && { prepared: ready }) })].flatMap(
        ({ predictions }) => predictions.map(({ probability }) => probability),
      ),
    )
    .map((probability, i) => ({ raw: probability, happened: (i * 0.618) % 1 < probability }))
  fitCalibration(pairs, 'bench', EMIT_PROBABILITY)
  return pairs.length
}

function outcomes() {
  const count = Math.max(LEAST_OUTCOMES, Number(values.outcomes))
  return Array.from({ length: count }, (_, i) => {
    const probability = 0.2 + 0.8 * ((i * 0.618) % 1)
    return {
      probability,
      happened: (i * 0.414) % 1 < probability ** 2,
      at: FROM + i * DAY,
      about: `A-${i % 50}`,
    }
  })
}
