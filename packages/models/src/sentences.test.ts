import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sentences } from './sentences.ts'

test('every sentence is said somewhere, and every one that is said is listed', () => {
  const files = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  const sources = files.filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts') && f !== 'sentences.ts')
  expect(sources.length).toBeGreaterThan(30)
  const text = sources.map((f) => readFileSync(join(import.meta.dirname, f), 'utf8')).join('\n')
  const unsaid = Object.keys(sentences).filter((code) => !text.includes(`'${code}'`))
  expect(unsaid).toEqual([])
  const said = [...text.matchAll(/sentence\(\s*'([a-z-]+)'/g)].map((m) => m[1]!)
  expect(said.length).toBeGreaterThan(15)
  expect(said.filter((code) => !(code in sentences))).toEqual([])
})
