import { type Reading, reasons } from '@driftbild/core'
import { parquetMetadataAsync } from 'hyparquet'
import { describe, expect, test } from 'vitest'
import { type ReadableBytes, readReadings } from './read-readings.ts'
import type { ArchivedReading } from './reading-columns.ts'
import { createReadingDigest } from './reading-digest.ts'
import { createReadingsWriter } from './write-readings.ts'

const EPOCH = '3f1c8a52-7d0e-4b6a-9c11-2f5d8e7a9b10'
const JANUARY = 1_704_067_200_000_000

const common = {
  sourceTime: JANUARY,
  serverTime: null,
  receivedTime: JANUARY + 1,
  status: 0,
  clock: 'device',
} as const

function rowsOf(readings: Partial<Reading>[]): ArchivedReading[] {
  return readings.map((reading, i) => ({
    key: i % 2 ? 'VV1-P3/power' : 'Ängsvägen/nivå',
    unit: 'kW',
    epoch: EPOCH,
    sequence: i + 1,
    reading: { ...common, ...reading } as Reading,
  }))
}

function fileOf(rows: readonly ArchivedReading[], groupRows = 4): ReadableBytes & { bytes: Buffer } {
  const parts: Buffer[] = []
  const writer = createReadingsWriter({
    sink: (part) => parts.push(Buffer.from(part)),
    notes: { municipality: '9999' },
    groupRows,
  })
  for (const row of rows) writer.add(row)
  expect(writer.finish()).toBe(rows.length)
  const bytes = Buffer.concat(parts)
  return {
    bytes,
    byteLength: bytes.length,
    slice: async (start, end) => Uint8Array.from(bytes.subarray(start, end)).buffer,
  }
}

async function readBack(file: ReadableBytes): Promise<ArchivedReading[][]> {
  const groups: ArchivedReading[][] = []
  for await (const group of readReadings(file)) groups.push(group)
  return groups
}

const bitsOf = (value: number): bigint => new BigUint64Array(Float64Array.of(value).buffer)[0]!

describe('a file of readings is read back to the bit', () => {
  const values = [0, -0, 1, -1.5, 0.1 + 0.2, 5e-324, -2.2250738585072014e-308, 1.7976931348623157e308, 1 / 3]

  test('values, both zeros and the smallest there are among them', async () => {
    const rows = rowsOf(values.map((value) => ({ value })))
    const back = (await readBack(fileOf(rows, 100))).flat()
    expect(back).toEqual(rows)
    expect(back.map(({ reading }) => bitsOf((reading as { value: number }).value))).toEqual(
      values.map(bitsOf),
    )
  })

  test('times in microseconds, before 1970 and where the other clocks are far off', async () => {
    const rows = rowsOf([
      { value: 1, sourceTime: -1, serverTime: -7_000_000_001, receivedTime: JANUARY + 123_457 },
      { value: 1, sourceTime: JANUARY + 1, serverTime: 0, receivedTime: 8_640_000_000_000_000 - 1 },
      { value: 1, sourceTime: JANUARY + 999_999 },
    ])
    expect((await readBack(fileOf(rows))).flat()).toEqual(rows)
  })

  test('every reason, all 32 bits of the status, whose clock it was', async () => {
    const rows = rowsOf([
      ...reasons.map((reason) => ({ reason, status: 0x809b0000 })),
      { value: 3, status: 0xffffffff },
      { value: 3, status: 0x408f0000, clock: 'collector' },
      { value: 3, status: 0x7fffffff },
    ])
    expect((await readBack(fileOf(rows))).flat()).toEqual(rows)
  })

  test('sequences beyond 32 bits', async () => {
    const rows = rowsOf([{ value: 1 }]).map((row) => ({ ...row, sequence: Number.MAX_SAFE_INTEGER }))
    expect((await readBack(fileOf(rows))).flat()).toEqual(rows)
  })

  test('a group of rows at a time, and none of them of an empty file', async () => {
    const rows = rowsOf(Array.from({ length: 10 }, (_, i) => ({ value: i })))
    const groups = await readBack(fileOf(rows, 4))
    expect(groups.map((group) => group.length)).toEqual([4, 4, 2])
    expect(groups.flat()).toEqual(rows)
    expect(await readBack(fileOf([]))).toEqual([])
  })
})

test('the file says what it is: Parquet, with times in UTC and an unsigned status', async () => {
  const file = fileOf(rowsOf([{ value: 1 }]))
  expect(file.bytes.subarray(0, 4).toString()).toBe('PAR1')
  expect(file.bytes.subarray(-4).toString()).toBe('PAR1')
  const metadata = await parquetMetadataAsync(file)
  expect(metadata.num_rows).toBe(1n)
  expect(metadata.key_value_metadata).toContainEqual({ key: 'municipality', value: '9999' })
  const element = (name: string) => metadata.schema.find((one) => one.name === name)
  expect(element('source_time')).toMatchObject({
    type: 'INT64',
    repetition_type: 'REQUIRED',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  })
  expect(element('value')).toMatchObject({ type: 'DOUBLE', repetition_type: 'OPTIONAL' })
  expect(element('status')).toMatchObject({ type: 'INT32', converted_type: 'UINT_32' })
})

describe('the digest of readings', () => {
  const digestOf = (rows: readonly ArchivedReading[]) => {
    const digest = createReadingDigest()
    for (const row of rows) digest.add(row)
    return digest.finish()
  }
  const [row] = rowsOf([{ value: 0, serverTime: 5 }])

  test('is the same of what was read back', async () => {
    const rows = rowsOf([{ value: -0 }, { reason: 'no-value' }, { value: 2, serverTime: 7 }])
    expect(digestOf((await readBack(fileOf(rows))).flat())).toBe(digestOf(rows))
  })

  test.each<[string, ArchivedReading]>([
    ['the sign of a zero', { ...row!, reading: { ...row!.reading, value: -0 } as Reading }],
    ['a microsecond', { ...row!, reading: { ...row!.reading, sourceTime: JANUARY + 1 } }],
    ['a server’s time that is not there', { ...row!, reading: { ...row!.reading, serverTime: null } }],
    ['a bit of the status', { ...row!, reading: { ...row!.reading, status: 1 } }],
    ['whose clock it was', { ...row!, reading: { ...row!.reading, clock: 'collector' } }],
    ['the signal', { ...row!, key: 'other' }],
    ['the number', { ...row!, sequence: 2 }],
  ])('is another one when %s differs', (_, other) => {
    expect(digestOf([other])).not.toBe(digestOf([row!]))
  })
})

test('a file of something else is refused with what is missing', async () => {
  const { parquetWriteBuffer } = await import('hyparquet-writer')
  const buffer = parquetWriteBuffer({ columnData: [{ name: 'signal', data: ['a'], type: 'STRING' }] })
  const file = { byteLength: buffer.byteLength, slice: async (a: number, b?: number) => buffer.slice(a, b) }
  await expect(readBack(file)).rejects.toThrow(/source_time.* are missing/)
})
