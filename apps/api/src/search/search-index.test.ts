import { expect, test } from 'vitest'
import { searchIndex } from './search-index.ts'

const lines = [
  'VV1-P1 Utgående pump 1',
  'S-7 Kärl Ekgatan 12',
  'P1 Reservpump',
  'L-P12 Armatur Storgatan',
  'X Överpumpning',
]
const found = async (text: string, of: readonly string[] = lines) => [...(await searchIndex(of)).find(text)]

test.each([
  ['p1', [2, 0, 3], 'a line that begins with it, then those where a word or a part of a tag does'],
  ['PUMP', [0, 2, 4], 'a word that begins with it comes before one that has it within, whatever the case'],
  ['ekgatan 12', [1], 'several words as they stand'],
  ['ÖVER', [4], 'Swedish letters'],
  ['Ekgatan 13', [], 'nothing'],
  ['  ', [], 'nothing is asked'],
])('%s finds %j: %s', async (text, numbers) => {
  expect(await found(text)).toEqual(numbers)
})

test('a line feed in what is asked finds no line’s end', async () => {
  expect(await found('1\nS')).toEqual([])
})

test('each of many lines is found by its number once', async () => {
  const many = Array.from({ length: 25_000 }, (_, n) => `T-${n} lampa lampa`)
  expect(await found('T-24999', many)).toEqual([24_999])
  expect(await found('lampa', many)).toHaveLength(25_000)
})
