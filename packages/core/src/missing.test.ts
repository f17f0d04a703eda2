import { expect, test } from 'vitest'
import { missingBetween, missingWithin } from './missing.ts'
import { HOUR, MINUTE, SECOND } from './time.ts'

const every = (seconds: number) => ({ type: 'every', seconds }) as const

test.each([
  ['on time', 10 * SECOND, 0],
  ['often', SECOND, 0],
  ['a little late', 14 * SECOND, 0],
  ['after one that did not come', 20 * SECOND, 1],
  ['after an hour of silence', HOUR, 359],
])('what comes %s', (_name, pause, missing) => {
  expect(missingBetween(5, 5 + pause, every(10))).toBe(missing)
})

test('a signal that reports on change owes what it promised to say at most so late', () => {
  expect(missingBetween(0, 25 * MINUTE, { type: 'on-change', silentAtMost: 600 })).toBe(2)
})

test('buckets share what is missing between two readings, each what was due in it', () => {
  let state = 11
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  for (let i = 0; i < 300; i++) {
    const rule = every(1 + Math.floor(random() * 900))
    const before = Math.floor(random() * HOUR)
    const after = before + Math.floor(random() * 5 * HOUR)
    const shares = Array.from({ length: 72 }, (_, n) => ({ from: n * 5 * MINUTE, to: (n + 1) * 5 * MINUTE }))
    // Due one by one, as the definition says.
    const due = (from: number, to: number) =>
      Array.from(
        { length: missingBetween(before, after, rule) },
        (_, n) => before + (n + 1) * rule.seconds * SECOND,
      ).filter((at) => at >= from && at < to).length
    for (const share of shares) {
      expect(missingWithin(share, before, after, rule)).toBe(due(share.from, share.to))
    }
  }
})
