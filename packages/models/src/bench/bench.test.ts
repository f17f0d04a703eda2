import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { randomFrom } from '../../test/series.ts'
import { dateText, dayOf } from '../common/dates.ts'
import { changePointScore } from './change-points.ts'
import { benches } from './index.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'driftbild-bench-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const run = (name: string, options: Record<string, string> = {}, data = folder) =>
  benches[name]!.run({ data, options })

test('an unknown option and an absent file are named', async () => {
  await expect(run('bwdf', { week: 'W1' })).rejects.toThrow('no option --week; there are --weeks')
  await expect(run('bwdf', { weeks: 'W9' })).rejects.toThrow('no week W9')
  await expect(run('wyndham', {}, join(folder, 'nowhere'))).rejects.toThrow('fill.csv')
})

describe('bwdf', () => {
  /** Local hours from 2022-05-01 to the end of W1 with a daily shape; the last week is there or not. */
  function write(withTruth: boolean) {
    const random = randomFrom(1)
    const lines = ['datetime_CET_CEST,DMA 1 (L/s),DMA 2 (L/s)']
    for (let day = dayOf('2022-05-01'); day < dayOf(withTruth ? '2022-08-01' : '2022-07-25'); day++) {
      for (let hour = 0; hour < 24; hour++) {
        const flow = (hour < 6 ? 4 : 9) * (1 + 0.03 * random.normal())
        lines.push(
          `${dateText(day)} ${String(hour).padStart(2, '0')}:00,${flow.toFixed(3)},${hour === 5 ? '' : (2 * flow).toFixed(3)}`,
        )
      }
    }
    writeFileSync(join(folder, 'inflow_Ls.csv.gz'), gzipSync(lines.join('\n')))
    writeFileSync(join(folder, 'Holidays.txt'), 'holiday\n02/06/2022\n')
  }
  test('answers 168 hours per week and DMA, and scores them beside the four-week mean', async () => {
    write(true)
    const { answers, figures, table, reliability } = await run('bwdf', { weeks: 'W1' })
    expect(answers.header).toEqual(['week', 'dma', 'hour', 'forecast'])
    expect(answers.rows).toHaveLength(2 * 168)
    expect(answers.rows[167]!.slice(0, 3)).toEqual(['W1', 'DMA 1', 167])
    expect(figures.pi1).toBeLessThan(0.6)
    expect(figures.pi1_naive).toBeGreaterThan(0)
    expect(figures.mean_rank).toBeUndefined()
    expect(table).toHaveLength(3)
    // An hour a day of the second DMA is missing, and nothing is counted for it.
    expect(reliability!.map(({ said, count }) => [said, count])).toEqual(
      [0.05, 0.25, 0.5, 0.75, 0.95].map((said) => [said, 2 * 168 - 7]),
    )
    const shares = reliability!.map(({ was }) => was)
    expect(shares).toEqual(shares.toSorted((x, y) => x - y))
    expect(shares.at(-1)! - shares[0]!).toBeCloseTo(Number(figures.band_90), 4)
  })
  test('without the week’s truth the answers are the same and the figures are left out', async () => {
    const known = await run('bwdf', { weeks: 'W1' })
    write(false)
    const unknown = await run('bwdf', { weeks: 'W1' })
    expect(unknown.answers).toEqual(known.answers)
    expect(unknown.figures).toEqual({ bench: 'bwdf' })
    expect(unknown.reliability).toBeUndefined()
  })
})

