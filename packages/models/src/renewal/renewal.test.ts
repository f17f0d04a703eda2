import { Asset, assetClasses } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import {
  defaultFigures,
  figureFinder,
  figuresWith,
  planRenewal,
  type RenewalAsset,
  type RenewalTerms,
  renewalAsset,
} from './index.ts'
import { failureWithinYear, lifeBehind, surviving } from './survival.ts'

const pump = (tag: string, more: Partial<RenewalAsset> = {}): RenewalAsset => ({
  ...{ tag, life: 20, lifeAnew: 20, age: 19, from: 'year', cost: 100, consequence: 1000 },
  ...more,
})
const terms: RenewalTerms = { from: 2026, years: 10, budget: 100, considerFrom: 0.7 }

function plan(assets: RenewalAsset[], more: Partial<RenewalTerms> = {}) {
  const steps = planRenewal(assets, { ...terms, ...more })
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
const when = (assets: RenewalAsset[], more: Partial<RenewalTerms> = {}) =>
  plan(assets, more).replacements.map(({ tag, year }) => `${year} ${tag}`)

describe('survival', () => {
  test('half are left at the expected life, and most at half of it', () => {
    expect(surviving(80, 80)).toBeCloseTo(0.5, 12)
    expect(surviving(40, 80)).toBeGreaterThan(0.95)
    expect(surviving(0, 80)).toBe(1)
  })
  test('failing grows more likely with age, and years of it add up to what is gone', () => {
    expect(failureWithinYear(70, 80)).toBeGreaterThan(failureWithinYear(40, 80))
    let left = 1
    for (let age = 0; age < 80; age++) left *= 1 - failureWithinYear(age, 80)
    expect(left).toBeCloseTo(0.5, 9)
    expect(failureWithinYear(10_000, 80)).toBe(1)
  })
})

describe('what is replaced when', () => {
  test('follows risk for each krona, not age alone', () => {
    const assets = [
      pump('old and harmless', { age: 25, consequence: 100 }),
      pump('younger and grave', { age: 18, consequence: 5000 }),
      pump('grave and dear', { age: 18, consequence: 500, cost: 1000 }),
    ]
    expect(when(assets, { years: 2 })).toEqual(['2026 younger and grave', '2027 old and harmless'])
  })

  test('is the same whatever order the assets come in, and equals go by tag', () => {
    const assets = ['C', 'A', 'B'].map((tag) => pump(tag))
    expect(when(assets, { years: 3 })).toEqual(['2026 A', '2027 B', '2028 C'])
    expect(when(assets.toReversed(), { years: 3 })).toEqual(when(assets, { years: 3 }))
  })

  test('never costs more than there is, save for what is dearer than a year', () => {
    const assets = Array.from({ length: 50 }, (_, i) => pump(`P${i}`, { cost: 30 }))
    const { years } = plan(assets, { years: 20 })
    let given = 0
    let spent = 0
    for (const year of years) {
      given += 100
      spent += year.spent
      expect(spent).toBeLessThanOrEqual(given)
    }
    expect(spent).toBeGreaterThan(0)
  })

  test('what is dearer than a year’s budget begins when it is first, and the next years pay', () => {
    const assets = [pump('works', { cost: 250, consequence: 1e6 }), pump('P')]
    expect(when(assets, { years: 5 })).toEqual(['2026 works', '2029 P'])
  })

  test('nothing is replaced before it is thought of, and a new one starts anew', () => {
    expect(when([pump('P', { age: 10 })], { years: 4 })).toEqual([])
    expect(when([pump('P', { age: 10 })], { years: 30 })).toEqual(['2030 P', '2044 P'])
  })

  test('without money the backlog and the risk grow; with it they don’t', () => {
    const assets = ['A', 'B', 'C'].map((tag) => pump(tag))
    const poor = plan(assets, { budget: 0 }).years
    expect(poor.at(-1)).toMatchObject({ replaced: 0, overdue: 3, backlog: 300 })
    expect(poor.at(-1)!.risk).toBeGreaterThan(poor[0]!.risk)
    expect(plan(assets).years.at(-1)).toMatchObject({ overdue: 0, backlog: 0 })
  })
})

describe('figures', () => {
  const pipe = Asset.parse({
    ...{ tag: 'L-1', class: 'pipe', name: 'L', site: null, zone: null, surveyed: null, visibility: 'staff' },
    ...{ builtYear: 1976, expectedLife: null },
    geometry: {
      type: 'LineString',
      coordinates: [
        [18, 60],
        [18.1, 60],
      ],
    },
    attributes: { diameter: 160, length: 40, material: 'cast-iron', from: 'A', to: 'B' },
  })
  const of = (
    asset: Asset,
    figures = defaultFigures,
    condition: { grade: number; year: number } | null = null,
  ) => renewalAsset(asset, { find: figureFinder(figures), condition, year: 2026 })

  test('there are some for every class', () => {
    expect(new Set(defaultFigures.map((figure) => figure.class))).toEqual(new Set(Object.keys(assetClasses)))
  })

  test('the material’s go before the class’s, a metre at a time; the asset’s own life before both', () => {
    expect(of(pipe)).toMatchObject({ life: 90, lifeAnew: 80, age: 50, from: 'year', cost: 360_000 })
    expect(of({ ...pipe, expectedLife: 55 })).toMatchObject({ life: 55 })
  })

  test('the municipality’s own stand in for ours', () => {
    const own = {
      ...defaultFigures.find((one) => one.where?.value === 'cast-iron')!,
      life: 60,
      source: 'Egen statistik',
    }
    const figures = figuresWith([own])
    expect(figures).toHaveLength(defaultFigures.length)
    expect(of(pipe, figures)).toMatchObject({ life: 60 })
  })

  test('a judged condition goes before the age, and years since then are added', () => {
    const judged = of(pipe, defaultFigures, { grade: 4, year: 2024 })
    expect(judged).toMatchObject({ age: lifeBehind[4]! * 90 + 2, from: 'condition' })
    expect(of({ ...pipe, builtYear: 2025 }, defaultFigures, { grade: 5, year: 2020 })).toMatchObject({
      age: 1,
      from: 'year',
    })
    expect(of({ ...pipe, builtYear: null })).toMatchObject({ age: 45, from: 'assumed' })
  })
})
