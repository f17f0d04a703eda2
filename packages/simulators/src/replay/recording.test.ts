import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { formatTime, parseTime } from '@driftbild/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadMapping, readyMappings } from './mapping.ts'
import { loadRecording, type Recording, type RecordingSpec } from './recording.ts'
import { replayRegister } from './register.ts'
import { createChecksum, summarise } from './summary.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftbild-recording-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function load(mapping: string, contents: string[], options: Partial<RecordingSpec> = {}): Promise<Recording> {
  const files = contents.map((content, i) => {
    const file = join(folder, `part-${i + 1}.csv`)
    writeFileSync(file, content)
    return file
  })
  return loadRecording({ files, mapping: loadMapping(mapping), ...options })
}

const cellsOf = ({ columns, series }: Recording) =>
  Array.from({ length: columns.length }, (_, i) => [
    formatTime(columns.time[i]!).slice(0, 16),
    series[columns.series[i]!]!.key,
    Number.isNaN(columns.value[i]) ? null : columns.value[i],
  ])
const accountedFor = ({ counts: c }: Recording) => c.values + c.missing + c.repeated + c.outside + c.refused

const ten = Array.from({ length: 10 }, (_, i) => `DMA ${i + 1} (L/s)`).join(',')
const hour = (time: string, first: string, rest = '1') => `${time},${first},${Array(9).fill(rest).join(',')}`

describe('hourly inflows with their autumn and spring', () => {
  const file = [
    `datetime_CET_CEST,${ten}`,
    hour('2021-10-31 01:00', '6.6825'),
    hour('2021-10-31 02:00', '6.55'),
    hour('2021-10-31 02:00', ''),
    hour('2021-10-31 03:00', '6.225'),
    hour('2022-03-27 02:00', '4.2'),
    hour('2022-03-27 03:00', 'broken'),
    '2022-03-27 04:00,1,2',
    '',
  ].join('\n')

  test('the two repeated hours stay apart, an empty cell is missing', async () => {
    const recording = await load('bwdf', [file])
    const first = cellsOf(recording).filter(([, key]) => key === 'DMA1-M/flow')
    expect(first).toEqual([
      ['2021-10-30T23:00', 'DMA1-M/flow', 6.6825],
      ['2021-10-31T00:00', 'DMA1-M/flow', 6.55],
      ['2021-10-31T01:00', 'DMA1-M/flow', null],
      ['2021-10-31T02:00', 'DMA1-M/flow', 6.225],
    ])
    expect(recording.laterHourRows).toBe(1)
  })

  test('what is refused is counted and named with its line, nothing else is lost', async () => {
    const recording = await load('bwdf', [file], { examples: 12 })
    expect(recording.counts).toEqual({
      rows: 7,
      cells: 70,
      values: 48,
      missing: 1,
      repeated: 0,
      outside: 0,
      refused: 21,
    })
    expect(accountedFor(recording)).toBe(70)
    expect(recording.refusals).toHaveLength(12)
    const places = new Set(
      recording.refusals.map(
        ({ file, line, column, reason, text }) => `${file}:${line} ${reason} ${column} ${text}`,
      ),
    )
    expect([...places]).toEqual([
      'part-1.csv:6 skipped-hour null 2022-03-27 02:00',
      'part-1.csv:7 no-number DMA 1 (L/s) broken',
      'part-1.csv:8 wrong-number-of-cells null 3 instead of 11',
    ])
  })

  test('a window cuts cells off at its end and keeps them from its start', async () => {
    const recording = await load('bwdf', [file], {
      from: parseTime('2021-10-31T00:00:00Z'),
      to: parseTime('2021-10-31T02:00:00Z'),
    })
    expect(recording.counts).toMatchObject({ values: 19, missing: 1, outside: 29, refused: 21 })
    expect(accountedFor(recording)).toBe(recording.counts.cells)
  })

  test('a file of another shape is refused as a whole, with what it has instead', async () => {
    await expect(load('bwdf', ['datetime_CET_CEST,DMA 1 (L/s)\n'])).rejects.toThrow(
      /part-1\.csv has no column DMA 2 \(L\/s\),.*; it has datetime_CET_CEST, DMA 1/,
    )
    await expect(load('bwdf', [''])).rejects.toThrow(/part-1\.csv is empty/)
    await expect(load('bwdf', [file], { mapping: { ...loadMapping('bwdf'), zone: null } })).rejects.toThrow(
      /part-1\.csv:2: 2021-10-31 01:00 names no zone: give one with --zone/,
    )
  })
})

