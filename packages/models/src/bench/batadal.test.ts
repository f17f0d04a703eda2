import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { randomFrom } from '../../test/series.ts'
import { benches } from './index.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftbild-batadal-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const LEVELS = ['L_T1', 'L_T2', 'L_T3', 'L_T4', 'L_T5', 'L_T6', 'L_T7']
const STATIONS = [...Array.from({ length: 11 }, (_, i) => `PU${i + 1}`), 'V2']
const PRESSURES = [280, 269, 300, 256, 289, 415, 302, 306, 307, 317, 14, 422].map((n) => `P_J${n}`)
const FIRST = Date.UTC(2016, 0, 4)

/** Everything follows from the hour; `lie` alters one cell. */
function write(
  name: string,
  hours: number,
  flags: 'shown' | 'kept',
  lie = (_: string, __: number, v: number) => v,
) {
  const random = randomFrom(hours)
  const head = ['DATETIME', ...LEVELS, ...STATIONS.flatMap((s) => [`F_${s}`, `S_${s}`]), ...PRESSURES]
  const lines = Array.from({ length: hours }, (_, i) => {
    const at = new Date(FIRST + i * 3_600_000).toISOString()
    const time = `${at.slice(8, 10)}/${at.slice(5, 7)}/${at.slice(2, 4)} ${at.slice(11, 13)}`
    const swing = Math.sin((2 * Math.PI * i) / 24) + 0.3 * Math.sin((2 * Math.PI * i) / 31)
    const noise = () => 0.01 * random.normal()
    const cells: [string, number][] = [
      ...LEVELS.map((l, k): [string, number] => [l, 3 + (1 + 0.1 * k) * swing + noise()]),
      ...STATIONS.flatMap((s, k): [string, number][] => [
        [`F_${s}`, 40 + k + 5 * swing + noise()],
        [`S_${s}`, 1],
      ]),
      ...PRESSURES.map((p, k): [string, number] => [p, 50 + k + 8 * swing + noise()]),
    ]
    const flag = flags === 'shown' ? (i >= 150 && i < 190 ? 1 : 0) : -999
    return [time, ...cells.map(([c, v]) => lie(c, i, v).toFixed(2)), flag].join(',')
  })
  writeFileSync(join(folder, name), [[...head, ' ATT_FLAG'].join(','), ...lines].join('\n'))
}

const spoofed = (signal: string, i: number, v: number): number =>
  signal === 'L_T3' && i >= 150 && i < 190 ? v + 1.5 : v

test('every hour is answered, a spoofed tank is found and named, truth is only scored with', async () => {
  write('BATADAL_dataset03.csv', 1500, 'kept')
  write('asked.csv', 300, 'shown', spoofed)
  const run = () => benches.batadal!.run({ data: folder, options: { test: 'asked.csv' } })
  const { answers, figures, table } = await run()
  expect(answers.header).toEqual(['DATETIME', 'ATT_FLAG', 'score'])
  expect(answers.rows).toHaveLength(300)
  expect(answers.rows[0]![0]).toBe('04/01/16 00')
  expect(figures.s).toBeGreaterThan(0.95)
  expect(table.some((row) => row[4]!.startsWith('L_T3 altered'))).toBe(true)
  write('asked.csv', 300, 'kept', spoofed)
  const unknown = await run()
  expect(unknown.answers).toEqual(answers)
  expect(Object.keys(unknown.figures)).toEqual(['bench', 'events'])
})

test('a missing signal and an absent file are named', async () => {
  writeFileSync(join(folder, 'short.csv'), 'DATETIME,L_T1\n04/01/16 00,3\n')
  const asked = (file: string) => benches.batadal!.run({ data: folder, options: { test: file } })
  await expect(asked('short.csv')).rejects.toThrow('has no column')
  await expect(asked('nowhere.csv')).rejects.toThrow('nowhere.csv')
})
