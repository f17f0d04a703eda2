import { expect, test } from 'vitest'
import { PHONE_LENGTH, phoneText } from './phone-text.ts'

const link = 'https://drift.example/9999/alarms/0193e1b2-7c4e-7c8a-9b1a-2f6f0f3a9b11'

test('words that are too long are cut; the link never is', () => {
  const text = phoneText('Nivå i '.repeat(80), link)
  expect(text).toHaveLength(PHONE_LENGTH)
  expect(text.endsWith(`... ${link}`)).toBe(true)
  expect(phoneText('Nivå i sump', link)).toBe(`Nivå i sump ${link}`)
})

test('letters that telephones don’t share are told by those that they do', () => {
  expect(phoneText('Flöde −3,2 m³/h – över “usual” 1\u00a0200 µS, 8,1 °C')).toBe(
    'Flöde -3,2 m3/h - över "usual" 1 200 uS, 8,1 C',
  )
})
