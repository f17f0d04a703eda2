import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { formatTime } from '@driftbild/core'
import { type FileMetaData, parquetMetadataAsync, parquetReadObjects, type SchemaElement } from 'hyparquet'
import { decompressors } from './archive/compressors.ts'
import type { ReadableBytes } from './archive/read-readings.ts'

/** A row as text, as a CSV file would have it: the first has the columns' names, and number 0. */
export interface TextRow {
  /** From 1. */
  line: number
  cells: string[]
}

/** As other people's tools write them; Snappy is the library's own. */
const everyDecompressor = {
  ...decompressors,
  GZIP: (bytes: Uint8Array): Uint8Array => gunzipSync(bytes),
  BROTLI: (bytes: Uint8Array): Uint8Array => brotliDecompressSync(bytes),
}

/** An instant to the microsecond; a Date would keep thousandths. */
class Instant {
  readonly micros: number
  constructor(micros: bigint) {
    this.micros = Number(micros)
  }
}

const parsers = {
  timestampFromMilliseconds: (millis: bigint) => new Instant(millis * 1000n),
  timestampFromMicroseconds: (micros: bigint) => new Instant(micros),
  timestampFromNanoseconds: (nanos: bigint) => new Instant(nanos / 1000n),
}

/** Rows that are in memory at once, where a file has them all in one group. */
const AT_ONCE = 20_000

/**
 * The rows of any flat Parquet file as text. Times end on Z where the file says that they are instants, and on nothing
 * where they are local. Throws what is wrong with the file, with the column that holds no single values.
 */
export async function* readParquetRows(file: ReadableBytes): AsyncGenerator<TextRow> {
  const metadata = await parquetMetadataAsync(file)
  const columns = columnsOf(metadata)
  yield { line: 0, cells: columns.map(({ name }) => name) }
  const total = Number(metadata.num_rows)
  for (let rowStart = 0; rowStart < total; rowStart += AT_ONCE) {
    const rows = await parquetReadObjects({
      ...{ file, metadata, parsers, compressors: everyDecompressor },
      ...{ rowStart, rowEnd: Math.min(total, rowStart + AT_ONCE) },
    })
    for (const [i, row] of rows.entries()) {
      yield { line: rowStart + i + 1, cells: columns.map(({ name, text }) => text(row[name])) }
    }
  }
}

interface TextColumn {
  name: string
  text(value: unknown): string
}

function columnsOf({ schema: [, ...elements] }: FileMetaData): TextColumn[] {
  const nested = elements.find(
    ({ num_children, repetition_type }) => num_children || repetition_type === 'REPEATED',
  )
  if (nested) throw new Error(`the column ${nested.name} holds lists or records, not single values`)
  return elements.map((element) => {
    const local = isLocal(element)
    return { name: element.name, text: (value) => textOf(value, local) }
  })
}

const isLocal = ({ logical_type }: SchemaElement): boolean =>
  logical_type?.type === 'TIMESTAMP' && !logical_type.isAdjustedToUTC

function textOf(value: unknown, local: boolean): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Instant) {
    const text = formatTime(value.micros)
    return local ? text.replace(/Z$/, '') : text
  }
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return String(value)
}
