import { expect, test } from 'vitest'
import type { DayLevel } from './day-levels.ts'
import { fullProbability } from './full-probability.ts'
import { followLean, type Lean, leaning, newLean, remember } from './lean.ts'

/** A container that says one in two a day before, and then always, or never, becomes full. */
function after(rounds: number, becomesFull: boolean): Lean {
  let lean = newLean()
  const days: DayLevel[] = []
  for (let day = 0; day < 2 * rounds; day++) {
    const fill = day % 2 === 0 ? 0.6 : becomesFull ? 0.8 : 0.6
    days.push({ day, fill, emptied: day % 2 === 0 })
    lean = remember(followLean(lean, days), days, day % 2 === 0 ? [0] : [])
  }
  return lean
}

test('a container that fills more often than said is believed to go on so, and the other way round', () => {
  expect(fullProbability(0.6, 0, newLean())).toBe(0.5)
  expect(fullProbability(0.6, 0, after(15, true))).toBeGreaterThan(0.6)
  expect(fullProbability(0.6, 0, after(15, false))).toBeLessThan(0.4)
  expect(fullProbability(0.8, -3, after(15, false))).toBe(0.999)
})

test('what an emptying, a missing day or a full container hides proves nothing', () => {
  const said: Lean = { ...newLean(), said: [{ day: 1, odds: [2, 2, 2] }] }
  const start = { day: 1, fill: 0.4, emptied: false }
  const next: [string, DayLevel][] = [
    ['emptied', { day: 2, fill: 0, emptied: true }],
    ['missing', { day: 2, fill: null, emptied: false }],
    ['a day later', { day: 4, fill: 0.4, emptied: false }],
  ]
  for (const [, day] of next) expect(leaning(followLean(said, [start, day]))).toBe(0)
  expect(leaning(followLean(said, [start, { day: 2, fill: 0.5, emptied: false }]))).toBeLessThan(0)
  const full = [{ day: 1, fill: 0.9, emptied: false }]
  expect(remember(newLean(), full, [1, 2, 3]).said).toEqual([])
})

test('an answer is kept until its last horizon has passed', () => {
  const days = [0, 1, 2, 3].map((day) => ({ day, fill: 0.2, emptied: false }))
  let lean = newLean()
  for (const [i] of days.entries()) lean = remember(lean, days.slice(0, i + 1), [0, 0, 0])
  expect(lean.said.map((s) => s.day)).toEqual([1, 2, 3])
})
