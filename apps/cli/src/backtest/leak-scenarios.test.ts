import { DAY, HOUR, type Micros, ordinalOf, type Prediction, type RollupStep } from '@driftbild/core'
import { isActive, type SeriesInputs } from '@driftbild/models'
import {
  backtest,
  drive,
  entries,
  LEARNING,
  prepareAll,
  questionsOf,
  type RollupStore,
  sensorQuestionsOf,
} from '@driftbild/models/backtest'
import { makeTown, type Scenario } from '@driftbild/simulators'
import { beforeAll, describe, expect, test } from 'vitest'
import { townHistory } from './town-history.ts'
import { truthOf } from './town-truth.ts'

/** The one that runs. */
const { model } = entries.find((entry) => entry.model.kind === 'leak' && isActive(entry.model.name))!
const town = makeTown(1)
const from = Date.UTC(2025, 1, 3) * 1000
const to = from + 40 * DAY
const struck = from + 24 * DAY + 13 * HOUR
const zone = town.register.municipality.zone

/** Pipes of a zone that carry water, by what stands in the register. */
const pipesOf = (tag: string) =>
  town.plan.water.network.links.filter(
    (link) =>
      link.type === 'pipe' &&
      link.status === 'open' &&
      town.plan.water.pipes.get(link.id)?.district?.tag === tag,
  )
const hole = (tag: string, n: number) => {
  const { id, to: junction } = pipesOf(tag)[n]!
  return { asset: id, junction, zone: tag }
}
const [abrupt, growing] = [hole('MZ3', 40), hole('MZ2', 30)]
const [first, second] = [
  { ...hole('MZ1', 12), size: 5 },
  { ...hole('MZ1', 40), size: 4 },
]
const drifting = town.plan.pressure.find((place) => place.zone === 'MZ4')!.tag
const hydrant = { ...hole('MZ6', 6), kind: 'hydrant-open' as const }

const scenario: Scenario = [
  { id: 'abrupt', kind: 'leak', ...abrupt, size: 3, grownAt: null, from: struck, to: struck + 8 * DAY },
  { id: 'growing', kind: 'leak', ...growing, size: 3, grownAt: struck + 12 * DAY, from: struck, to: null },
  { id: 'first', kind: 'leak', ...first, grownAt: null, from: struck, to: null },
  { id: 'second', kind: 'leak', ...second, grownAt: null, from: struck + 6 * DAY, to: null },
  {
    ...{ id: 'drift', kind: 'sensor-drift', asset: drifting, signal: `${drifting}/pressure` },
    ...{ perDay: 0.02, from: struck, to: null },
  },
  { id: 'flushing', why: 'flushing', ...hydrant, size: 20, from: struck + 20 * HOUR, to: struck + 21 * HOUR },
  {
    id: 'fire',
    why: 'fire',
    ...hydrant,
    size: 25,
    from: struck + 3 * DAY + 11 * HOUR,
    to: struck + 3 * DAY + 14 * HOUR,
  },
]

interface Step {
  asOf: Micros
  before: unknown
  inputs: SeriesInputs
  predictions: Prediction[]
}

