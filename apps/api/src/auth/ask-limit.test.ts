import { MINUTE } from '@driftbild/core'
import { expect, test } from 'vitest'
import { createAskLimit } from './ask-limit.ts'

test('so many in so long for each, and the first refusal is told from the next', () => {
  const ask = createAskLimit({ most: 2, within: 10 * MINUTE })
  expect([ask('karin', 0), ask('karin', MINUTE), ask('karin', 2 * MINUTE), ask('karin', 3 * MINUTE)]).toEqual(
    ['yes', 'yes', 'no, for the first time', 'no'],
  )
  expect(ask('lars', 3 * MINUTE)).toBe('yes')
  // The first of hers is too old to count; the second counts still.
  expect(ask('karin', 10 * MINUTE)).toBe('yes')
  expect(ask('karin', 10 * MINUTE)).toBe('no, for the first time')
})
