import { DAY, HOUR, MINUTE } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { localDay, weekdayOf } from '../clock.ts'
import { day } from '../testing.ts'
import { makeTown } from '../town.ts'
import { fillingOf } from './filling.ts'
import { goesOn } from './plan.ts'

const town = makeTown(1)
const { containers } = town.plan.waste
const from = day('2026-09-01')

describe('a container', () => {
  test('only ever fills, until its round has emptied it', () => {
    const litter = containers.find((c) => c.fraction === 'litter' && c.round.id === 'L1')!
    const filling = fillingOf(litter, 1, [])
    const emptied: number[] = []
    let last = filling.fill(from)
    for (let at = from; at < from + 28 * DAY; at += 10 * MINUTE) {
      const now = filling.fill(at)
      if (now < last) {
        expect(now).toBeLessThan(0.05)
        emptied.push(at)
      }
      last = now
    }
    expect(emptied.map((at) => weekdayOf(localDay(at)))).toEqual(emptied.map((_, i) => [2, 4, 0][i % 3]))
    expect(emptied).toHaveLength(12)
  })

  test('gets more by day than by night', () => {
    const filling = fillingOf(containers[0]!, 1, [])
    const grown = (a: number, b: number) => filling.fill(a) - filling.fill(b)
    const sunday = day('2026-09-06')
    expect(grown(sunday + 18 * HOUR, sunday + 8 * HOUR)).toBeGreaterThan(0)
    expect(grown(sunday + 3 * HOUR, sunday - HOUR)).toBe(0)
  })

  test('has room to spare on every day of a healthy year, and is not always half empty', () => {
    let most = 0
    const peaks = containers.map((c) => {
      const filling = fillingOf(c, 1, [])
      let peak = 0
      for (let at = from; at < from + 60 * DAY; at += 3 * HOUR) peak = Math.max(peak, filling.fill(at))
      most = Math.max(most, peak)
      return peak
    })
    expect(most).toBeLessThan(0.9)
    expect(peaks.filter((p) => p > 0.5).length).toBeGreaterThan(peaks.length / 3)
  })
})

test('rounds go on their weekdays, in their weeks', () => {
  const glass = containers.find((c) => c.fraction === 'glass')!.round
  const first = localDay(from)
  const days = Array.from({ length: 56 }, (_, i) => first + i).filter((d) => goesOn(glass, d))
  expect(days).toHaveLength(2)
  expect(days[1]! - days[0]!).toBe(28)
})