describe('skab', () => {
  const rig = (file: string, shifted: boolean) => {
    const random = randomFrom(file.length)
    const rows = Array.from({ length: 700 }, (_, i) => {
      const odd = shifted && i >= 500 && i < 620
      const time = new Date(Date.UTC(2020, 2, 9, 10, 0, i)).toISOString().slice(0, 19).replace('T', ' ')
      const flow = 120 + random.normal() - (odd ? 12 : 0)
      const changed = i === 500 || i === 620 ? 1 : 0
      return `${time};${0.2 + 0.01 * random.normal()};${0.25 + 0.01 * random.normal()};${2 + 0.1 * random.normal()};0.4;70;25;230;${flow};${odd ? 1 : 0}.0;${changed}.0`
    })
    const head =
      'datetime;Accelerometer1RMS;Accelerometer2RMS;Current;Pressure;Temperature;Thermocouple;Voltage;Volume Flow RateRMS;anomaly;changepoint'
    mkdirSync(join(folder, 'data', 'valve1'), { recursive: true })
    writeFileSync(join(folder, 'data', 'valve1', `${file}.csv`), [head, ...rows].join('\n'))
  }
  test('answers every row after the first 400, finds the shift and little else', async () => {
    rig('0', true)
    rig('10', true)
    const { answers, figures } = await run('skab')
    expect(answers.header).toEqual(['file', 'datetime', 'anomaly', 'score'])
    expect(answers.rows).toHaveLength(600)
    expect(answers.rows[0]!.slice(0, 2)).toEqual(['valve1/0', '2020-03-09 10:06:40'])
    expect(figures.f1).toBeGreaterThan(0.85)
    expect(figures.far).toBeLessThan(15)
    expect(figures.nab).toBeGreaterThan(50)
  })
})

describe('change points', () => {
  const rows = (flips: number[], changes: number[]) => {
    let anomaly = false
    return Array.from({ length: 400 }, (_, i) => {
      if (flips.includes(i)) anomaly = !anomaly
      return {
        time: new Date(i * 1000).toISOString().slice(0, 19).replace('T', ' '),
        anomaly,
        truth: null,
        changed: changes.includes(i),
      }
    })
  }
  test('nothing said is 0, said at once is 100, later is less, elsewhere costs', () => {
    expect(changePointScore([rows([], [100, 250])])).toBeCloseTo(0)
    expect(changePointScore([rows([100, 250], [100, 250])])).toBeCloseTo(100)
    const late = changePointScore([rows([150, 250], [100, 250])])
    expect(late).toBeLessThan(100)
    expect(late).toBeGreaterThan(50)
    expect(changePointScore([rows([20, 30, 100, 250], [100, 250])])).toBeCloseTo(100 - (100 * 2 * 0.11) / 4)
  })
})

describe('wyndham', () => {
  /** Three bins that fill by 0.2 or 0.4 a day and are emptied when full. */
  function write(until: string) {
    const lines = ['timestamp,latestFullness,serialNumber,reason']
    for (const [b, serial] of ['1', '2', '3'].entries()) {
      const random = randomFrom(9 + b)
      let fill = 0
      for (let day = dayOf('2019-08-01'); day <= dayOf(until); day++) {
        const missing = random.uniform() < 0.05
        lines.push(`${dateText(day)},${missing ? 0 : fill},${serial},${missing ? 'ALERT' : 'NOT_READY'}`)
        fill = fill >= 8 ? 0 : Math.min(10, fill + (random.uniform() < 0.3 + 0.2 * b ? 4 : 2))
      }
    }
    writeFileSync(join(folder, 'fill.csv'), lines.join('\n'))
  }
  test('answers each eligible day and horizon with a chance', async () => {
    write('2020-02-29')
    const { answers, figures } = await run('wyndham')
    expect(answers.header).toEqual(['serial', 'date', 'h', 'probability', 'expected_fill'])
    expect(answers.rows.length).toBeGreaterThan(150)
    expect(new Set(answers.rows.map((r) => r[2]))).toEqual(new Set([1, 2, 3]))
    for (const row of answers.rows) {
      expect(Number(row[3])).toBeGreaterThanOrEqual(0)
      expect(Number(row[3])).toBeLessThanOrEqual(1)
    }
    expect(figures.auc_2d).toBeGreaterThan(0.8)
    expect(figures.brier_2d).toBeLessThan(0.2)
  })
  test('an answer rests on nothing later than its day, but for being asked', async () => {
    write('2020-02-29')
    const longer = (await run('wyndham', { to: '2020-02-10' })).answers.rows
    write('2020-02-20')
    const shorter = (await run('wyndham', { to: '2020-02-10' })).answers.rows
    expect(shorter.length).toBeGreaterThan(100)
    expect(shorter).toEqual(longer)
  })
})
