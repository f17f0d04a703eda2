import type { Reading } from '@driftbild/core'
import type { SchemaElement } from 'hyparquet'
import type { ColumnSource } from 'hyparquet-writer'

/** A reading as it lies in the archive: of which signal, and as which entry of which outbox it came. */
export interface ArchivedReading {
  key: string
  unit: string
  /** The outbox it came from, as a UUID, and its number there. */
  epoch: string
  sequence: number
  reading: Reading
}

type Encoding = NonNullable<ColumnSource['encoding']>

interface Column {
  name: string
  element: Omit<SchemaElement, 'name'>
  /** Undefined where a dictionary pays. */
  encoding?: Encoding
  cell(row: ArchivedReading): unknown
}

const text = { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } } as const
const time = {
  type: 'INT64',
  converted_type: 'TIMESTAMP_MICROS',
  logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
} as const
const required = { repetition_type: 'REQUIRED' } as const
const optional = { repetition_type: 'OPTIONAL' } as const

const whole = (value: number | null): bigint | null => (value === null ? null : BigInt(value))

/** The columns of a file of readings, by the names that whoever opens one sees. */
export const columns: readonly Column[] = [
  { name: 'signal', element: { ...text, ...required }, cell: (row) => row.key },
  { name: 'unit', element: { ...text, ...required }, cell: (row) => row.unit },
  {
    name: 'source_time',
    element: { ...time, ...required },
    encoding: 'DELTA_BINARY_PACKED',
    cell: (row) => whole(row.reading.sourceTime),
  },
  {
    name: 'server_time',
    element: { ...time, ...optional },
    encoding: 'DELTA_BINARY_PACKED',
    cell: (row) => whole(row.reading.serverTime),
  },
  {
    name: 'received_time',
    element: { ...time, ...required },
    encoding: 'DELTA_BINARY_PACKED',
    cell: (row) => whole(row.reading.receivedTime),
  },
  {
    name: 'value',
    element: { type: 'DOUBLE', ...optional },
    // Never by dictionary: to it 0 and −0 are one value.
    encoding: 'BYTE_STREAM_SPLIT',
    cell: ({ reading }) => ('value' in reading ? reading.value : null),
  },
  {
    name: 'reason',
    element: { ...text, ...optional },
    cell: ({ reading }) => ('reason' in reading ? reading.reason : null),
  },
  {
    name: 'status',
    element: { type: 'INT32', converted_type: 'UINT_32', ...required },
    cell: (row) => row.reading.status,
  },
  {
    name: 'collector_clock',
    element: { type: 'BOOLEAN', ...required },
    cell: (row) => row.reading.clock === 'collector',
  },
  { name: 'epoch', element: { ...text, ...required }, cell: (row) => row.epoch },
  {
    name: 'sequence',
    element: { type: 'INT64', ...required },
    encoding: 'DELTA_BINARY_PACKED',
    cell: (row) => whole(row.sequence),
  },
]

export const schema: SchemaElement[] = [
  { name: 'reading', num_children: columns.length },
  ...columns.map(({ name, element }) => ({ name, ...element })),
]
