import { expect, test } from 'vitest'
import { parseOptions } from './options.ts'
import { figures } from './tell.ts'

const facts = {
  ...{ engine: 'embedded' as const, postgres: '17.5', timescaledb: '2.23.0', edition: 'community' as const },
  ...{ missing: [], longestHold: null },
}

test('the shape that is written at the lower ratio is the one that counts; sizes are named after their source', () => {
  const result = figures({
    facts,
    writes: [
      { shape: 'live', ingest: 40_000.4, copy: 90_000, ratio: 0.4444 },
      { shape: 'backlog', ingest: 90_000, copy: 100_000, ratio: 0.9 },
    ],
    reads: {
      ...{ latest: { p50: 80, p95: 99.94 }, series: { p50: 1, p95: 2 }, viewport: { p50: 3, p95: 4 } },
      bare: { latest: 1, series: 2, viewport: 3 },
      ...{ readings: 5_000_000, started: 1.234, megabytes: 500.4 },
    },
    bytes: [
      { name: 'bwdf', readings: 10, uncompressed: 140, compressed: 7.777, inexact: 0 },
      { name: 'town', readings: 10, uncompressed: 139, compressed: 7.9, inexact: 2 },
    ],
    holds: new Map([
      ['ingest', 90.4],
      ['reads', 60],
      ['compression', 900],
    ]),
  })
  expect(result).toMatchObject({
    ...{ engine: 'embedded', rowsPerSecond: 40_000, ingestVsBareCopy: 0.444 },
    ...{ latestMs: 99.9, yearMs: 2, viewportMs: 4, startSeconds: 1.23, engineMegabytes: 500 },
    ...{ bytesPerReading: 7.9, bytesPerReadingOf: { bwdf: 7.78, town: 7.9 }, inexact: 2 },
    ...{ longestHoldMs: 90, compressionHoldMs: 900 },
  })
})

test('what was not measured has no figure', () => {
  expect(figures({ facts, writes: [], reads: null, bytes: [], holds: new Map() })).toEqual({
    ...{ engine: 'embedded', timescaledb: '2.23.0 community' },
  })
})

test('--only leaves the rest out; --short is little of each', () => {
  expect(parseOptions(['--only', 'bytes'], {})).toMatchObject({ batches: 0, filled: null, townDays: 14 })
  expect(parseOptions(['--short', '--runs', '7'], {})).toMatchObject({ rounds: 2, runs: 7, townDays: 1 })
  expect(parseOptions([], { DATABASE_URL: 'postgres://here' })).toMatchObject({ server: 'postgres://here' })
})

test.each([
  [['--readings', '1e3x'], /--readings 1e3x is no whole number above 0/],
  [['--runs', '0'], /--runs 0/],
  [['--only', 'size'], /--only size: there are writes, reads and bytes/],
  [['--keep', '/tmp/x', '--server', 'postgres://here'], /--keep is for the embedded engine/],
])('%j', (words, expected) => {
  expect(() => parseOptions(words, {})).toThrow(expected)
})
