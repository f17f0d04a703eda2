import { DAY, type RollupStep } from '@driftbild/core'
import { drive, entries, inputsOf, prepareAll } from '@driftbild/models/backtest'
import { makeTown } from '@driftbild/simulators'
import { townHistory } from '../../apps/cli/src/backtest/town-history.ts'

/**
 * How long a live step of leak-location takes for ten zones with their hydraulics, and what the drawing of each costs
 * once. The town's zones are taken in turn until there are ten.
 */
const ZONES = 10
const DAYS = 30
const { model } = entries.find((entry) => entry.model.name === 'leak-location')!
const town = makeTown(1)
const { zone } = town.register.municipality
const from = Date.UTC(2025, 1, 3) * 1000
const to = from + DAYS * DAY
const subjects = model.subjects(town.register)
const wanted = new Map(
  subjects.flatMap(({ signals }) => Object.values(signals).map((key) => [key, new Set<RollupStep>(['1h'])])),
)
const store = await townHistory({ town, scenario: [], from, to, wanted, cache: null })

let begun = performance.now()
const prepared = await prepareAll(model, subjects)
const preparing = (performance.now() - begun) / 1000

const stood = subjects.map((subject) => {
  const steps = [...drive(model, subject, store, { from, to: to - DAY, zone, prepared })]
  return { subject, last: steps.at(-1)!, steps: steps.length }
})
begun = performance.now()
for (let i = 0; i < ZONES; i++) {
  const { subject, last } = stood[i % stood.length]!
  const asOf = model.boundary(last.asOf, zone)
  const given = prepared.get(subject.drawn?.()?.hash ?? '')
  model.step(last.state, inputsOf(store, subject, model.resolution, last.asOf, asOf, given), asOf)
}
const stepping = performance.now() - begun
const figures = {
  bench: 'leak-step',
  zones: ZONES,
  prepareSeconds: Number(preparing.toFixed(1)),
  stepMs: Math.round(stepping),
  yearMinutes: Number(((stepping * 365) / 60_000).toFixed(2)),
}
console.log(JSON.stringify(figures))
