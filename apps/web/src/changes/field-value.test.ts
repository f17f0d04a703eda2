import { expect, test } from 'vitest'
import { fieldInputText, fieldValue } from './field-value.ts'

const number = { type: 'number', whole: false, optional: true } as const

test('a number is read as Swedes and Englishmen write it, and shown back so', () => {
  expect(fieldValue('1 234,5', number)).toBe(1234.5)
  expect(fieldValue('0.5', number)).toBe(0.5)
  expect(fieldInputText(1234.5, 'sv')).toBe('1234,5')
  expect(fieldInputText(1234.5, 'en')).toBe('1234.5')
})

test('what is no number stays what was typed, and nothing is nothing', () => {
  expect(fieldValue('tolv', number)).toBe('tolv')
  expect(fieldValue('  ', number)).toBeNull()
  expect(fieldValue('false', { type: 'flag', optional: false })).toBe(false)
})
