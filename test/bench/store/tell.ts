import type { EngineFacts } from '@driftbild/store'
import type { Bytes } from './bytes.ts'
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
}

const whole = (value: number): string => Math.round(value).toString()

/** Prints a table, and the figures as one line of JSON. */
export function tell(result: StoreResult): void {
  const { facts, writes, reads, bytes } = result
  console.log(
    `${facts.engine}: PostgreSQL ${facts.postgres}, TimescaleDB ${facts.timescaledb} (${facts.edition})`,
  )
  print([
    ['rows a second', 'ingest', 'bare COPY', 'ratio'],
    ...writes.map((one) => [one.shape, whole(one.ingest), whole(one.copy), one.ratio.toFixed(2)]),
  ])
  if (reads) {
    const line = (name: string, { p50, p95 }: Timing) => [name, p50.toFixed(1), p95.toFixed(1)]
    print([
      [`ms, of ${reads.readings} readings`, 'p50', 'p95'],
      line('newest of each signal', reads.latest),
      line('a signal’s year', reads.series),
      line('a viewport', reads.viewport),
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
  console.log(JSON.stringify({ bench: 'store', ...figures(result) }))
}

/** The lower of the ratios is the one that counts. */
export function figures({ facts, writes, reads, bytes }: StoreResult) {
  const worst = writes.toSorted((a, b) => a.ratio - b.ratio)[0]
  const by = (of: (one: Bytes) => number | null) =>
    Object.fromEntries(bytes.map((one) => [one.name, rounded(of(one), 2)]))
  return {
    engine: facts.engine,
    timescaledb: `${facts.timescaledb} ${facts.edition}`,
    ...(worst && {
      rowsPerSecondIngest: Math.round(worst.ingest),
      rowsPerSecondCopy: Math.round(worst.copy),
      ratio: rounded(worst.ratio, 3),
      writes: writes.map(({ shape, ingest, copy, ratio }) => ({
        ...{ shape, rowsPerSecondIngest: Math.round(ingest), rowsPerSecondCopy: Math.round(copy) },
        ratio: rounded(ratio, 3),
      })),
    }),
    ...(reads && {
      readings: reads.readings,
      ...{ latestP50: rounded(reads.latest.p50, 1), latestP95: rounded(reads.latest.p95, 1) },
      ...{ seriesP50: rounded(reads.series.p50, 1), seriesP95: rounded(reads.series.p95, 1) },
      ...{ viewportP50: rounded(reads.viewport.p50, 1), viewportP95: rounded(reads.viewport.p95, 1) },
      startSeconds: rounded(reads.started, 2),
      engineMegabytes: rounded(reads.megabytes, 0),
    }),
    ...(bytes.length > 0 && {
      bytesPerReading: by((one) => one.compressed),
      bytesPerReadingUncompressed: by((one) => one.uncompressed),
      inexact: bytes.reduce((sum, { inexact }) => sum + inexact, 0),
    }),
  }
}

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
