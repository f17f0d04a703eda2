import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const bench = fileURLToPath(new URL('../map.ts', import.meta.url))

test('in its short form it measures tiles and search, and ends with its figures', async () => {
  const args = ['--disable-warning=ExperimentalWarning', bench, '--short', '--visits', '0']
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, DATABASE_URL: '' },
  })
  const lines = stdout.trimEnd().split('\n')
  expect(lines[0]).toMatch(/^zoom 8: \d+ tiles, p50/)
  const last = JSON.parse(lines.at(-1)!)
  expect(last).toMatchObject({ bench: 'map', search: { p95: expect.any(Number) }, pages: null })
  expect(last.loading).toEqual({ engine: expect.any(Number), loop: expect.any(Number) })
  expect(last.moments).toMatchObject({ first: expect.any(Number), compared: expect.any(Number) })
  expect(last.assets).toBeGreaterThan(1_500)
  for (const { p95, bytesMost } of last.tiles) {
    expect(p95).toBeGreaterThan(0)
    expect(bytesMost).toBeGreaterThan(0)
  }
})
