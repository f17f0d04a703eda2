import { DAY, HOUR, MINUTE, type Micros } from '@driftbild/core'
import { describe, expect, test, vi } from 'vitest'
import { timeOfDay } from '../clock.ts'
import { openPhysics } from '../physics.ts'
import { day } from '../testing.ts'
import { makeTown } from '../town.ts'
import { duskOf } from './dusk.ts'
import { lightingOf } from './lighting.ts'
import { phases } from './plan.ts'
import { halfDay, solarNoon, sunElevation } from './sun.ts'

vi.setConfig({ testTimeout: 120_000 })

const SINCE = 20_089
const dayOf = (text: string) => day(text) / DAY

describe('the sun at 66° north', () => {
  test.each([
    ['2026-06-21', 90 - 65.81 + 23.44],
    ['2026-12-21', 90 - 65.81 - 23.44],
    ['2026-03-20', 90 - 65.81],
  ])('stands on %s at noon %d° high', (date, height) => {
    expect(Math.abs(sunElevation(solarNoon(dayOf(date))) - height)).toBeLessThan(0.35)
  })

  test('crosses an elevation when half the day says so', () => {
    for (const date of ['2026-01-15', '2026-04-02', '2026-09-10', '2026-11-21']) {
      const at = solarNoon(dayOf(date)) + halfDay(dayOf(date), -2.2)
      expect(Math.abs(sunElevation(at) + 2.2)).toBeLessThan(0.15)
    }
  })
})

describe('lamps', () => {
  const dusk = duskOf(0, SINCE)
  const litHours = (from: Micros, to: Micros) => {
    let sum = 0
    for (let at = from; at < to; at += MINUTE) if (dusk.isDark(at)) sum += 1 / 60
    return sum
  }

  test('burn not at all at midsummer and most of the day at midwinter', () => {
    expect(litHours(day('2026-06-15'), day('2026-06-22'))).toBe(0)
    const winter = litHours(day('2026-12-20'), day('2026-12-21'))
    expect(winter).toBeGreaterThan(17)
    expect(winter).toBeLessThan(21)
  })

  test.each([
    ['2026-03-28', '2026-03-29'],
    ['2026-10-24', '2026-10-25'],
  ])('follow the sun and not the clock over the change from %s to %s', (before, after) => {
    const duskAt = (date: string) => {
      // Towards evening, the first minute in which they burn.
      for (let at = day(date) + 12 * HOUR; ; at += MINUTE) if (dusk.isDark(at)) return at
    }
    const [a, b] = [duskAt(before), duskAt(after)]
    expect(Math.abs(b - a - DAY)).toBeLessThan(8 * MINUTE)
    expect(Math.abs(timeOfDay(b) - timeOfDay(a))).toBeGreaterThan(50 * MINUTE)
  })

  test('count the hours that they burn', () => {
    for (const [from, to] of [
      ['2026-03-28', '2026-03-31'],
      ['2026-10-24', '2026-10-27'],
      ['2026-05-10', '2026-05-13'],
    ] as const) {
      expect(dusk.burnt(day(to)) - dusk.burnt(day(from))).toBeCloseTo(litHours(day(from), day(to)), 0)
    }
  })
})

describe('a cabinet', () => {
  const town = makeTown(1)
  const cabinet = town.plan.cabinets[0]!
  const lighting = lightingOf(cabinet, { seed: 1, scenario: [], since: SINCE })
  const night = day('2026-11-20') + 22 * HOUR

  test('takes at night the current of its lamps, each phase its own, and next to none by day', () => {
    for (const phase of phases) {
      const watts = cabinet.luminaires.filter((l) => l.phase === phase).reduce((sum, l) => sum + l.power, 0)
      const expected = watts / (230 * 0.955)
      expect(Math.abs(lighting.current(phase, night) / expected - 1)).toBeLessThan(0.06)
      expect(lighting.current(phase, day('2026-11-20') + 11 * HOUR)).toBeLessThan(0.3)
    }
  })

  test('counts the energy of the power that it takes', () => {
    let kWh = 0
    const from = day('2026-11-18')
    for (let at = from; at < from + 2 * DAY; at += MINUTE) kWh += lighting.power(at) / 60
    expect(lighting.energy(from + 2 * DAY) - lighting.energy(from)).toBeCloseTo(kWh, 0)
  })

  test('of all, one’s meter begins again from nought within two years, and loses nothing', async () => {
    const physics = await openPhysics(town, [])
    const wraps: string[] = []
    for (const { tag } of town.plan.cabinets) {
      const energy = physics.truths.get(`${tag}/energy`)!
      const { kind } = town.register.signals.find((s) => s.key === `${tag}/energy`)!
      if (kind.type !== 'counter') throw new Error(`${tag}/energy is no counter`)
      for (let at = day('2026-01-01'); at < day('2027-12-01'); at += DAY) {
        const [a, b] = [energy(at)!, energy(at + DAY)!]
        if (b >= a) continue
        wraps.push(tag)
        const used = b - a + kind.modulus
        expect(used).toBeGreaterThan(0.4)
        expect(used).toBeLessThan(200)
      }
    }
    physics.close()
    expect(wraps.length).toBeGreaterThan(0)
  })
})
