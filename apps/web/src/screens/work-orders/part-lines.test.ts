import { expect, test } from 'vitest'
import { asDraft, asWritten, isWrong, noPart } from './part-lines.ts'

test('a part is written down as it was, in the language’s own numbers', () => {
  const part = { quantity: 2.5, text: 'Rör PE 110', article: null }
  expect(asDraft(part, 'sv')).toEqual({ quantity: '2,5', text: 'Rör PE 110', article: '' })
  expect(asDraft(part, 'en').quantity).toBe('2.5')
  expect(asWritten([asDraft(part, 'sv'), { ...noPart, quantity: '3' }])).toEqual([part])
  expect(asWritten([{ quantity: ' ', text: ' Muff ', article: ' A-1 ' }])).toEqual([
    { quantity: null, text: 'Muff', article: 'A-1' },
  ])
})

test('what is no number, or none above zero, is wrong; nothing is not', () => {
  const wrong = ['', '2', '0,5', '0', 'två', '-1'].map((quantity) => isWrong({ ...noPart, quantity }))
  expect(wrong).toEqual([false, false, false, true, true, true])
})
