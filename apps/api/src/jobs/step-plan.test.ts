import { HOUR, instantsOf, localTime, type Rollup } from '@driftbild/core'
import { expect, test } from 'vitest'
import { dueBoundaries, planSteps, worthKeeping } from './step-plan.ts'

const hourly = (after: number) => (Math.floor(after / HOUR) + 1) * HOUR

const rollup = (hour: number): Rollup => ({
  bucket: hour * HOUR,
  average: hour,
  minimum: hour,
  maximum: hour,
  last: hour,
  timeWeighted: hour,
  good: 1,
  uncertain: 0,
  bad: 0,
})

test('a model steps at every boundary that the data has reached, and no further', () => {
  expect(dueBoundaries(hourly, 0, 3 * HOUR, 10)).toEqual([HOUR, 2 * HOUR, 3 * HOUR])
  expect(dueBoundaries(hourly, 0, 3 * HOUR - 1, 10)).toEqual([HOUR, 2 * HOUR])
  expect(dueBoundaries(hourly, 0, 9 * HOUR, 2)).toEqual([HOUR, 2 * HOUR])
})

test('a boundary that stands still is a bug of the model and is said', () => {
  expect(() => dueBoundaries((at) => at, 5, 10, 3)).toThrow(/boundary after 5/)
})

test('local half past five comes once a day through both changes of the clock', () => {
  const zone = 'Europe/Stockholm'
  const nightly = (after: number) => {
    for (let at = after; ; at += 12 * HOUR) {
      const { year, month, day } = localTime(at, zone)
      const [next] = instantsOf({ year, month, day, hour: 5, minute: 30, second: 0 }, zone)
      if (next !== undefined && next > after) return next
    }
  }
  const from = Date.UTC(2026, 2, 27) * 1000
  const due = dueBoundaries(nightly, from, from + 4 * 24 * HOUR, 10)
  expect(due.map((at) => new Date(at / 1000).toISOString().slice(5, 16))).toEqual([
    '03-27T04:30',
    '03-28T04:30',
    '03-29T03:30',
    '03-30T03:30',
  ])
})

test('each step gets the buckets that lie wholly in it, and every bucket goes to one step', () => {
  const steps = planSteps(0, [2 * HOUR, 5 * HOUR], { flow: [0, 1, 2, 4, 5].map(rollup) }, '1h')
  expect(steps.map(({ inputs }) => [inputs.from / HOUR, inputs.to / HOUR])).toEqual([
    [0, 2],
    [2, 5],
  ])
  expect(steps.map(({ inputs }) => inputs.series.flow!.map((r) => r.average))).toEqual([
    [0, 1],
    [2, 4],
  ])
})

test('of a long catch-up the changes and the last run are kept', () => {
  const run = (n: number, ...tags: string[]) => ({
    n,
    predictions: tags.map((tag) => ({ subject: { type: 'asset' as const, tag }, kind: 'lamp-out' as const })),
  })
  const { kept } = worthKeeping(
    [run(1), run(2, 'L-1'), run(3, 'L-1'), run(4, 'L-2', 'L-1'), run(5), run(6)],
    '',
  )
  expect(kept.map(({ n }) => n)).toEqual([2, 4, 5, 6])
})
