import { parquetWriteBuffer } from 'hyparquet-writer'
import { expect, test } from 'vitest'
import type { ReadableBytes } from './archive/read-readings.ts'
import { readParquetRows, type TextRow } from './parquet-rows.ts'

async function rowsOf(file: ArrayBuffer): Promise<TextRow[]> {
  const bytes: ReadableBytes = {
    byteLength: file.byteLength,
    slice: async (start, end) => file.slice(start, end),
  }
  const rows: TextRow[] = []
  for await (const row of readParquetRows(bytes)) rows.push(row)
  return rows
}

test('rows are text as a CSV file would have them, with numbers to find them by', async () => {
  const file = parquetWriteBuffer({
    columnData: [
      { name: 'at', data: [new Date('2024-01-01T00:00:00.250Z'), null], type: 'TIMESTAMP', nullable: true },
      { name: 'nivå', data: [1.5, Number.NaN], type: 'DOUBLE' },
      { name: 'count', data: [9007199254740993n, 2n], type: 'INT64' },
      { name: 'pump', data: ['P1', 'Å2'], type: 'STRING' },
      { name: 'on', data: [true, false], type: 'BOOLEAN' },
    ],
  })
  expect(await rowsOf(file)).toEqual([
    { line: 0, cells: ['at', 'nivå', 'count', 'pump', 'on'] },
    { line: 1, cells: ['2024-01-01T00:00:00.250000Z', '1.5', '9007199254740993', 'P1', 'true'] },
    { line: 2, cells: ['', 'NaN', '2', 'Å2', 'false'] },
  ])
})

test('a time that is no instant keeps its zone for the mapping to say', async () => {
  const local = { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' } as const
  const file = parquetWriteBuffer({
    schema: [
      { name: 'root', num_children: 1 },
      { name: 'at', type: 'INT64', repetition_type: 'REQUIRED', logical_type: local },
    ],
    columnData: [{ name: 'at', data: [1_704_067_200_000_001n] }],
  })
  expect((await rowsOf(file))[1]!.cells).toEqual(['2024-01-01T00:00:00.000001'])
})

test('many rows come one after the other', async () => {
  const data = Int32Array.from({ length: 45_000 }, (_, i) => i)
  const rows = await rowsOf(parquetWriteBuffer({ columnData: [{ name: 'n', data, type: 'INT32' }] }))
  expect(rows).toHaveLength(45_001)
  expect(rows.at(-1)).toEqual({ line: 45_000, cells: ['44999'] })
})

test('what is no Parquet file, or has lists in it, says so', async () => {
  await expect(rowsOf(new TextEncoder().encode('a,b\n1,2\n'.repeat(9)).buffer)).rejects.toThrow(/parquet/i)
  const lists = parquetWriteBuffer({
    schema: [
      { name: 'root', num_children: 1 },
      { name: 'values', num_children: 1, repetition_type: 'OPTIONAL', converted_type: 'LIST' },
      { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
      { name: 'element', type: 'INT32', repetition_type: 'REQUIRED' },
    ],
    columnData: [{ name: 'values', data: [[1, 2]] }],
  })
  await expect(rowsOf(lists)).rejects.toThrow('the column values holds lists')
})
