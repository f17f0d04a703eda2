import { DAY, Forecast, HOUR, localTime, type Micros, Prediction, parseTime } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../test/memory-source.ts'
import { asset, registerOf, signal } from '../../test/register.ts'
import { randomFrom, series } from '../../test/series.ts'
import { drive } from '../backtest/drive.ts'
import { firstEmptying, followFill, newTrack } from './follow-fill.ts'
import { binFill } from './model.ts'

const ZONE = 'Europe/Stockholm'
const FROM = parseTime('2025-09-01T02:00:00Z')
const register = registerOf({
  assets: [asset('K1', 'waste-container', { volume: 660, fraction: 'residual' })],
  signals: [signal('K1', 'fill', '1')],
})
const [subject] = binFill.subjects(register)

/** Gains `perDay` through the day, emptied every `every` days at noon; ±1 % of sensor noise. */
function fills(days: number, options: { perDay?: number; every?: number; seed?: number } = {}) {
  const { perDay = 0.11, every = 7, seed = 1 } = options
  const random = randomFrom(seed)
  return series(
    FROM,
    FROM + days * DAY,
    (at) => {
      const since = ((at - FROM) / DAY + every - 0.45) % every
      return Math.min(1, Math.max(0, 0.02 + perDay * since + 0.01 * random.normal()))
    },
    { readings: 1 },
  )
}
const run = (data: ReturnType<typeof fills>, days: number) => [
  ...drive(binFill, subject!, memorySource({ 'K1/fill': data }), {
    from: FROM,
    to: FROM + days * DAY,
    zone: ZONE,
  }),
]

test('the fill ahead: the middle meets what comes, the band holds it', () => {
  const steps = run(fills(60), 50)
  const truth = new Map(fills(60).map((r) => [r.bucket, r.average!]))
  let inside = 0
  let points = 0
  const errors: number[] = []
  for (const { forecasts, asOf } of steps.slice(20)) {
    const forecast = Forecast.parse(forecasts[0])
    for (const [i, at] of forecast.time.entries()) {
      const emptiedBetween =
        Math.floor(((at - FROM) / DAY + 6.55) / 7) !== Math.floor(((asOf - FROM) / DAY + 6.55) / 7)
      if (emptiedBetween) continue
      const fill = truth.get(at)!
      points++
      errors.push(Math.abs(fill - forecast.values[2]![i]!))
      if (fill >= forecast.values[0]![i]! - 0.02 && fill <= forecast.values[4]![i]! + 0.02) inside++
    }
  }
  expect(points).toBeGreaterThan(100)
  expect(errors.reduce((a, b) => a + b, 0) / points).toBeLessThan(0.05)
  expect(inside / points).toBeGreaterThan(0.75)
})

test('full is said some days ahead with the hour inside its interval, and never right after an emptying', () => {
  const steps = run(fills(50, { perDay: 0.13 }), 50).slice(15)
  const said = steps.flatMap((s) =>
    s.predictions.filter((p) => p.probability >= 0.5).map((p) => Prediction.parse(p)),
  )
  expect(said.length).toBeGreaterThan(8)
  for (const p of said.filter((p) => p.size!.value < 0.75)) {
    const since = ((p.asOf - FROM) / DAY + 6.55) % 7
    const fullAt = p.asOf + ((0.8 - 0.02) / 0.13 - since) * DAY
    expect(p.when.from - 12 * HOUR).toBeLessThan(fullAt)
    expect(p.when.to + 12 * HOUR).toBeGreaterThan(fullAt)
  }
  for (const s of steps) {
    const since = ((s.asOf - FROM) / DAY + 6.55) % 7
    if (since < 2) expect(s.predictions).toEqual([])
  }
})

