import { describe, expect, test } from 'vitest'
import { plotData, valueSpan } from './plot-data.ts'

const start = Date.parse('2026-01-01T00:00:00Z') / 1000
const iso = (minutes: number) => new Date((start + minutes * 60) * 1000).toISOString()

function series(
  rows: [minutes: number, average: number | null, quality: 'good' | 'uncertain' | 'bad', held?: boolean][],
  gaps: { from: string; to: string | null; reason: string }[] = [],
) {
  return {
    time: rows.map(([minutes]) => start + minutes * 60),
    average: rows.map(([, average]) => average),
    minimum: rows.map(([, average]) => average),
    maximum: rows.map(([, average]) => average),
    last: rows.map(([, average]) => average),
    quality: rows.map(([, , quality]) => quality),
    held: rows.map(([, , , held]) => held ?? false),
    resolution: 'raw' as const,
    gaps,
    to: iso(60),
  }
}

describe('a gap', () => {
  test('breaks the line and is hatched from its beginning to its end, with its reason', () => {
    const plot = plotData(
      series(
        [
          [0, 1, 'good'],
          [5, 2, 'good'],
          [30, 3, 'good'],
        ],
        [{ from: iso(6), to: iso(29), reason: 'unreachable' }],
      ),
    )
    expect(plot.good).toEqual([1, 2, null, 3])
    expect(plot.stretches).toEqual([
      { from: start + 360, to: start + 29 * 60, kind: 'gap', reason: 'unreachable' },
    ])
  })

  test('that is still open reaches to the end of the chart', () => {
    const plot = plotData(series([[0, 1, 'good']], [{ from: iso(10), to: null, reason: 'timeout' }]))
    expect(plot.stretches[0]!.to).toBe(start + 3600)
  })

  test('that is still open ends now where the chart shows what is ahead', () => {
    const open = series([[0, 1, 'good']], [{ from: iso(10), to: null, reason: 'timeout' }])
    expect(plotData(open, Date.parse(iso(25))).stretches[0]!.to).toBe(start + 25 * 60)
    expect(plotData(open, Date.parse(iso(90))).stretches[0]!.to).toBe(start + 3600)
  })

  test('that begins on a reading does not take the reading away', () => {
    const plot = plotData(
      series(
        [
          [0, 1, 'good'],
          [10, 2, 'good'],
        ],
        [{ from: iso(10), to: iso(20), reason: 'timeout' }],
      ),
    )
    expect(plot.good).toEqual([1, 2, null])
  })

  test('in the ledger is the only reason to break: a series that reports on change has long steps', () => {
    const plot = plotData(
      series([
        [0, 1, 'good'],
        [600, 1, 'good'],
      ]),
    )
    expect(plot.good).toEqual([1, 1])
    expect(plot.stretches).toEqual([])
  })
})

describe('a value that is held', () => {
  test('is a level line until just before the next, and says so', () => {
    const plot = plotData(
      series([
        [0, 1, 'good', true],
        [20, 5, 'good'],
      ]),
    )
    expect(plot.good).toEqual([1, 1, 5])
    expect(plot.held).toEqual([false, true, false])
    expect(plot.time[1]).toBeLessThan(plot.time[2]!)
    expect(plot.time[1]! - plot.time[0]!).toBeGreaterThan(19 * 60)
  })

  test('stands to the end of the chart where it is the last, and begins after its bucket', () => {
    const plot = plotData({
      ...series([[0, 1, 'good', true]]),
      ...{ last: [3], resolution: '5m' },
    })
    expect(plot.good).toEqual([1, 3, 3])
    expect(plot.time[1]).toBe(start + 300)
    expect(plot.time[2]! - start).toBeCloseTo(3600, 1)
  })

  test('is not drawn where nothing usable was reported', () => {
    expect(plotData(series([[0, null, 'bad', true]])).time).toEqual([start])
  })
})

describe('quality', () => {
  test('a bad run has no line and is hatched until the next reading', () => {
    const plot = plotData(
      series([
        [0, 1, 'good'],
        [5, null, 'bad'],
        [10, null, 'bad'],
        [15, 2, 'good'],
      ]),
    )
    expect(plot.good).toEqual([1, null, null, 2])
    expect(plot.stretches).toEqual([{ from: start + 300, to: start + 900, kind: 'bad', reason: null }])
  })

  test('an uncertain run is drawn apart and joined to its good neighbours', () => {
    const plot = plotData(
      series([
        [0, 1, 'good'],
        [5, 1, 'good'],
        [10, 2, 'uncertain'],
        [15, 3, 'good'],
      ]),
    )
    expect(plot.good).toEqual([1, 1, null, 3])
    expect(plot.uncertain).toEqual([null, 1, 2, 3])
    expect(plot.stretches).toEqual([{ from: start + 600, to: start + 900, kind: 'uncertain', reason: null }])
  })
})

describe('the value axis', () => {
  test('has room around everything shown', () => {
    const [low, high] = valueSpan([10, null, 20], [30])!
    expect(low).toBeLessThan(10)
    expect(high).toBeGreaterThan(30)
  })
  test('does not go below zero for what never was', () => {
    expect(valueSpan([0.1, 5])![0]).toBe(0)
    expect(valueSpan([-1, 5])![0]).toBeLessThan(-1)
  })
  test('of a value that stands still is not a line', () => {
    const [low, high] = valueSpan([4, 4])!
    expect(high - low).toBeGreaterThan(0.5)
  })
  test('of nothing is nothing', () => {
    expect(valueSpan([null], [])).toBeNull()
  })
})
