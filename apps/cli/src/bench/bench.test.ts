import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { driftbild } from '../testing/command.ts'

const folder = mkdtempSync(join(tmpdir(), 'driftbild-bench-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const place = (name: string) => {
  mkdirSync(join(folder, name), { recursive: true })
  return join(folder, name)
}
const day = (n: number) => new Date(n * 86_400_000).toISOString().slice(0, 10)
/** Between 0 and 1, the same each time. */
const chance = (n: number) => Math.abs(Math.sin(n * 12.9898) * 43758.5453) % 1
const dayNumber = (date: string) => Date.parse(date) / 86_400_000

async function answers(name: string, data: string, ...more: string[]) {
  const out = join(folder, `${name}.csv`)
  const run = await driftbild(['bench', name, '--data', data, '--out', out, ...more])
  expect([run.code, run.err.replace(/^\d+ % .*\n/gm, '')]).toEqual([0, ''])
  const [header, ...rows] = readFileSync(out, 'utf8').trimEnd().split('\n')
  return {
    header,
    rows: rows.map((row) => row.split(',')),
    table: run.out,
    last: JSON.parse(run.out.at(-1)!),
  }
}

describe('wyndham', () => {
  beforeAll(() => {
    const head =
      'timestamp,latestFullness,fullnessThreshold,ageThreshold,serialNumber,reason,description,position,longitude,latitude'
    const rows: string[] = []
    for (const [b, serial] of ['1510830', '1511190', '1511191'].entries()) {
      let fill = 0
      for (let d = dayNumber('2019-08-01'); d <= dayNumber('2020-02-29'); d++) {
        const missing = chance(d + b) < 0.05
        const reading = missing ? '0,8,0' : `${fill},8,0`
        rows.push(
          `${day(d)},${reading},${serial},${missing ? 'ALERT' : 'NOT_READY'},A bin,center,144.7,-37.9`,
        )
        fill = fill >= 8 ? 0 : Math.min(10, fill + (chance(d * 3 + b) < 0.4 ? 4 : 2))
      }
    }
    writeFileSync(join(place('wyndham'), 'fill.csv.gz'), gzipSync([head, ...rows].join('\n')))
  })

  test('answers each eligible bin, day and horizon, prints a table, and its figures as the last line', async () => {
    const { header, rows, table, last } = await answers('wyndham', join(folder, 'wyndham'))
    expect(header).toBe('serial,date,h,probability,expected_fill')
    expect(rows.length).toBeGreaterThan(150)
    for (const [serial, date, h, probability, expected] of rows) {
      expect(serial).toMatch(/^15\d{5}$/)
      expect(date).toMatch(/^2020-0[12]-\d\d$/)
      expect(['1', '2', '3']).toContain(h)
      for (const share of [probability, expected]) expect(Number(share)).toBeGreaterThanOrEqual(0)
    }
    expect(table[0]).toMatch(/^ *h +n +Brier +per-bin empirical/)
    expect(last).toMatchObject({ bench: 'wyndham', n_1d: expect.any(Number), brier_1d: expect.any(Number) })
  })

  test('answers for the days that are asked, the same each time', async () => {
    const asked = ['--from', '2020-02-01', '--to=2020-02-10']
    const once = await answers('wyndham', join(folder, 'wyndham'), ...asked)
    expect(new Set(once.rows.map((row) => row[1]!.slice(0, 9)))).toEqual(new Set(['2020-02-0', '2020-02-1']))
    expect(await answers('wyndham', join(folder, 'wyndham'), ...asked)).toEqual(once)
  })
})

describe('bwdf', () => {
  const write = (until: string) => {
    const lines = ['datetime_CET_CEST,DMA 1 (L/s),DMA 2 (L/s)']
    for (let d = dayNumber('2022-05-01'); d < dayNumber(until); d++) {
      for (let hour = 0; hour < 24; hour++) {
        const flow = (hour < 6 ? 4 : 9) * (1 + 0.06 * chance(d * 24 + hour))
        const second = hour === 5 ? '' : (2 * flow).toFixed(3)
        lines.push(`${day(d)} ${String(hour).padStart(2, '0')}:00,${flow.toFixed(3)},${second}`)
      }
    }
    writeFileSync(join(place('bwdf'), 'inflow_Ls.csv.gz'), gzipSync(lines.join('\n')))
  }

  test('answers 168 hours for each week and area, with its figures beside the naive ones', async () => {
    write('2022-08-01')
    const { header, rows, last } = await answers('bwdf', join(folder, 'bwdf'), '--weeks', 'W1')
    expect(header).toBe('week,dma,hour,forecast')
    expect(rows).toHaveLength(2 * 168)
    expect(rows.map((row) => row.slice(0, 3).join(' ')).slice(167, 169)).toEqual([
      'W1 DMA 1 167',
      'W1 DMA 2 0',
    ])
    expect(last).toMatchObject({ bench: 'bwdf', pi1: expect.any(Number), pi1_naive: expect.any(Number) })
  })

  test('without the truth of the week it answers the same, and leaves the figures out', async () => {
    const known = await answers('bwdf', join(folder, 'bwdf'), '--weeks', 'W1')
    write('2022-07-25')
    const unknown = await answers('bwdf', join(folder, 'bwdf'), '--weeks', 'W1')
    expect(unknown.rows).toEqual(known.rows)
    expect(unknown.last).toEqual({ bench: 'bwdf' })
  })
})

describe('skab', () => {
  const head =
    'datetime;Accelerometer1RMS;Accelerometer2RMS;Current;Pressure;Temperature;Thermocouple;Voltage;Volume Flow RateRMS'
  const write = (labelled: boolean) => {
    const rows = Array.from({ length: 600 }, (_, i) => {
      const odd = i >= 480 && i < 560
      const noise = (n: number) => chance(i * 7 + n) - 0.5
      const time = new Date(Date.UTC(2020, 2, 9, 10, 0, i)).toISOString().slice(0, 19).replace('T', ' ')
      const columns = [0.2 + 0.02 * noise(1), 0.25 + 0.02 * noise(2), 2 + 0.2 * noise(3), 0.4, 70, 25, 230]
      const flow = 120 + 2 * noise(4) - (odd ? 12 : 0)
      const labels = labelled ? `;${odd ? 1 : 0}.0;${i === 480 || i === 560 ? 1 : 0}.0` : ''
      return `${[time, ...columns, flow].join(';')}${labels}`
    })
    const names = labelled ? `${head};anomaly;changepoint` : head
    writeFileSync(join(place('skab/data/valve1'), '0.csv.gz'), gzipSync([names, ...rows].join('\n')))
    writeFileSync(join(place('skab/data/other'), '12.csv'), [names, ...rows].join('\n'))
  }

  test('answers every row after the first 400 of each file, labelled or not', async () => {
    write(true)
    const known = await answers('skab', join(folder, 'skab'))
    expect(known.header).toBe('file,datetime,anomaly,score')
    expect(known.rows).toHaveLength(2 * 200)
    expect(known.rows.map((row) => row[0]).filter((file, i, all) => all.indexOf(file) === i)).toEqual([
      'other/12',
      'valve1/0',
    ])
    expect(known.rows[0]![1]).toBe('2020-03-09 10:06:40')
    expect(known.last).toMatchObject({ bench: 'skab', f1: expect.any(Number), nab: expect.any(Number) })
    write(false)
    const unknown = await answers('skab', join(folder, 'skab'))
    expect(unknown.rows).toEqual(known.rows)
    expect(unknown.last).toEqual({ bench: 'skab' })
  })
})

describe('a mistake says which, and what to do', () => {
  const out = join(folder, 'out.csv')
  const empty = place('empty')
  writeFileSync(join(place('torn'), 'fill.csv.gz'), 'not gzip')
  writeFileSync(join(place('columns'), 'fill.csv'), 'date,level\n2020-01-01,3\n')
  writeFileSync(
    join(place('words'), 'fill.csv'),
    'timestamp,latestFullness,serialNumber,reason\n2020-01-01,three,1,X\n',
  )
  test.each([
    [
      ['wyndam', '--data', empty, '--out', out],
      /no benchmark wyndam\n +There are: batadal, bwdf, ltown, skab, wyndham, collect, store, map, phone, faults\./,
    ],
    [
      ['wyndham', '--out', out],
      /needs --data DIR.*\n +--data is the folder that holds fill\.csv \(timestamp,/,
    ],
    [['wyndham', '--data', empty], /needs --out FILE/],
    [
      ['wyndham', '--data', join(folder, 'nowhere'), '--out', out],
      /nowhere is not there\n +--data is the folder/,
    ],
    [
      ['wyndham', '--data', empty, '--out', out],
      /empty has no fill\.csv, nor with \.gz\n +--data is the folder/,
    ],
    [['bwdf', '--data', empty, '--out', out], /empty has no inflow_Ls\.csv, nor with \.gz/],
    [['skab', '--data', empty, '--out', out], /empty\/data has no labelled files: other\/, valve1\//],
    [
      ['wyndham', '--data', join(folder, 'torn'), '--out', out],
      /fill\.csv\.gz can't be read: incorrect header/,
    ],
    [
      ['wyndham', '--data', join(folder, 'columns'), '--out', out],
      /fill\.csv has no column timestamp, latestFullness, serialNumber, reason; it has date, level/,
    ],
    [['wyndham', '--data', join(folder, 'words'), '--out', out], /1 on 2020-01-01: three is no number/],
    [
      ['wyndham', '--data', join(folder, 'columns'), '--out', join(folder, 'no/such/out.csv')],
      /no\/such\/out\.csv can’t be written/,
    ],
    [
      ['wyndham', '--data', join(folder, 'columns'), '--out', out, '--form', 'x'],
      /no option --form; there are --from, --to/,
    ],
    [
      ['wyndham', '--data', join(folder, 'columns'), '--out', out, '--from', 'May'],
      /--from May is no day like/,
    ],
    [['wyndham', 'data'], /data is not an option; options look like --name value/],
    [['wyndham', '--data', '--out', out], /--data needs a value/],
  ])('%j', async (words, expected) => {
    const run = await driftbild(['bench', ...words])
    expect([run.code, run.err]).toEqual([78, expect.stringMatching(expected)])
    expect(run.err).not.toContain('    at ')
  })
})

test('the list names each benchmark with its files and options, the help says how to score', async () => {
  const list = await driftbild(['bench', 'list'])
  expect(list.out.filter((line) => /^\w/.test(line)).map((line) => line.split(' ')[0])).toEqual([
    'batadal',
    'bwdf',
    'ltown',
    'skab',
    'wyndham',
    'collect',
    'store',
    'map',
    'phone',
    'faults',
  ])
  expect(list.out).toContainEqual(expect.stringMatching(/^ +--weeks .*W1,W2/))
  const help = await driftbild(['bench', '--help'])
  expect([help.code, help.out.join('\n')]).toEqual([
    0,
    expect.stringMatching(/--data DIR .*[\s\S]*--out FILE/),
  ])
})
