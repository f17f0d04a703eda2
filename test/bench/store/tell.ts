import type { EngineFacts } from '@driftbild/store'
import type { Bytes } from './bytes.ts'
import type { Holder } from './holds.ts'
import type { Reads, Timing } from './reads.ts'
import type { Writes } from './writes.ts'

/** What a store with so many readings takes besides time. */
export interface Weight {
  readings: number
  /** Seconds until the engine could be asked, and megabytes of its process after the questions; null of a server. */
  started: number | null
  megabytes: number | null
}

export interface StoreResult {
  facts: EngineFacts
  writes: readonly Writes[]
  reads: (Reads & Weight) | null
  bytes: readonly Bytes[]
  holds: ReadonlyMap<Holder, number>
}

const whole = (value: number): string => Math.round(value).toString()

/** Prints a table, and the figures as one line of JSON. */
export function tell(result: StoreResult): void {
  const { facts, writes, reads, bytes, holds } = result
  console.log(
    `${facts.engine}: PostgreSQL ${facts.postgres}, TimescaleDB ${facts.timescaledb} (${facts.edition})`,
  )
  print([
    ['rows a second', 'ingest', 'bare COPY', 'ratio'],
    ...writes.map((one) => [one.shape, whole(one.ingest), whole(one.copy), one.ratio.toFixed(2)]),
  ])
  if (reads) {
    const line = (name: string, { p50, p95 }: Timing, bare: number) => [
      ...[name, p50.toFixed(1), p95.toFixed(1), bare.toFixed(1)],
    ]
    print([
      [`ms, of ${reads.readings} readings`, 'p50', 'p95', 'bare engine'],
      line('newest of each signal', reads.latest, reads.bare.latest),
      line('a signal’s year', reads.series, reads.bare.series),
      line('a viewport', reads.viewport, reads.bare.viewport),
    ])
    if (reads.started !== null) {
      console.log(`started in ${reads.started.toFixed(1)} s, holds ${whole(reads.megabytes!)} MB`)
    }
  }
  print([
    ['bytes a reading', 'readings', 'uncompressed', 'compressed', 'inexact'],
    ...bytes.map((one) => [
      ...[one.name, whole(one.readings), one.uncompressed.toFixed(1)],
      ...[one.compressed?.toFixed(2) ?? '–', whole(one.inexact)],
    ]),
  ])
  print([['holds the engine, ms at most', ''], ...[...holds].map(([holder, ms]) => [holder, whole(ms)])])
  console.log(JSON.stringify({ bench: 'store', ...figures(result) }))
}

/** Of shapes and sources the worse counts, of times the 95th percentile; of holds, those that somebody waits for. */
export function figures({ facts, writes, reads, bytes, holds }: StoreResult) {
  const worst = writes.toSorted((a, b) => a.ratio - b.ratio)[0]
  const waitedFor = [...holds].filter(([holder]) => holder !== 'compression').map(([, ms]) => ms)
  const by = (of: (one: Bytes) => number | null) =>
    Object.fromEntries(bytes.map((one) => [one.name, rounded(of(one), 2)]))
  return {
    engine: facts.engine,
    timescaledb: `${facts.timescaledb} ${facts.edition}`,
    ...(worst && {
      ingestVsBareCopy: rounded(worst.ratio, 3),
      rowsPerSecond: Math.round(worst.ingest),
      writes: writes.map(({ shape, ingest, copy, ratio }) => ({
        ...{ shape, rowsPerSecond: Math.round(ingest), rowsPerSecondOfCopy: Math.round(copy) },
        ingestVsBareCopy: rounded(ratio, 3),
      })),
    }),
    ...(reads && {
      readings: reads.readings,
      latestMs: rounded(reads.latest.p95, 1),
      yearMs: rounded(reads.series.p95, 1),
      viewportMs: rounded(reads.viewport.p95, 1),
      startSeconds: rounded(reads.started, 2),
      engineMegabytes: rounded(reads.megabytes, 0),
    }),
    ...(bytes.length > 0 && {
      bytesPerReading: rounded(mostBytes(bytes), 2),
      bytesPerReadingOf: by((one) => one.compressed),
      bytesPerReadingUncompressed: by((one) => one.uncompressed),
      inexact: bytes.reduce((sum, { inexact }) => sum + inexact, 0),
    }),
    ...(waitedFor.length > 0 && { longestHoldMs: Math.round(Math.max(...waitedFor)) }),
    ...(holds.has('compression') && { compressionHoldMs: Math.round(holds.get('compression')!) }),
  }
}

/** Null where an engine compresses nothing. */
const mostBytes = (bytes: readonly Bytes[]): number | null =>
  bytes.some(({ compressed }) => compressed === null)
    ? null
    : Math.max(...bytes.map(({ compressed }) => compressed!))

const rounded = (value: number | null, digits: number): number | null =>
  value === null ? null : Number(value.toFixed(digits))

function print([header, ...rows]: readonly (readonly string[])[]): void {
  if (rows.length === 0) return
  const lines = [header!, ...rows]
  const widths = header!.map((_, c) => Math.max(...lines.map((line) => line[c]!.length)))
  for (const line of lines) {
    console.log(
      line.map((text, c) => (c === 0 ? text.padEnd(widths[c]!) : text.padStart(widths[c]!))).join('  '),
    )
  }
  console.log()
}