describe('a pump rig in several files', () => {
  const header =
    'datetime;Accelerometer1RMS;Accelerometer2RMS;Current;Pressure;Temperature;Thermocouple;Voltage;Volume Flow RateRMS'
  const row = (time: string, first: number) => `${time};${first};0.3;2;0.4;90;26;238;122`

  test('is one recording in order of time; columns that are no signal are named', async () => {
    const recording = await load('skab', [
      `${header};anomaly\n${row('2020-02-08 13:30:48', 2)};0.0\n`,
      `${header};anomaly\n${row('2020-02-08 13:30:47', 1)};1.0\n`,
    ])
    expect(recording.columns.length).toBe(16)
    expect(recording.columns.value[0]).toBe(1)
    expect(recording.columns.value[8]).toBe(2)
    expect(recording.ignored).toEqual(['anomaly'])
  })

  test('a row that two files share is served once, a differing value of the same time twice', async () => {
    const recording = await load('skab', [
      `${header}\n${row('2020-02-08 13:30:47', 1)}\n`,
      `${header}\n${row('2020-02-08 13:30:47', 7)}\n`,
    ])
    expect(recording.counts).toMatchObject({ cells: 16, values: 9, repeated: 7 })
    expect(
      cellsOf(recording)
        .filter(([, key]) => key === 'RIG-P1/acceleration-1')
        .map((c) => c[2]),
    ).toEqual([1, 7])
    expect(recording.refusals[0]).toEqual({
      file: 'part-2.csv',
      line: 2,
      column: 'RIG-P1/acceleration-2',
      reason: 'repeated',
      text: '',
    })
  })

  test('fractions of a second are refused where the protocol has none', async () => {
    const content = `${header}\n${row('2020-02-08 13:30:47.5', 1)}\n`
    expect((await load('skab', [content])).columns.time[0]! % 1_000_000).toBe(500_000)
    const whole = await load('skab', [content], { wholeSeconds: true })
    expect(whole.counts).toMatchObject({ refused: 8, values: 0 })
    expect(whole.refusals[0]).toMatchObject({ line: 2, reason: 'not-a-whole-second' })
  })
})

describe('bins, one row a value', () => {
  const header =
    'timestamp,latestFullness,fullnessThreshold,ageThreshold,serialNumber,reason,description,position,longitude,latitude'
  const row = (date: string, level: string, serial: string, reason = 'NOT_READY') =>
    `${date},${level},8,0,${serial},${reason},Corner of ${serial},center,144.7,-37.9`
  const file = [
    header,
    row('2020-04-04', '6', '1'),
    row('2020-04-04', '0', '2', 'ALERT'),
    row('2020-04-05', '8', '1', 'ALERT'),
    row('2020-04-06', '10', '2'),
    row('2020-04-06', '10', ''),
  ].join('\n')

  test('tenths become fractions, an alert at level 0 is missing, a day is its local midnight', async () => {
    const recording = await load('wyndham', [file])
    expect(cellsOf(recording)).toEqual([
      ['2020-04-03T13:00', 'BIN-1/fill', 0.6],
      ['2020-04-03T13:00', 'BIN-2/fill', null],
      ['2020-04-04T13:00', 'BIN-1/fill', 0.8],
      ['2020-04-05T14:00', 'BIN-2/fill', 1],
    ])
    expect(recording.refusals).toEqual([
      { file: 'part-1.csv', line: 6, column: 'latestFullness', reason: 'no-asset', text: '10' },
    ])
  })

  test('the register has a container for each, where the file says it stands, and an alarm', async () => {
    const register = replayRegister(await load('wyndham', [file]))
    expect(register.assets.map(({ tag, name, geometry }) => [tag, name, geometry])).toEqual([
      ['BIN-1', 'Corner of 1', { type: 'Point', coordinates: [144.7, -37.9] }],
      ['BIN-2', 'Corner of 2', { type: 'Point', coordinates: [144.7, -37.9] }],
    ])
    expect(register.signals.map(({ key, unit }) => `${key} ${unit}`)).toEqual([
      'BIN-1/fill 1',
      'BIN-2/fill 1',
    ])
    expect(register.alarmRules.map(({ id, signal }) => [id, signal])).toEqual([
      ['BIN-1/fill#full', 'BIN-1/fill'],
      ['BIN-2/fill#full', 'BIN-2/fill'],
    ])
  })
})

test('the register of the meters has zones that the meters feed, in the mapping’s municipality or another', async () => {
  const recording = await load('bwdf', [`datetime_CET_CEST,${ten}\n${hour('2021-10-31 01:00', '1')}\n`])
  const register = replayRegister(recording)
  expect(register.municipality).toMatchObject({ code: '9990', zone: 'Europe/Rome', simulated: false })
  expect(register.zones).toHaveLength(10)
  expect(register.zones[3]).toMatchObject({ tag: 'DMA4', inflow: ['DMA4-M/flow'] })
  expect(register.assets.find((asset) => asset.tag === 'DMA4-M')).toMatchObject({
    class: 'dma-meter',
    zone: 'DMA4',
  })
  const other = replayRegister(recording, { ...register.municipality, code: '1234' })
  expect(other.municipality.code).toBe('1234')
})

test('a summary can be recomputed from rows in order of time', async () => {
  const summary = summarise(
    await load('bwdf', [`datetime_CET_CEST,${ten}\n${hour('2021-10-31 01:00', '9.53999999999999', '')}\n`]),
  )
  const checksum = createChecksum()
  checksum.add(parseTime('2021-10-30T23:00:00Z'), 9.53999999999999)
  expect(summary).toMatchObject({ count: 10, missing: 9, first: '2021-10-30T23:00:00.000000Z' })
  expect(summary.signals['DMA1-M/flow']).toMatchObject({ count: 1, missing: 0, checksum: checksum.digest() })
  expect(summary.signals['DMA2-M/flow']).toMatchObject({ count: 1, missing: 1 })
})

test('every ready-made mapping reads', () => {
  expect(readyMappings().sort()).toEqual(['bwdf', 'skab', 'wyndham'])
  for (const name of readyMappings()) expect(loadMapping(name).name).toBe(name)
  expect(() => loadMapping('bwfd')).toThrow(/no mapping bwfd: neither a file nor one of bwdf/)
  const file = join(folder, 'own.json')
  writeFileSync(file, JSON.stringify({ ...loadMapping('skab'), tiem: {} }))
  expect(() => loadMapping(file)).toThrow(/own\.json: .*Unrecognized key: "tiem"/s)
})
