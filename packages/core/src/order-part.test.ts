import { expect, test } from 'vitest'
import { OrderPart, partsOf } from './order-part.ts'

test('what was written as text before there were lines is a line each, before the others', () => {
  const clamp = { quantity: 2, text: 'Muff 110', article: 'A-17' }
  const outcome = { found: true, cause: 'x', action: '', asset: null, parts: ' 1 packning\n\n rör 3 m ' }
  expect(partsOf({ parts: [clamp], outcome })).toEqual([
    { quantity: null, text: '1 packning', article: null },
    { quantity: null, text: 'rör 3 m', article: null },
    clamp,
  ])
  expect(partsOf({ parts: [], outcome: null })).toEqual([])
})

test('a line has words, and counts more than nothing or not at all', () => {
  const of = (part: Partial<OrderPart>) =>
    OrderPart.safeParse({ quantity: null, text: 'Muff', article: null, ...part }).success
  expect(of({})).toBe(true)
  expect(of({ quantity: 0.5 })).toBe(true)
  expect(of({ quantity: 0 })).toBe(false)
  expect(of({ text: ' ' })).toBe(false)
  expect(of({ article: '' })).toBe(false)
})
