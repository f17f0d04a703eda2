import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { expect, test } from 'vitest'

const bin = fileURLToPath(new URL('../bin/', import.meta.url))

test.each(['driftbild.mjs', 'require-node.mjs'])(
  'an old Node understands %s, and so can say that it is too old',
  (file) => {
    const text = readFileSync(bin + file, 'utf8')
    const print = (target: string) =>
      transformSync(text, { target, format: 'esm', minifyWhitespace: true }).code
    expect(print('node13.2')).toBe(print('esnext'))
  },
)

test('and nothing is loaded before it was asked', () => {
  const imports = (file: string) =>
    [...readFileSync(bin + file, 'utf8').matchAll(/^import .* from '(.*)'$/gm)].map((m) => m[1])
  expect(imports('driftbild.mjs')).toEqual(['./require-node.mjs'])
  expect(imports('require-node.mjs')).toEqual([])
})
