import { expect, test } from 'vitest'
import { randomFrom } from '../../test/series.ts'
import { leakPosterior } from './leak-posterior.ts'

/** Nights of 20 m³/h that spread by 2 %, and what is added to each. */
const nights = (count: number, seed: number, added: (night: number) => number = () => 0) => {
  const random = randomFrom(seed)
  return Array.from({ length: count }, (_, i) => 20 + 0.42 * random.normal() + added(i))
}
const dates = (flows: readonly number[]) => flows.map((_, i) => 20_000 + i)
const ask = (flows: readonly number[]) => leakPosterior(flows, dates(flows))!

test('nothing is said of fewer nights than make a reference', () => {
  expect(leakPosterior([20, 21, 20, 19, 20, 21, 20], [1, 2, 3, 4, 5, 6, 7])).toBeNull()
})

test('of the nights of six sound zones hardly one in fifty looks like a leak', () => {
  let suspicious = 0
  let asked = 0
  for (let seed = 1; seed <= 6; seed++) {
    const flows = nights(40, seed)
    for (let n = 9; n <= 40; n++) {
      asked++
      if (ask(flows.slice(0, n)).probability > 0.2) suspicious++
    }
  }
  expect(asked).toBe(192)
  expect(suspicious).toBeLessThanOrEqual(4)
})

const found: [string, (night: number) => number, number, number, number | null][] = [
  ['a step of 3 m³/h', (n) => (n >= 30 ? 3 : 0), 3, 30, 0],
  ['a step of 2 m³/h', (n) => (n >= 30 ? 2 : 0), 2, 30, null],
  ['growth by 0.2 m³/h a night', (n) => Math.max(0, (n - 24) * 0.2), 3, 25, 1],
]
test.each(found)('%s is believed, sized and dated', (_, added, size, start, growing) => {
  const belief = ask(nights(40, 5, added))
  expect(belief.probability).toBeGreaterThan(0.9)
  expect(belief.size[0]).toBeLessThan(size * 1.2)
  expect(belief.size[2]).toBeGreaterThan(size * 0.75)
  expect(belief.start[0]).toBeLessThanOrEqual(start + 4)
  expect(belief.start[2]).toBeGreaterThanOrEqual(start - 4)
  if (growing !== null) expect(Math.round(belief.growing)).toBe(growing)
})

test('a night alone is not a leak, and nights that came back are one that is over', () => {
  expect(ask(nights(31, 5, (n) => (n === 30 ? 6 : 0))).probability).toBeLessThan(0.5)
  const over = ask(nights(40, 5, (n) => (n >= 20 && n < 30 ? 3 : 0)))
  expect(over.probability).toBeLessThan(0.05)
  expect(over.over.probability).toBeGreaterThan(0.95)
  expect(over.over.from).toBe(30)
})
