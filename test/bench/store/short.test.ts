import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'

const bench = fileURLToPath(new URL('../store.ts', import.meta.url))

const number = expect.any(Number)

async function figuresOf(part: string, ...more: string[]): Promise<Record<string, unknown>> {
  const args = ['--disable-warning=ExperimentalWarning', bench, '--short', '--only', part, ...more]
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, DATABASE_URL: '' },
  })
  const lines = stdout.trimEnd().split('\n')
  expect(lines[0]).toMatch(/^embedded: PostgreSQL 17/)
  const last = JSON.parse(lines.at(-1)!)
  expect(last).toMatchObject({ bench: 'store', engine: 'embedded' })
  return last
}

test('writes in both shapes', async () => {
  const each = { rowsPerSecond: number, ingestVsBareCopy: number }
  expect(await figuresOf('writes')).toMatchObject({
    ...each,
    longestHoldMs: number,
    writes: [
      { shape: 'live', ...each },
      { shape: 'backlog', ...each },
    ],
  })
})

test('answers what screens ask', async () => {
  expect(await figuresOf('reads')).toMatchObject({
    ...{ latestMs: number, yearMs: number, viewportMs: number },
    ...{ readings: number, startSeconds: number, engineMegabytes: number },
  })
})

test('keeps every reading to the bit, in a fraction of its bytes', async () => {
  const data = mkdtempSync(join(tmpdir(), 'driftbild-bench-data-'))
  onTestFinished(() => rmSync(data, { recursive: true, force: true }))
  writeFileSync(join(data, 'inflow_Ls.csv.gz'), gzipSync(meters()))
  const last = await figuresOf('bytes', '--data', data)
  expect(last).toMatchObject({ inexact: 0, bytesPerReadingOf: { bwdf: number, town: number } })
  const [before, after] = [last.bytesPerReadingUncompressed, last.bytesPerReadingOf] as Record<
    string,
    number
  >[]
  for (const name of ['bwdf', 'town']) expect(after![name]).toBeLessThan(before![name]! / 2)
})

/** Ten meters, by the hour, of whose values some are missing. */
function meters(): string {
  const names = Array.from({ length: 10 }, (_, i) => `DMA ${i + 1} (L/s)`)
  const rows = Array.from({ length: 400 }, (_, hour) => {
    const at = new Date(Date.UTC(2022, 0, 3) + hour * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
    return [at, ...names.map((_, i) => (hour % 97 === 0 ? '' : ((hour * (i + 7)) % 3000) / 100))].join(',')
  })
  return [['datetime_CET_CEST', ...names].join(','), ...rows].join('\n')
}
