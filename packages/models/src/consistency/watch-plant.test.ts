import { beforeAll, describe, expect, test } from 'vitest'
import { randomFrom } from '../../test/series.ts'
import { findEvents } from './inconsistent-events.ts'
import { before, type PlantSeries } from './plant-series.ts'
import type { Relation } from './relation.ts'
import { type LearntPlant, learnPlant, type Plant, VIOLATED, watchPlant, worstOf } from './watch-plant.ts'

const relation = (of: string, from: string[], states: string[], weekly = false): Relation => ({
  of,
  from,
  states,
  weekly,
  tolerance: 0.006,
})
/** A pump fills a tank between 2 and 4 m; two gauges on the pipe between them, and a weekly demand. */
const plant: Plant = {
  relations: [
    relation('head', ['flow', 'level'], ['pump']),
    relation('suction', ['flow'], ['pump']),
    relation('level', [before('level'), 'flow', before('flow')], ['pump', before('pump')], true),
  ],
  switchings: [{ state: 'pump', level: 'level' }],
}

function record(hours: number, seed: number): PlantSeries {
  const random = randomFrom(seed)
  const names = ['level', 'flow', 'pump', 'head', 'suction'] as const
  const signals = Object.fromEntries(names.map((n) => [n, new Float64Array(hours)]))
  const hourOfWeek = Array.from({ length: hours }, (_, i) => i % 168)
  let level = 3
  let pump = 0
  const cents = (v: number): number => Math.round(v * 100) / 100
  for (let i = 0; i < hours; i++) {
    const demand = 20 + 10 * Math.sin((2 * Math.PI * (i % 24)) / 24) + random.normal()
    const flow = pump === 1 ? 60 - 2 * level + 0.1 * random.normal() : 0
    signals.level![i] = cents(level)
    signals.flow![i] = cents(flow)
    signals.pump![i] = pump
    signals.head![i] = cents(level + 0.005 * flow ** 2 + 0.02 * random.normal())
    signals.suction![i] = cents(30 - 0.004 * flow ** 2 + 0.02 * random.normal())
    level += (flow - demand) / 100
    if (level < 2) pump = 1
    if (level > 4) pump = 0
  }
  return { hourOfWeek, signals }
}

function altered(series: PlantSeries, change: Record<string, (i: number, was: Float64Array) => number>) {
  const signals = { ...series.signals }
  for (const [name, value] of Object.entries(change)) {
    signals[name] = series.signals[name]!.slice()
    for (let i = FROM; i <= TO; i++) signals[name][i] = value(i, series.signals[name]!)
  }
  return { ...series, signals }
}

const FROM = 300
const TO = 340
let learnt: LearntPlant
let watched: PlantSeries
beforeAll(() => {
  learnt = learnPlant(record(4000, 1), plant)
  watched = record(600, 2)
})
const eventsIn = (series: PlantSeries) => {
  const views = watchPlant(series, learnt)
  return findEvents(series, views, worstOf(views), VIOLATED)
}

test('a plant in which all is true is quiet', () => {
  const flagged = eventsIn(watched).reduce((sum, e) => sum + e.to - e.from + 1, 0)
  expect(flagged).toBeLessThanOrEqual(6)
})

describe('a false signal is found in its first hours, until it is true again, and named', () => {
  const lies: [string, string, string, (i: number, was: Float64Array) => number][] = [
    ['a level that is shown too high', 'level', 'altered', (i, was) => was[i]! + 0.6],
    ['a level that stands', 'level', 'frozen', (_, was) => was[FROM]!],
    ['a level played back from the day before', 'level', 'replayed', (i, was) => was[i - 50]!],
    ['a pressure that shows a tenth less', 'suction', 'altered', (i, was) => was[i]! * 0.9],
  ]
  test.each(lies)('%s', (_, signal, kind, lie) => {
    const [event] = eventsIn(altered(watched, { [signal]: lie })).filter((e) => e.to >= FROM && e.from <= TO)
    expect(event!.from - FROM).toBeLessThanOrEqual(3)
    expect(event!.to).toBeGreaterThan(TO - 8)
    expect(event!.to).toBeLessThanOrEqual(TO + 12)
    expect(event!.suspects[0]).toMatchObject({ signal, kind })
  })
})

test('a level and all that belongs to it played back together still break what wasn’t', () => {
  const back = (i: number, was: Float64Array): number => was[i - 50]!
  const events = eventsIn(altered(watched, { level: back, flow: back, pump: back, head: back }))
  expect(events.some((e) => e.from <= FROM + 8 && e.to >= FROM)).toBe(true)
})

test('what is missing is no lie', () => {
  expect(
    eventsIn(altered(watched, { level: () => Number.NaN })).filter((e) => e.from > FROM && e.to < TO),
  ).toEqual([])
})
