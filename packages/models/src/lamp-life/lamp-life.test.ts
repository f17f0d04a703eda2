import { DAY, type Installation, type Item, type Micros, parseTime } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { asset } from '../../test/register.ts'
import { randomFrom } from '../../test/series.ts'
import { burnHours } from './burn-hours.ts'
import { courseOf, planRelamping } from './group-plan.ts'
import { lampGroups } from './lamp-group.ts'
import { lampStock } from './lamp-lives.ts'
import { failureChance, lawFinder, lifeLeft, monthlyFailures } from './lamp-outlook.ts'
import { lightingFiguresWith, lightingTerms } from './lighting-figures.ts'

const NOW = parseTime('2026-01-01T00:00:00Z')
const YEAR = 365.25 * DAY

interface Unit {
  from: number
  to?: number
  batch?: string
}

/** Streets of sodium lamps on one cabinet; a unit's times are in years before now. */
function town(streets: Record<string, Unit[][]>) {
  const items: Item[] = []
  const installations: Installation[] = []
  const assets = Object.entries(streets).flatMap(([street, lamps]) =>
    lamps.map((units, i) => {
      const tag = `${street}-${i}`
      for (const [n, { from, to, batch = null }] of units.entries()) {
        const serial = `${tag}-${n}`
        items.push({ make: 'M', model: 'S', serial, profile: null, batch })
        const at = (years: number) => NOW - Math.round(years * YEAR)
        installations.push({
          ...{ asset: tag, make: 'M', serial },
          from: at(from),
          to: to === undefined ? null : at(to),
        })
      }
      const attributes = { cabinet: 'C1', phase: 'L1', ratedPower: 100, lightSource: 'high-pressure-sodium' }
      return asset(tag, 'luminaire', attributes, { name: street })
    }),
  )
  return { assets, items, installations }
}
const usual = () => ({ temperature: null, perNight: 1 })
const stockOf = (streets: Record<string, Unit[][]>) => lampStock(town(streets), usual, NOW)
const many = (n: number, unit: Unit) => Array.from({ length: n }, () => [unit])

test('lamps burn from dusk to dawn: about four thousand hours a year in Luleå, none at midsummer', () => {
  const luleå = [22.15, 65.58] as const
  expect(burnHours(luleå, NOW, NOW + YEAR)).toBeGreaterThan(3700)
  expect(burnHours(luleå, NOW, NOW + YEAR)).toBeLessThan(4200)
  const june = parseTime('2026-06-18T00:00:00Z')
  expect(burnHours(luleå, june, june + 7 * DAY)).toBeLessThan(1)
  const parts = Array.from({ length: 30 }, (_, d) => burnHours(luleå, NOW + d * DAY, NOW + (d + 1) * DAY))
  expect(parts.reduce((a, b) => a + b)).toBeCloseTo(burnHours(luleå, NOW, NOW + 30 * DAY), 6)
})

describe('lives from the register', () => {
  test('failed units count as failed, those that burn as still burning', () => {
    const { types, lamps } = stockOf({ A: [[{ from: 16, to: 8 }, { from: 8 }], [{ from: 9 }]] })
    expect(types).toHaveLength(1)
    expect([types[0]!.law.lives, types[0]!.law.failures]).toEqual([3, 1])
    expect(lamps.map((lamp) => Math.round(lamp.age / 3950))).toEqual([8, 9])
  })
  test('a position without a unit on record is as old as it was built', () => {
    const { assets } = town({ A: [[]] })
    const of = (builtYear: number | null) =>
      lampStock({ assets: [{ ...assets[0]!, builtYear }], items: [], installations: [] }, usual, NOW)
    expect(Math.round(of(2016).lamps[0]!.age / 3950)).toBe(9)
    expect(of(null).lamps).toEqual([])
  })
  test('a cabinet whose lamps left together was relamped: none of them failed', () => {
    const street = Array.from({ length: 12 }, (_, i): Unit[] => [{ from: 10, to: 4 + i / 100 }, { from: 4 }])
    expect(stockOf({ A: street }).types[0]!.law.failures).toBe(0)
  })
  test('a bad batch is found, and only its own lamps suffer for it', () => {
    const { uniform } = randomFrom(5)
    const lives = (median: number, batch: string) =>
      Array.from({ length: 60 }, (): Unit[] => {
        const from = 9 + 3 * uniform()
        const life = median * (0.6 + 0.8 * uniform())
        return life < from ? [{ from, to: from - life, batch }, { from: from - life }] : [{ from, batch }]
      })
    const stock = stockOf({ good: lives(9, 'G'), bad: lives(4.5, 'B') })
    const laws = lawFinder(stock)
    const lamp = stock.lamps[0]!
    const scale = (batch: string | null) => laws({ ...lamp, batch }).scale
    expect(scale('B') / scale('G')).toBeLessThan(0.7)
    expect(scale('B') / scale('G')).toBeGreaterThan(0.4)
  })
})

