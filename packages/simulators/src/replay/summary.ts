import { createHash, type Hash } from 'node:crypto'
import { formatTime, type Micros } from '@driftbild/core'
import type { Recording } from './recording.ts'

/** What one signal's values are, in so few words that they can be compared with what a store holds. */
export interface SeriesSummary {
  /** Cells served: values and missing ones. */
  count: number
  missing: number
  first: string | null
  last: string | null
  /** SHA-256 over the lines of `createChecksum`. */
  checksum: string
}

export interface ReplaySummary extends SeriesSummary {
  signals: Record<string, SeriesSummary>
}

export interface Checksum {
  /** In order of time; values of one time in the order in which they came. */
  add(time: Micros, value: number | null): void
  digest(): string
}

/** SHA-256 over a line `time␉value␊` for each value: whole microseconds, the shortest decimal, empty when missing. */
export function createChecksum(): Checksum {
  const hash = createHash('sha256')
  return {
    add: (time, value) => void hash.update(`${time}\t${value ?? ''}\n`),
    digest: () => hash.digest('hex'),
  }
}

/** The checksum of several signals: over the lines `key␉checksum␊` in the keys' order. */
export function combineChecksums(checksums: Readonly<Record<string, string>>): string {
  const hash: Hash = createHash('sha256')
  for (const key of Object.keys(checksums).sort()) hash.update(`${key}\t${checksums[key]}\n`)
  return hash.digest('hex')
}

export function summarise({ series, columns }: Pick<Recording, 'series' | 'columns'>): ReplaySummary {
  const parts = series.map(() => ({ checksum: createChecksum(), count: 0, missing: 0, first: 0, last: 0 }))
  for (let i = 0; i < columns.length; i++) {
    const part = parts[columns.series[i]!]!
    const time = columns.time[i]!
    const value = columns.value[i]!
    part.checksum.add(time, Number.isNaN(value) ? null : value)
    if (part.count++ === 0) part.first = time
    if (Number.isNaN(value)) part.missing++
    part.last = time
  }
  const signals = Object.fromEntries(
    parts.map(({ checksum, count, missing, first, last }, i) => [
      series[i]!.key,
      { count, missing, first: formatTime(first), last: formatTime(last), checksum: checksum.digest() },
    ]),
  )
  const { length, time } = columns
  return {
    count: length,
    missing: parts.reduce((sum, part) => sum + part.missing, 0),
    first: length > 0 ? formatTime(time[0]!) : null,
    last: length > 0 ? formatTime(time[length - 1]!) : null,
    checksum: combineChecksums(
      Object.fromEntries(Object.entries(signals).map(([key, s]) => [key, s.checksum])),
    ),
    signals,
  }
}
