import { parseArgs } from 'node:util'
import { DAY, type RollupStep } from '@driftbild/core'
import {
  createRollupStore,
  entries,
  fastestOf,
  inputsOf,
  nominalSpeed,
  operatingPoints,
  type PumpConfig,
  type Sample,
  sampleOf,
  trainNetwork,
  writeArtefact,
} from '@driftbild/models/backtest'
import { makeTown, simulate } from '../../packages/simulators/src/town/index.ts'

/** Teaches pump-network what power and vibration belong to an operating point, on sound pumps of other towns. */
const { values } = parseArgs({
  options: { towns: { type: 'string', default: '31,32,33' }, days: { type: 'string', default: '14' } },
})
const EVERY = 7
const SEED = 7
const { model } = entries.find((e) => e.model.name === 'pump-network')!
const samples: Sample[] = []

for (const [i, seed] of values.towns.split(',').map(Number).entries()) {
  const town = makeTown(seed)
  const from = Date.UTC(2025, (i * 4) % 12, 3) * 1000
  const to = from + Number(values.days) * DAY
  const subjects = model.subjects(town.register)
  const keys = subjects.flatMap((s) => Object.values(s.signals))
  const store = createRollupStore(new Map(keys.map((key) => [key, new Set<RollupStep>(['5m'])])))
  const wanted = new Set(keys)
  for await (const day of simulate(town, { from, to, scenario: [] })) {
    for (const { key, time, value } of day) if (wanted.has(key)) store.add(key, time, value)
  }
  for (const subject of subjects) {
    const points = operatingPoints(subject.config as PumpConfig, inputsOf(store, subject, '5m', from, to))
    const nominal = nominalSpeed(fastestOf(points))
    samples.push(...points.flatMap((p) => sampleOf(p, nominal) ?? []).filter((_, n) => n % EVERY === 0))
  }
}
const trainedOn = `sound pumps of simulated towns ${values.towns}, ${values.days} days each`
const artefact = await trainNetwork(samples, { trainedOn, seed: SEED, epochs: 80 })
writeArtefact('pump-network', artefact)
console.log(`${samples.length} points, ${trainedOn}`)