describe('a town with leaks, a drifting sensor, and hydrants that are opened', () => {
  const steps = new Map<string, Step[]>()
  let store: RollupStore
  let prepared: Map<string, unknown>
  beforeAll(async () => {
    const subjects = model.subjects(town.register)
    const wanted = new Map(
      subjects.flatMap(({ signals }) =>
        Object.values(signals).map((key) => [key, new Set<RollupStep>(['1h'])]),
      ),
    )
    store = await townHistory({ town, scenario, from, to, wanted, cache: null })
    // The others are looked at without their hydraulics.
    const simulated = subjects.filter(({ subject }) => [abrupt.zone, first.zone].includes(subject.tag))
    prepared = await prepareAll(model, simulated)
    for (const subject of subjects) {
      let before = model.init(subject.config)
      const own: Step[] = []
      for (const { state, ...step } of drive(model, subject, store, { from, to, zone, prepared })) {
        own.push({ ...step, before })
        before = state
      }
      steps.set(subject.subject.tag, own)
    }
  })
  const leaks = (tag: string) =>
    steps.get(tag)!.flatMap(({ predictions }) => predictions.filter((one) => one.kind === 'leak'))
  const sure = (tag: string) => leaks(tag).filter(({ probability }) => probability >= 0.5)
  const codes = ({ evidence }: Prediction) => evidence.map(({ sentence }) => sentence.code)

  test('a burst is found within two days; its size is known, and its pipe is among those named', () => {
    const found = sure('MZ3')
    expect(found[0]!.asOf).toBeGreaterThan(struck)
    expect(found[0]!.asOf).toBeLessThan(struck + 2 * DAY)
    const settled = found.findLast(({ asOf }) => asOf < struck + 7 * DAY)!
    expect(settled.size!.value).toBeCloseTo(3, 0)
    expect(settled.candidates.map(({ asset }) => asset)).toContain(abrupt.asset)
    // Nights and pressures both say why, with what was measured to look at.
    expect(codes(settled)).toEqual(
      expect.arrayContaining(['leak-followed', 'night-flow-raised', 'pressure-off']),
    )
    expect(settled.evidence.some(({ chart }) => chart !== null)).toBe(true)
    expect(settled.evidence.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1)
    const { sentence } = settled.evidence.at(-1)!
    expect(sentence).toEqual({ code: 'leak-grade', params: { grade: 'hydraulics', gap: 'none' } })
  })

  test('when it is repaired it is over', () => {
    expect(sure('MZ3').at(-1)!.asOf).toBeLessThan(struck + 8 * DAY + 4 * DAY)
  })

  test('one that grows is found while it is small, and said to grow', () => {
    const found = sure('MZ2')
    expect(found[0]!.asOf).toBeLessThan(struck + 6 * DAY)
    expect(found[0]!.size!.value).toBeLessThan(2)
    expect(found.flatMap(codes)).toContain('leak-growing')
    expect(found.at(-1)!.size!.value).toBeGreaterThan(2)
  })

  test('of two in one zone each is a prediction of its own: its start, its size, its pipes', () => {
    const alone = sure('MZ1').filter(({ asOf }) => asOf < struck + 6 * DAY)
    expect(new Set(alone.map(ordinalOf))).toEqual(new Set([1]))
    const last = sure('MZ1').at(-1)!.asOf
    const [one, other] = sure('MZ1')
      .filter(({ asOf }) => asOf === last)
      .toSorted((a, b) => ordinalOf(a) - ordinalOf(b))
    expect([one, other].map((leak) => ordinalOf(leak!))).toEqual([1, 2])
    expect(Math.abs(one!.size!.value - first.size)).toBeLessThan(1.5)
    expect(Math.abs(other!.size!.value - second.size)).toBeLessThan(1.5)
    expect(Math.abs(one!.when.likely - struck)).toBeLessThan(2 * DAY)
    expect(Math.abs(other!.when.likely - struck - 6 * DAY)).toBeLessThan(2 * DAY)
    expect(one!.candidates.map(({ asset }) => asset)).toContain(first.asset)
    expect(other!.candidates.map(({ asset }) => asset)).toContain(second.asset)
    expect(codes(other!)).toContain('leaks-beside')
  })

  test('a drifting sensor is doubted, and is no leak', () => {
    expect(sure('MZ4')).toEqual([])
    const doubts = steps
      .get('MZ4')!
      .flatMap(({ predictions }) => predictions.filter((one) => one.kind === 'sensor-fault'))
    expect(new Set(doubts.map(({ subject }) => subject.tag))).toEqual(new Set([drifting]))
    expect(doubts.flatMap(codes)).toContain('sensor-alone-off')
  })

  test('flushing and a fire at night are no leak', () => {
    expect(sure('MZ6')).toEqual([])
  })

  test('the backtest counts every leak found, and nothing else', () => {
    const plain = { from, to, zone, scoredFrom: from + LEARNING, prepared }
    const asked = (questions: object) =>
      backtest(model, town.register, store, truthOf(town, scenario, from), { ...plain, ...questions })
    const leaksFound = asked({ ...questionsOf(model.name), forecastEvery: 0 })
    expect(leaksFound).toMatchObject({ events: 4, found: 4, precision: 1 })
    expect(leaksFound.placed.named / leaksFound.placed.of).toBeGreaterThanOrEqual(0.75)
    expect(asked(sensorQuestionsOf(model.name)!)).toMatchObject({ events: 1, found: 1, precision: 1 })
  })

  test('every suspicion is said again from its state and readings, word for word', () => {
    const asked = [...steps.values()].flat().filter(({ predictions }) => predictions.length > 0)
    expect(asked.length).toBeGreaterThan(30)
    for (const { before, inputs, asOf, predictions } of asked) {
      const again = model.step(JSON.parse(JSON.stringify(before)), inputs, asOf)
      expect(again.predictions).toEqual(predictions)
    }
  })
})
