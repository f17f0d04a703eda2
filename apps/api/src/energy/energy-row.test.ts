import { expect, test } from 'vitest'
import { energyRow } from './energy-row.ts'

const days = <T>(n: number, value: (day: number) => T): T[] =>
  Array.from({ length: n }, (_, day) => value(day))
const pump = { dark: null, hours: null, rated: null, unit: 'kWh/m3', estimate: true } as const
const lamps = { hours: null, rated: null, unit: 'kWh/h', estimate: false } as const

test('a pump that takes a tenth more for each m³ than it did wastes a tenth, in crowns a month', () => {
  const used = days(28, (day) => (day < 21 ? 100 : 110))
  const row = energyRow({ ...pump, used, done: days(28, () => 1000) }, 2, null)!
  expect(row).toMatchObject({ reason: 'pump-worse', used: 3300, usualPerUnit: 0.1, perUnit: 0.11 })
  expect(row.wasted.kwh).toBeCloseTo(300, 6)
  expect(row.wasted.sek).toBeCloseTo(600, 6)
})

test('water that no household sent is pumped for nothing', () => {
  const row = energyRow({ ...pump, used: days(28, () => 100), done: days(28, () => 1000) }, 1.5, {
    share: 0.3,
  })!
  expect(row.reason).toBe('extra-water')
  expect(row.wasted.kwh).toBeCloseTo(0.3 * 3000, 6)
  expect(row.expected).toBeCloseTo(0.7 * 3000, 6)
})

test('light by day is told apart from more lamps than before', () => {
  const used = days(28, () => 24)
  const byDay = energyRow({ ...lamps, used, done: days(28, () => 12), dark: days(28, () => 8) }, 1, null)!
  expect(byDay).toMatchObject({ reason: 'burns-by-day' })
  expect(byDay.wasted.kwh).toBeCloseTo(30 * 3 * 2, 6)
  const more = days(28, (day) => (day < 21 ? 24 : 30))
  const grown = energyRow(
    { ...lamps, used: more, done: days(28, () => 12), dark: days(28, () => 12) },
    1,
    null,
  )!
  expect(grown.reason).toBe('load-grown')
})

test('nothing is wasted where all is as it was, and nothing is said of a few days', () => {
  const steady = { ...pump, used: days(28, () => 100), done: days(28, () => 1000) }
  expect(energyRow(steady, 1.5, null)).toMatchObject({ reason: 'none', wasted: { kwh: 0, sek: 0 } })
  expect(energyRow({ ...pump, used: days(6, () => 1), done: days(6, () => 1) }, 1.5, null)).toBeNull()
  expect(energyRow({ ...pump, used: days(28, () => null), done: days(28, () => 1) }, 1.5, null)).toBeNull()
})

test('more against a fuller main takes more for each m³, and that is no waste', () => {
  const rate = (day: number) => (day < 21 ? 50 + 10 * (day % 3) : 70)
  const row = energyRow(
    {
      ...pump,
      used: days(28, (day) => 10 * rate(day) * (0.1 + 0.001 * rate(day))),
      done: days(28, (day) => 10 * rate(day)),
      hours: days(28, () => 10),
    },
    1.5,
    null,
  )!
  expect(row).toMatchObject({ reason: 'none', wasted: { kwh: 0, sek: 0 } })
  expect(row.perUnit).toBeCloseTo(0.17, 9)
})

test('lamps that burn again after a broken cable waste nothing', () => {
  const used = days(28, (day) => (day < 21 ? 24 : 30))
  const mended = { ...lamps, used, done: days(28, () => 12), dark: days(28, () => 12) }
  expect(energyRow({ ...mended, rated: 2.6 }, 1, null)!.reason).toBe('none')
  expect(energyRow({ ...mended, rated: 2.2 }, 1, null)!.wasted.kwh).toBeCloseTo(30 * 12 * (2.5 - 2.2), 6)
})

test('days on which lamps were out are no measure of what a cabinet should take', () => {
  const used = days(28, (day) => (day > 5 && day < 12 ? 18 : 24))
  const row = energyRow({ ...lamps, used, done: days(28, () => 12), dark: days(28, () => 12) }, 1, null)!
  expect(row.reason).toBe('none')
})
