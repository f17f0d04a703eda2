import { describe, expect, test } from 'vitest'
import type { Watched } from './config.ts'
import { type Deviation, judge } from './judge.ts'
import { expected } from './usual.ts'

const calm: Record<Watched, [now: number, usual: number]> = {
  'free-chlorine': [0.3, 0.3],
  turbidity: [0.15, 0.15],
  conductivity: [25, 25],
  ph: [8, 8],
  temperature: [7, 7],
}

/** A station whose signals are off by so many of their usual deviations. */
const station = (
  strengths: Partial<Record<Watched, number>>,
  over: Partial<Record<Watched, Partial<Deviation>>> = {},
): Deviation[] =>
  (Object.keys(calm) as Watched[]).map((signal) => ({
    ...{ signal, strength: strengths[signal] ?? 0, now: calm[signal][0], usual: calm[signal][1], flat: 0 },
    ...over[signal],
  }))

describe('what several signals say together', () => {
  const cases: [string, Deviation[], number, string][] = [
    ['all as usual', station({}), 0, 'usual'],
    ['one a little off', station({ turbidity: 3 }), 0, 'usual'],
    [
      'chlorine that sinks while it grows cloudy',
      station({ 'free-chlorine': -8, turbidity: 9 }),
      0,
      'contamination',
    ],
    [
      'chlorine that sinks while salts change',
      station({ 'free-chlorine': -7, conductivity: 6, ph: -3 }),
      0,
      'contamination',
    ],
    ['chlorine alone', station({ 'free-chlorine': -9 }), 0, 'sensor'],
    ['more chlorine and nothing else', station({ 'free-chlorine': 9 }), 0, 'sensor'],
    ['salts alone, as after a calibration', station({ conductivity: 12 }), 0, 'sensor'],
    ['cloudiness alone in a calm zone', station({ turbidity: 15 }), 0.5, 'sensor'],
    ['cloudiness alone while much flows', station({ turbidity: 15 }), 6, 'stirred'],
    [
      'cloudiness and a little less chlorine while much flows',
      station({ turbidity: 15, 'free-chlorine': -3 }),
      6,
      'stirred',
    ],
    [
      'all of it while much flows is foreign water, stirred or not',
      station({ turbidity: 15, 'free-chlorine': -9, conductivity: -6 }),
      6,
      'contamination',
    ],
    ['an instrument that stands still', station({}, { turbidity: { flat: 7 } }), 0, 'sensor'],
    [
      'everything at once in the air',
      station({ turbidity: 40, 'free-chlorine': -30, conductivity: -60 }, { conductivity: { now: 0.3 } }),
      0,
      'cleaned',
    ],
  ]
  test.each(cases)('%s', (_, deviations, rush, what) => {
    expect(judge(deviations, rush).what).toBe(what)
  })

  test('the more they agree, the surer it is', () => {
    const belief = (strengths: Partial<Record<Watched, number>>) => {
      const verdict = judge(station(strengths), 0)
      return verdict.what === 'contamination' ? verdict.belief : 0
    }
    const [weak, two, three] = [
      belief({ 'free-chlorine': -3.5, turbidity: 3 }),
      belief({ 'free-chlorine': -8, turbidity: 7 }),
      belief({ 'free-chlorine': -8, turbidity: 7, conductivity: 6 }),
    ]
    expect(weak).toBeLessThan(0.3)
    expect(two).toBeGreaterThan(0.8)
    expect(three).toBeGreaterThan(two)
  })
})

test('what is usual at an hour is the same whatever was asked before, on the day that clocks are changed, too', () => {
  const zone = 'Europe/Stockholm'
  const first = Date.UTC(2026, 2, 29) / 900_000
  const series = { start: first - 2 * 96, values: new Array<number>(2 * 96).fill(10) }
  const usual = { hours: Array.from({ length: 24 }, (_, hour) => hour), spread: 1 }
  const [night, noon] = [first, first + 48].map((quarter) => expected(series, usual, quarter, zone)!)
  // One in winter time, two in the afternoon in summer time.
  expect(noon! - night!).toBe(13)
})
