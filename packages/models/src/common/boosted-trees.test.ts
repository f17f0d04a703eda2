import { expect, test } from 'vitest'
import { randomFrom } from '../../test/series.ts'
import { growTrees, type TreeOptions, treesAt } from './boosted-trees.ts'

const options: TreeOptions = {
  loss: 'squared',
  trees: 120,
  rate: 0.1,
  leaves: 8,
  leastRows: 10,
  rowShare: 0.7,
  columnShare: 1,
  ridge: 1,
  seed: 1,
}
const random = randomFrom(4)
const ROWS = 4000
const columns = Array.from({ length: 3 }, () => Float32Array.from({ length: ROWS }, () => random.uniform()))
const [a, b] = columns as [Float32Array, Float32Array]
const at = (...row: number[]) => Float32Array.from(row)

test('what only two columns together say is learnt, the third is left alone', () => {
  const target = Float32Array.from(a, (v, i) => (v > 0.5 === b[i]! > 0.5 ? 1 : -1) + 0.1 * random.normal())
  const model = growTrees(columns, target, options)
  for (const noise of [0.1, 0.9]) {
    expect(treesAt(model, at(0.8, 0.8, noise))).toBeCloseTo(1, 0)
    expect(treesAt(model, at(0.8, 0.2, noise))).toBeCloseTo(-1, 0)
  }
})

test('the absolute loss follows the middle and not what is far out', () => {
  const target = Float32Array.from(a, (v) => (v > 0.5 ? 2 : 0) + (random.uniform() < 0.2 ? 50 : 0))
  const middle = growTrees(columns, target, { ...options, loss: 'absolute' })
  expect(Math.abs(treesAt(middle, at(0.8, 0.5, 0.5)) - 2)).toBeLessThan(0.5)
  expect(treesAt(growTrees(columns, target, options), at(0.8, 0.5, 0.5))).toBeGreaterThan(8)
})

test('the logistic loss gives log-odds', () => {
  const happened = Float32Array.from(a, (v) => (random.uniform() < (v > 0.5 ? 0.9 : 0.2) ? 1 : 0))
  const model = growTrees(columns, happened, { ...options, loss: 'logistic', trees: 40, leaves: 4 })
  const said = (v: number) => 1 / (1 + Math.exp(-treesAt(model, at(v, 0.5, 0.5))))
  expect(Math.abs(said(0.8) - 0.9)).toBeLessThan(0.06)
  expect(Math.abs(said(0.2) - 0.2)).toBeLessThan(0.06)
})

test('rows of weight 0 teach nothing', () => {
  const target = Float32Array.from(a, (v) => (v > 0.5 ? 5 : 1))
  const weight = Float32Array.from(a, (v) => (v > 0.5 ? 0 : 1))
  const model = growTrees(columns, target, { ...options, columnShare: 0.4 }, weight)
  expect(treesAt(model, at(0.2, 0.5, 0.5))).toBeCloseTo(1, 3)
})

test('the same seed grows the same trees, and they survive JSON', () => {
  const target = Float32Array.from(a, (v, i) => v * b[i]!)
  const few = { ...options, trees: 10, columnShare: 0.6 }
  const one = growTrees(columns, target, few)
  expect(growTrees(columns, target, few)).toEqual(one)
  expect(growTrees(columns, target, { ...few, seed: 2 })).not.toEqual(one)
  const again = JSON.parse(JSON.stringify(one))
  expect(treesAt(again, at(0.3, 0.6, 0.1))).toBe(treesAt(one, at(0.3, 0.6, 0.1)))
})
