import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CsvRow, detectDelimiter, readCsv } from './csv.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftbild-csv-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function rowsOf(content: string | Buffer, name = 'a.csv'): Promise<CsvRow[]> {
  const file = join(folder, name)
  writeFileSync(file, content)
  return allOf(readCsv(file, (header) => detectDelimiter(header, 'time')))
}

async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

test.each([
  ['commas', 'time,a\n1,2\n', ['1', '2']],
  ['semicolons beside decimal commas', 'time;a\n1;2,5\n', ['1', '2,5']],
  ['tabs', 'time\ta\n1\t2\n', ['1', '2']],
  ['bars', 'time|a\n1|2\n', ['1', '2']],
  ['lines as Windows ends them', 'time,a\r\n1,2\r\n', ['1', '2']],
  ['a last line without an end', 'time,a\n1,2', ['1', '2']],
  ['quotes around delimiters and quotes', 'time,a\n"1,5","say ""no"""\n', ['1,5', 'say "no"']],
  ['a quoted line break', 'time,a\n"1\n2",3\n', ['1\n2', '3']],
  ['empty cells at the end', 'time,a\n1,\n', ['1', '']],
])('reads %s', async (_, content, cells) => {
  expect((await rowsOf(content))[1]).toEqual({ line: 2, cells })
})

test('counts lines as an editor does, also past quoted breaks and empty lines', async () => {
  const rows = await rowsOf('time,a\n"1\n2",3\n\n4,5\n')
  expect(rows.map((row) => row.line)).toEqual([1, 2, 5])
})

test('reads gzip, in pieces that cut through characters', async () => {
  const long = `time,a\n${'å,ö\n'.repeat(40_000)}`
  const rows = await rowsOf(gzipSync(long), 'a.csv.gz')
  expect(rows).toHaveLength(40_001)
  expect(rows.at(-1)).toEqual({ line: 40_001, cells: ['å', 'ö'] })
})

test('says which file it is and what to do when it can’t be read', async () => {
  await expect(rowsOf(Buffer.from([0x74, 0xe5, 0x0a]))).rejects.toThrow(
    /a\.csv is not UTF-8 text: convert it/,
  )
  await expect(rowsOf('time,a\n"1,2\n3,4\n')).rejects.toThrow(/a\.csv:2: a quote is opened and never closed/)
  await expect(rowsOf('no gzip', 'b.csv.gz')).rejects.toThrow(/b\.csv\.gz can’t be read: incorrect header/)
  await expect(allOf(readCsv(join(folder, 'none.csv'), () => ','))).rejects.toThrow(/none\.csv can’t be read/)
})
