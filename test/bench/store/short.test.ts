import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'

const bench = fileURLToPath(new URL('../store.ts', import.meta.url))

test('in its short form it measures all that it measures, and reads every reading back as it was', async () => {
  const data = mkdtempSync(join(tmpdir(), 'driftbild-bench-data-'))
  onTestFinished(() => rmSync(data, { recursive: true, force: true }))
  const names = Array.from({ length: 10 }, (_, i) => `DMA ${i + 1} (L/s)`)
  const rows = Array.from({ length: 400 }, (_, hour) => {
    const at = new Date(Date.UTC(2022, 0, 3) + hour * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
    return [at, ...names.map((_, i) => (hour % 97 === 0 ? '' : ((hour * (i + 7)) % 3000) / 100))].join(',')
  })
  const csv = [['datetime_CET_CEST', ...names].join(','), ...rows].join('\n')
  writeFileSync(join(data, 'inflow_Ls.csv.gz'), gzipSync(csv))

  const args = ['--disable-warning=ExperimentalWarning', bench, '--short', '--data', data]
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    env: { ...process.env, DATABASE_URL: '' },
  })
  const lines = stdout.trimEnd().split('\n')
  expect(lines[0]).toMatch(/^embedded: PostgreSQL 17/)
  const last = JSON.parse(lines.at(-1)!)
  const number = expect.any(Number)
  expect(last).toMatchObject({
    ...{ bench: 'store', engine: 'embedded', inexact: 0 },
    ...{ rowsPerSecondIngest: number, rowsPerSecondCopy: number, ratio: number },
    ...{ latestP95: number, seriesP95: number, viewportP95: number },
    ...{ startSeconds: number, engineMegabytes: number },
    bytesPerReading: { bwdf: number, town: number },
  })
  for (const name of ['bwdf', 'town']) {
    expect(last.bytesPerReading[name]).toBeLessThan(last.bytesPerReadingUncompressed[name] / 2)
  }
})