test('its chart reaches from a fortnight back to the horizon, with the band ahead and where full begins', () => {
  const inPercent = registerOf({ ...register, signals: [signal('K1', 'fill', '%')] })
  const [other] = binFill.subjects(inPercent)
  const data = fills(50, { perDay: 0.13 }).map((r) => {
    const times = (value: number | null) => value && 100 * value
    const [average, minimum, maximum] = [times(r.average), times(r.minimum), times(r.maximum)]
    return { ...r, average, minimum, maximum, last: times(r.last) }
  })
  const source = memorySource({ 'K1/fill': data })
  const steps = [...drive(binFill, other!, source, { from: FROM, to: FROM + 50 * DAY, zone: ZONE })]
  const { asOf, evidence, horizon } = steps.flatMap((s) => s.predictions).at(-1)!
  const chart = Prediction.shape.evidence.parse(evidence)[0]!.chart!
  expect(chart).toMatchObject({ from: asOf - 14 * DAY, to: horizon, limit: { value: 80, side: 'above' } })
  const { time, low, mid, high } = chart.expected!
  expect([time[0], time.at(-1)]).toEqual([asOf + 6 * HOUR, horizon])
  expect(time.every((_, i) => low[i]! <= mid[i]! && mid[i]! <= high[i]!)).toBe(true)
  expect(high.at(-1)).toBeGreaterThan(80)
})

test('once known, a container that gains two hundredths a day is never said to get full', () => {
  const steps = run(fills(60, { perDay: 0.02, every: 30 }), 60)
  expect(steps.slice(14).flatMap((s) => s.predictions)).toEqual([])
})

describe('emptyings and passers-by', () => {
  const at = (hour: number) => FROM + hour * HOUR
  const follow = (values: number[]) =>
    followFill(
      newTrack(),
      values.map((v, h) => ({ ...fills(1)[0]!, bucket: at(h), average: v, minimum: v, maximum: v, last: v })),
      '1',
    )
  test('a drop that the next reading confirms is an emptying, at its own hour', () => {
    expect(follow([0.7, 0.71, 0.05, 0.06]).emptied).toEqual({ at: at(2), before: 0.71 })
  })
  test('one reading of something else is nothing', () => {
    const track = follow([0.4, 0.41, 0.98, 0.41, 0.42])
    expect(track.fill).toBe(0.42)
    expect(track.jump).toBeNull()
    expect(follow([0.7, 0.71, 0.02, 0.7]).emptied).toBeNull()
  })
  test('a day apart nothing confirms anything: the change is taken', () => {
    const days = [0.8, 0].map((v, d) => ({ ...fills(1)[0]!, bucket: FROM + d * DAY, average: v }))
    expect(followFill(newTrack(), days, '1').emptied).toEqual({ at: FROM + DAY, before: 0.8 })
  })
})

const doubted: [string, (at: Micros, value: number) => number, boolean, string][] = [
  [
    'a bag before the sensor',
    (at, v) => (at > FROM + 25.3 * DAY ? 0.95 + (v % 0.01) : v),
    false,
    'fill-jumped',
  ],
  ['a sensor that stands still', (at, v) => (at > FROM + 23 * DAY ? 0.21 : v), true, 'fill-stands-still'],
]
test.each(doubted)('%s is not believed: a sensor fault, and no full container', (_, change, flat, code) => {
  const data = fills(30).map((r) => {
    const value = change(r.bucket, r.average!)
    const changed = value !== r.average
    return changed
      ? { ...r, average: value, last: value, minimum: value, maximum: flat ? value : value + 0.001 }
      : { ...r, minimum: r.average, maximum: r.average }
  })
  const last = run(data, 28).at(-1)!
  expect(last.predictions.map((p) => [p.kind, p.evidence[0]!.sentence.code])).toEqual([
    ['sensor-fault', code],
  ])
  expect(last.predictions[0]!.probability).toBeGreaterThan(0.5)
})

test('of some days the first emptying is known, with how full it was; of days without one nothing', () => {
  const weeks = fills(20)
  const first = firstEmptying(weeks, '1')!
  expect(first.at - FROM).toBeGreaterThan(0)
  expect(first.at - FROM).toBeLessThan(7 * DAY)
  expect(
    firstEmptying(
      weeks.filter(({ bucket }) => bucket < first.at),
      '1',
    ),
  ).toBeNull()
  expect(weeks.filter(({ bucket }) => bucket < first.at).at(-1)!.average).toBeCloseTo(first.before, 1)
})