describe('what is ahead', () => {
  const stock = stockOf({ A: many(10, { from: 7 }) })
  const [lamp] = stock.lamps
  const law = lawFinder(stock)(lamp!)
  const chance = (days: number, now: Micros = NOW) => failureChance(lamp!, law, now, days)
  test('grows with time, and with the length of the nights', () => {
    expect(chance(90)).toBeGreaterThan(chance(30))
    expect(chance(0)).toBeCloseTo(0, 12)
    const june = parseTime('2026-06-05T00:00:00Z')
    expect(chance(30, june)).toBeLessThan(0.2 * chance(30))
  })
  test('months add up to the year, and streets to the town', () => {
    const months = monthlyFailures(stock, stock.lamps, NOW, 12)
    expect(months.reduce((a, b) => a + b)).toBeCloseTo(10 * chance(360), 9)
    expect(Math.min(...months)).toBe(months[5])
  })
  test('what is left of a life is the law’s mean at first, and shrinks', () => {
    const mean = law.scale * 0.8933
    expect(lifeLeft(0, { scale: law.scale, shape: 3 }) / mean).toBeCloseTo(1, 2)
    expect(lifeLeft(30_000, law)).toBeLessThan(lifeLeft(10_000, law))
  })
})

describe('changing a group', () => {
  /** Each has had one that lasted nine years, and one that is as old again. */
  const worn = Array.from({ length: 15 }, (_, i): Unit[] => {
    const age = 8.5 + 0.2 * i
    return [{ from: age + 9 + 0.05 * i, to: age }, { from: age }]
  })
  const terms = lightingTerms([])
  const planOf = (streets: Record<string, Unit[][]>, more: Parameters<typeof lightingTerms>[0] = []) => {
    const stock = stockOf(streets)
    const own = lightingTerms(more)
    return planRelamping([...lampGroups(stock, NOW, own.horizon)], stock, own)
  }
  test('is proposed where all are at their end, not where they are new or few', () => {
    const { groups } = planOf({
      old: worn,
      young: many(15, { from: 1 }),
      few: many(2, { from: 9 }),
    })
    const years = new Map(groups.map((plan) => [plan.group.street, plan.year]))
    expect(years.get('old')).toBe(0)
    expect(years.get('young')).not.toBe(0)
    expect(years.get('few')).toBeNull()
  })
  test('is named after the street, without the word that all lamps begin with', () => {
    const streetsOf = (...names: string[]) => {
      const stock = stockOf(Object.fromEntries(names.map((name) => [name, many(3, { from: 5 })])))
      return [...lampGroups(stock, NOW, 1)].map(({ street }) => street)
    }
    expect(streetsOf('Luminaire Mill Street', 'Luminaire Quay')).toEqual(['Mill Street', 'Quay'])
    expect(streetsOf('Mill Street', 'Mill Lane', 'Quay')).toEqual(['Mill Lane', 'Mill Street', 'Quay'])
    expect(streetsOf('Mill Street')).toEqual(['Mill Street'])
  })
  test('never costs more than waiting, and saves hours of darkness where it is done', () => {
    const plan = planOf({ old: worn, young: many(15, { from: 3 }) })
    expect(plan.planned.cost).toBeLessThanOrEqual(plan.onFailure.cost)
    expect(plan.planned.darkHours).toBeLessThan(plan.onFailure.darkHours)
    expect(plan.fixed!.course.darkHours).toBeLessThanOrEqual(plan.planned.darkHours)
    expect(plan.fixed!.course.cost).toBeGreaterThanOrEqual(plan.planned.cost)
  })
  test('pays less the cheaper it is to come for one lamp', () => {
    const dear = planOf({ old: worn })
    const cheap = planOf({ old: worn }, [
      { name: 'minutes-alone', value: 5, source: '' },
      { name: 'dark-hour', value: 0, source: '' },
    ])
    expect(dear.groups[0]!.year).toBe(0)
    expect(cheap.groups[0]!.year).toBeNull()
  })
  test('is done sooner where a dark lamp costs more: along a main road', () => {
    const stock = stockOf({ old: many(15, { from: 5 }) })
    const [street] = [...lampGroups(stock, NOW, terms.horizon)]
    expect(street!.main).toBe(0)
    const costs = (main: number) => courseOf({ ...street!, main }, [], terms)
    const dear = terms['dark-hour-main'] - terms['dark-hour']
    expect(costs(1).cost - costs(0).cost).toBeGreaterThan(0.8 * dear * costs(0).darkHours)
    expect(costs(1).darkHours).toBe(costs(0).darkHours)
  })
  test('costs what its parts cost when nothing can fail', () => {
    const stock = stockOf({ new: many(5, { from: 0 }) })
    const [group] = [...lampGroups(stock, NOW, 1)]
    const still = { ...group!, asTheyAre: [0], anew: [0], leftNow: 0, leftAnew: [0, 0] }
    const hours = (75 + 5 * 14) / 60
    expect(courseOf(still, [0], { ...terms, horizon: 1 })).toMatchObject({
      cost: expect.closeTo(5 * 350 + hours * 2000, 6),
      changed: 5,
      failures: 0,
      crewHours: expect.closeTo(hours, 9),
    })
  })
  test('a figure of one’s own stands in for ours, with its source', () => {
    const own = { name: 'crew-hour', value: 990, source: 'Ramavtal 2026' } as const
    const figures = lightingFiguresWith([own])
    expect(figures.find((figure) => figure.name === 'crew-hour')).toEqual(own)
    expect(figures.filter((figure) => figure.source === '')).toHaveLength(figures.length - 1)
  })
})
