import { Reading } from '@driftbild/core'
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { z } from 'zod'
import { decompressors } from './compressors.ts'
import { type ArchivedReading, columns } from './reading-columns.ts'

/** Part by part of a file, or of what else holds bytes. */
export interface ReadableBytes {
  byteLength: number
  slice(start: number, end?: number): Promise<ArrayBuffer>
}

const Whole = z.bigint().transform(Number).pipe(z.int())

const Row = z.object({
  signal: z.string(),
  unit: z.string(),
  source_time: Whole,
  server_time: Whole.nullable(),
  received_time: Whole,
  value: z.number().nullable(),
  reason: z.string().nullable(),
  status: z.int(),
  collector_clock: z.boolean(),
  epoch: z.string(),
  sequence: Whole,
})

/** Of a timestamp the microseconds themselves; a Date would keep thousandths. */
const parsers = { timestampFromMicroseconds: (micros: bigint) => micros }

/**
 * The readings of a file in its order, a group of rows at a time. Throws where it isn't a Parquet file of readings,
 * with the row that can't be one.
 */
export async function* readReadings(file: ReadableBytes): AsyncGenerator<ArchivedReading[]> {
  const metadata = await parquetMetadataAsync(file)
  const missing = columns.filter(({ name }) => !metadata.schema.some((element) => element.name === name))
  if (missing.length > 0)
    throw new Error(`the columns ${missing.map(({ name }) => name).join(', ')} are missing`)
  let rowStart = 0
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows)
    const rows = await parquetReadObjects({
      file,
      metadata,
      rowStart,
      rowEnd,
      columns: columns.map(({ name }) => name),
      compressors: decompressors,
      parsers,
    })
    yield rows.map((row, i) => toArchived(row, rowStart + i))
    rowStart = rowEnd
  }
}

function toArchived(row: unknown, index: number): ArchivedReading {
  const parsed = Row.safeParse(row)
  const { data } = parsed
  const reading = data && Reading.safeParse(readingOf(data))
  if (!data || !reading?.success) {
    const [issue] = (parsed.error ?? reading?.error)!.issues
    throw new Error(`row ${index} is not a reading: ${issue!.path.join('.')} ${issue!.message}`)
  }
  return {
    key: data.signal,
    unit: data.unit,
    epoch: data.epoch,
    sequence: data.sequence,
    reading: reading.data,
  }
}

const readingOf = (row: z.infer<typeof Row>): unknown => ({
  sourceTime: row.source_time,
  serverTime: row.server_time,
  receivedTime: row.received_time,
  status: row.status,
  clock: row.collector_clock ? 'collector' : 'device',
  ...(row.value === null ? { reason: row.reason } : { value: row.value }),
})