test('a sensor that falls silent is told, and the forecast goes on with a wider band', () => {
  const steps = run(
    fills(30).filter((r) => r.bucket < FROM + 26.5 * DAY),
    30,
  )
  const width = ({ forecasts: [forecast] }: (typeof steps)[number]) =>
    forecast!.values.at(-1)![3]! - forecast!.values[0]![3]!
  const heard = steps.findLast((step) => step.asOf < FROM + 26.5 * DAY)!
  const last = steps.at(-1)!
  expect(heard.predictions.filter((p) => p.kind === 'sensor-fault')).toEqual([])
  expect(last.predictions.map((p) => [p.kind, p.evidence[0]!.sentence.code])).toEqual([
    ['sensor-fault', 'fill-not-heard'],
  ])
  expect(last.predictions[0]!.when.likely).toBe(FROM + 27 * DAY - 12 * HOUR)
  expect(width(last)).toBeGreaterThan(1.5 * width(heard))
})

test('one that is heard once a day isn’t silent between two readings', () => {
  const daily = fills(30).filter((r) => (r.bucket - FROM) % DAY === 9 * HOUR)
  expect(run(daily, 30).flatMap((s) => s.predictions.filter((p) => p.kind === 'sensor-fault'))).toEqual([])
})

test('steps come at 04 by the local clock, on the days of 23 and 25 hours too', () => {
  for (const [from, hours] of [
    ['2025-03-29T12:00:00Z', [24, 24]],
    ['2025-10-25T12:00:00Z', [24, 24]],
  ] as const) {
    const first = binFill.boundary(parseTime(from), ZONE)
    const second = binFill.boundary(first, ZONE)
    expect(localTime(first, ZONE).hour).toBe(4)
    expect(localTime(second, ZONE).hour).toBe(4)
    expect((second - first) / HOUR).toBe(hours[0])
  }
  const before = binFill.boundary(parseTime('2025-03-29T00:00:00Z'), ZONE)
  expect((binFill.boundary(before, ZONE) - before) / HOUR).toBe(23)
  const autumn = binFill.boundary(parseTime('2025-10-25T00:00:00Z'), ZONE)
  expect((binFill.boundary(autumn, ZONE) - autumn) / HOUR).toBe(25)
})

test('two runs say the same', () => {
  expect(run(fills(20), 20)).toEqual(run(fills(20), 20))
})

test('a sensor that sees emptied containers as ever less empty is told, a clean one is not', () => {
  const dirty = fills(100, { every: 5 }).map((r) => {
    const raised = r.bucket > FROM + 70 * DAY ? Math.max(r.average!, 0.2) : r.average!
    return { ...r, average: raised, minimum: raised, maximum: raised + 0.001, last: raised }
  })
  const codes = (data: ReturnType<typeof fills>) =>
    run(data, 98)
      .slice(-5)
      .flatMap((s) => s.predictions)
      .flatMap((p) => (p.kind === 'sensor-fault' ? [p.evidence[0]!.sentence.code] : []))
  expect(new Set(codes(dirty))).toEqual(new Set(['fill-floor-raised']))
  expect(codes(fills(100, { every: 5 }))).toEqual([])
})

test('a container that often pauses isn’t doubted for a pause, one that never does is', () => {
  /** Gains a fifth a day but rests five days of every fourteen, until day 58, when it stops for good. */
  const paused = (rests: boolean) =>
    series(
      FROM,
      FROM + 62 * DAY,
      (at) => {
        const day = Math.min(58, Math.floor((at - FROM) / DAY))
        const inRound = day % 14
        const steps = rests ? Math.max(0, inRound - 5) : inRound
        return 0.2 * (steps % 5)
      },
      { readings: 1 },
    ).map((r) => ({ ...r, minimum: r.average, maximum: r.average }))
  const faults = (data: ReturnType<typeof paused>) =>
    run(data, 62)
      .at(-1)!
      .predictions.filter((p) => p.kind === 'sensor-fault').length
  expect(faults(paused(true))).toBe(0)
  expect(faults(paused(false))).toBe(1)
})
