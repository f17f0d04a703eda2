import { DAY, HOUR, MINUTE } from '@driftbild/core'
import { describe, expect, test, vi } from 'vitest'
import { day } from '../testing.ts'
import { demandOf, STEP } from '../water/demand.ts'
import { weatherOf } from '../weather.ts'
import { dutyOf, powerShare } from './duty.ts'
import { inflowOf } from './inflow.ts'
import { sewerOf } from './sewers.ts'
import { SUMP, stations } from './stations.ts'
import { beginOf, momentAt, runSump, sumpDay, usedBy } from './sump.ts'

vi.setConfig({ testTimeout: 120_000 })

const station = stations[0]!
const demand = demandOf(1)
const dry = weatherOf(1, [])
const from = day('2026-11-11')
const nothing = new Float64Array(289)

describe('a sump', () => {
  test('fills to its start level, is pumped to its stop level, and the pumps take turns', () => {
    const inflow = nothing.map(() => 20)
    const pumped = runSump(station, 20_400, inflow, () => 80, 1)
    const begin = beginOf(20_400)
    const levels = pumped.moments
      .filter((m) => m.at < begin + 23 * HOUR && m.at > begin + HOUR)
      .map((m) => m.level)
    expect(Math.max(...levels)).toBeCloseTo(SUMP.start, 2)
    expect(Math.min(...levels)).toBeCloseTo(SUMP.stop, 2)
    expect(Math.abs(pumped.starts[0] - pumped.starts[1])).toBeLessThanOrEqual(1)
    expect(pumped.spilled).toBe(0)
  })

  test('loses no water: what came was pumped or still stands', () => {
    const inflow = inflowOf(station, demand, dry, Math.floor(beginOf(20_400) / STEP), 289)
    const pumped = runSump(station, 20_400, inflow, () => 80, 1)
    // Until the nightly cleaning, when pumps draw air.
    const until = beginOf(20_400) + 23 * HOUR
    const came = inflow.slice(0, 23 * 12).reduce((sum, q) => sum + q / 12, 0)
    const out = ([0, 1] as const).reduce<number>(
      (sum, p) => sum + (usedBy(pumped, p, until).run / HOUR) * 80,
      0,
    )
    const stands = (momentAt(pumped, until).level - SUMP.snore) * station.sumpArea
    expect(Math.abs((out + stands) / came - 1)).toBeLessThan(0.01)
  })

  test('whose main runs back through a flap fills sooner, and the pump without that flap runs longer', () => {
    const inflow = nothing.map(() => 20)
    const sound = runSump(station, 20_400, inflow, () => 80, 1)
    const leaking = runSump(
      station,
      20_400,
      inflow,
      () => 80,
      1,
      (pump) => (pump === 0 ? 0.3 : 0),
    )
    expect(leaking.starts[0]).toBeGreaterThan(1.3 * sound.starts[0])
    expect(leaking.run[1] / leaking.run[0]).toBeGreaterThan(1.1)
    const drained = leaking.moments.map(({ full }) => full)
    expect(Math.min(...drained)).toBeLessThan(0.9)
    expect(Math.max(...drained)).toBe(1)
  })

  test('overflows when more comes than two pumps take', () => {
    const flooded = runSump(
      station,
      20_400,
      nothing.map((_, i) => (i > 100 && i < 130 ? 300 : 20)),
      () => 80,
      1,
    )
    expect(flooded.spilled).toBeGreaterThan(100)
    expect(momentAt(flooded, beginOf(20_400) + 125 * 5 * MINUTE).level).toBeCloseTo(SUMP.overflow, 6)
    expect(momentAt(flooded, beginOf(20_400) + 125 * 5 * MINUTE).pumps).toBe(3)
  })

  test('ends each night as it begins the next day, so that days can be told alone', () => {
    for (let d = sumpDay(from); d < sumpDay(from) + 20; d++) {
      const inflow = inflowOf(station, demand, dry, Math.floor(beginOf(d) / STEP), 289)
      const pumped = runSump(station, d, inflow, () => station.pump.flow, 1)
      expect(momentAt(pumped, beginOf(d + 1) - 1).level).toBeCloseTo(SUMP.snore, 3)
    }
  })

  test('its pumps’ hours and starts are those of its moments', () => {
    const pumped = runSump(
      station,
      20_400,
      nothing.map(() => 25),
      () => 80,
      1,
    )
    for (const p of [0, 1] as const) {
      const used = usedBy(pumped, p, beginOf(20_401))
      expect(used.run).toBe(pumped.run[p])
      expect(used.starts).toBe(pumped.starts[p])
    }
  })
})

describe('a pump beside a flap that stays open', () => {
  test('works at its rated point where it closes, and further out on its curve the wider it is open', () => {
    expect(dutyOf(0.6, 0, 1)).toEqual({ lifted: 1, back: 0 })
    const [little, much] = [dutyOf(0.6, 0.1, 1), dutyOf(0.6, 0.4, 1)]
    expect(little.lifted).toBeGreaterThan(1)
    expect(much.lifted).toBeGreaterThan(little.lifted)
    expect(much.lifted - much.back).toBeLessThan(little.lifted - little.back)
    expect(powerShare(much.lifted)).toBeGreaterThan(1.02)
  })
  test('has head, flow and main in balance', () => {
    const [height, opening] = [0.6, 0.25]
    const { lifted, back } = dutyOf(height, opening, 1)
    const head = 4 / 3 - lifted ** 2 / 3
    expect(back).toBeCloseTo(opening * Math.sqrt(head), 6)
    expect(head).toBeCloseTo(height + (1 - height) * (lifted - back) ** 2, 6)
  })
})

test('counters never fall, over days and over the turn of a year', () => {
  const sewer = sewerOf({ station, demand, weather: dry, scenario: [], seed: 1, since: 20_450 })
  let last = { hours: 0, starts: 0 }
  for (let at = day('2026-12-28'); at < day('2027-01-04'); at += 7 * HOUR + 13 * MINUTE) {
    const used = sewer.used(0, at)
    expect(used.hours).toBeGreaterThanOrEqual(last.hours)
    expect(used.starts).toBeGreaterThanOrEqual(last.starts)
    last = used
  }
  expect(last.starts).toBeGreaterThan(1000)
})

test('rain comes to the station for hours after it fell, and no ordinary rain floods it', () => {
  const storm = { kind: 'rain-overflow', id: 'r', asset: 'RG1', depth: 40 } as const
  const weather = weatherOf(1, [{ ...storm, from: from + 9 * HOUR, to: from + 12 * HOUR }])
  const flows = (w: typeof weather) => inflowOf(station, demand, w, from / STEP, 288)
  const [wet, usual] = [flows(weather), flows(dry)]
  const more = (hour: number) => wet[hour * 12]! - usual[hour * 12]!
  expect(more(8)).toBe(0)
  expect(more(11)).toBeGreaterThan(60)
  expect(more(20)).toBeGreaterThan(2)
  expect(more(20)).toBeLessThan(more(12))
  const sewer = sewerOf({ station, demand, weather: dry, scenario: [], seed: 1, since: 20_450 })
  for (let at = from - 100 * DAY; at < from; at += 5 * MINUTE) {
    if (sewer.level(at) > SUMP.high) throw new Error('an ordinary day floods the sump')
  }
})
