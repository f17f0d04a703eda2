import { describe, expect, test } from 'vitest'
import { dateText, dayOf } from '../common/dates.ts'
import type { ToldOccasion } from '../model.ts'
import { everyDayAlike } from './day-factor.ts'
import type { DayLevel } from './day-levels.ts'
import { fillPaths, fillQuantiles } from './fill-paths.ts'
import { mostExpected, occasionDays, waysOf } from './occasions.ts'

const FIRST = dayOf('2026-03-02')
const WEEKS = 9
const TODAY = FIRST + 7 * WEEKS

const match = (date: number, expected: number | null = null): ToldOccasion => ({
  ...{ kind: 'match', name: 'Norrviks IF – Älvsby', expected },
  ...{ from: dateText(date), to: dateText(date) },
})
/** Wednesdays of the weeks 2, 4, 6 and 8; the next is tomorrow. */
const played = [1, 3, 5, 7].map((week) => FIRST + 7 * week + 2)
const next = TODAY + 1

/** Gains 0.06 a day, `times` as much on days of a match; emptied on Mondays. */
function levels(times: number): DayLevel[] {
  let fill = 0
  return Array.from({ length: 7 * WEEKS + 1 }, (_, i) => {
    const day = FIRST + i
    const emptied = i % 7 === 0
    fill = emptied ? 0.02 : fill + (played.includes(day - 1) ? times * 0.06 : 0.06)
    return { day, fill, emptied }
  })
}
const effectOf = (days: readonly DayLevel[], told: readonly ToldOccasion[]) =>
  occasionDays(told, days).get(next)![0]!.effect
const all = (expected: number | null = null) => [...played, next].map((date) => match(date, expected))

test('before any was seen it is what is usual of its kind, or what a person expects, and wide', () => {
  const unknown = effectOf(levels(3), [match(next)])
  expect(Math.exp(unknown.log)).toBeCloseTo(2, 9)
  expect(unknown).toMatchObject({ seen: 0 })
  const stated = effectOf(levels(3), [match(next, 4)])
  expect(Math.exp(stated.log)).toBeCloseTo(4, 9)
  expect(stated.spread).toBeLessThan(unknown.spread)
  expect(stated.spread).toBeGreaterThan(0.4)
})

test('earlier ones of its kind teach how much it brings, and narrow what is said', () => {
  const taught = effectOf(levels(3), all())
  expect(taught.seen).toBe(4)
  expect(Math.exp(taught.log)).toBeGreaterThan(2.3)
  expect(Math.exp(taught.log)).toBeLessThan(3.1)
  expect(taught.spread).toBeLessThan(effectOf(levels(3), [match(next)]).spread)
  expect(Math.exp(effectOf(levels(1), all()).log)).toBeLessThan(1.4)
  const concert = { ...match(next), kind: 'concert' as const }
  expect(effectOf(levels(3), [...all().slice(0, -1), concert]).seen).toBe(0)
})

test('who always expects twice as much as comes is known for it', () => {
  const exaggerated = effectOf(levels(3), [...all(6).slice(0, -1), match(next, 8)])
  expect(Math.exp(exaggerated.log)).toBeGreaterThan(3.5)
  expect(Math.exp(exaggerated.log)).toBeLessThan(5.5)
})

test('what is on teaches nothing of itself and nothing of days to come', () => {
  const days = levels(3)
  const onThird = occasionDays(all(), days).get(played[2]!)![0]!.effect
  expect(onThird.seen).toBe(2)
})

describe('the next days', () => {
  const days = levels(3)
  const at = (told: readonly ToldOccasion[]) => {
    const paths = waysOf(everyDayAlike, occasionDays(told, days), TODAY).flatMap(({ factor, weight }) =>
      fillPaths(days, 0.3, 3, undefined, factor).map((path) => ({ ...path, weight: path.weight * weight })),
    )
    return fillQuantiles(paths, 3, [0.1, 0.5, 0.9]) as [number, number, number]
  }
  test('are fuller and less sure with a match among them', () => {
    const [low, middle, high] = at(all())
    const [plainLow, plain, plainHigh] = at(all().slice(0, -1))
    expect(middle).toBeGreaterThan(plain + 0.06)
    expect(high - low).toBeGreaterThan(plainHigh - plainLow)
  })
  test('are not made fuller by matches that were', () => {
    const [, untold] = at([])
    const [, told] = at(all().slice(0, -1))
    expect(told).toBeLessThanOrEqual(untold)
    expect(told).toBeCloseTo(0.48, 1)
  })
  test('bring more before a sensor is doubted', () => {
    expect(mostExpected(0.06, occasionDays(all(), days), next)).toBeGreaterThan(0.18)
    expect(mostExpected(0.06, occasionDays(all(), days), TODAY - 1)).toBe(0.06)
  })
})
