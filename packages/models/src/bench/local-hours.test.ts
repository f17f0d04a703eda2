import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HOUR, parseTime } from '@driftbild/core'
import { afterAll, expect, test } from 'vitest'
import { readLocalHours } from './local-hours.ts'

const folder = mkdtempSync(join(tmpdir(), 'driftbild-hours-'))
afterAll(() => rmSync(folder, { recursive: true }))

const read = (...rows: string[]) => {
  writeFileSync(join(folder, 'flow.csv'), ['time,A,B', ...rows].join('\n'))
  return readLocalHours(folder, 'flow.csv', 'Europe/Rome')
}

test('autumn’s hour is there twice, an empty cell or an absent row is missing', () => {
  const columns = read(
    '2022-10-30 01:00,1,9',
    '2022-10-30 02:00,2,',
    '2022-10-30 02:00,3,7',
    '2022-10-30 05:00,6,6',
  )
  expect(columns.get('A')).toEqual({
    start: parseTime('2022-10-29T23:00:00Z') / HOUR,
    values: [1, 2, 3, null, null, 6],
  })
  expect(columns.get('B')!.values).toEqual([9, null, 7, null, null, 6])
})

test('an hour that spring skips, or one told thrice, is refused by its name', () => {
  expect(() => read('2022-03-27 02:00,1,1')).toThrow('2022-03-27 02:00')
  expect(() => read('2022-10-30 00:00,1,1', '2022-10-30 00:00,1,1')).toThrow('2022-10-30 00:00')
  expect(() => read('yesterday,1,1')).toThrow('yesterday is no time')
})
