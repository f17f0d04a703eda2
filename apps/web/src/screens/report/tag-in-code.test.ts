import { expect, test } from 'vitest'
import { tagInCode } from './tag-in-code.ts'

test.each([
  ['VV1-P1', 'VV1-P1'],
  [' L-114\n', 'L-114'],
  ['https://driftbild.norrvik.example/9999/assets/VV1-P1', 'VV1-P1'],
  ['https://driftbild.norrvik.example/9999/assets/Brunn%204', 'Brunn 4'],
  ['https://driftbild.norrvik.example/9999/map?asset=SK-12', 'SK-12'],
])('%s names %s', (text, tag) => expect(tagInCode(text)).toBe(tag))
