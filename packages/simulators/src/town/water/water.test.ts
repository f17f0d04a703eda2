import { DAY, HOUR, type Micros } from '@driftbild/core'
import { isJunction } from '@driftbild/network'
import type { Sensor } from '@driftbild/network/epanet'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { districtTags } from '../map/districts.ts'
import type { DisturbanceOf, Scenario } from '../scenario/disturbance.ts'
import { day } from '../testing.ts'
import { makeTown } from '../town.ts'
import { demandOf } from './demand.ts'
import { stretchAt, usageOf } from './duty.ts'
import { openWater, usualPressure, type Water } from './hydraulics.ts'
import { volumeThrough } from './meter-volume.ts'
import { efficiencyAt, powerOf, speedFor } from './pump.ts'
import { PUMP_CURVE, WORKS } from './trunk.ts'
import { fedBy, useByDistrict } from './truths.ts'

vi.setConfig({ testTimeout: 120_000 })

const town = makeTown(1)
const { real } = town.network
const { meters, junctions, pipes } = town.plan.water
const demand = demandOf(town.seed)
const use = useByDistrict(town)
const meanUse = [...use.values()].reduce((a, b) => a + b, 0)
const at0 = day('2026-10-20')
const opened: Water[] = []
const open = async (sensors: readonly Sensor[], scenario: Scenario = []) => {
  const water = await openWater({ network: real, demand, meanUse, scenario, sensors })
  opened.push(water)
  return water
}
afterAll(() => {
  for (const water of opened) water.close()
})

const MZ2_PIPE = real.links.find((l) => pipes.get(l.id)?.street === 'Tallvägen')!
const leak: DisturbanceOf<'leak'> = {
  id: 'leak-1',
  kind: 'leak',
  asset: MZ2_PIPE.id,
  junction: MZ2_PIPE.to,
  zone: 'MZ2',
  size: 3,
  grownAt: null,
  from: at0 + DAY / 2,
  to: null,
}

const meterOf = (zone: string) => meters.find((m) => m.inlet.district === zone)!

describe('mass balance', () => {
  const all = real.nodes.filter(isJunction)
  const sensors: Sensor[] = [
    ...meters.map((m): Sensor => ({ link: m.pipe, what: 'flow' })),
    ...all.map((n): Sensor => ({ node: n.id, what: 'demand' })),
    { node: WORKS.tower.id, what: 'level' },
  ]

  test('what a district’s meters let in is what its houses and its leak take, hour by hour', async () => {
    const water = await open(sensors, [leak])
    for (const tag of districtTags) {
      const own = all.flatMap((n, i) => (junctions.get(n.id)?.tag === tag ? [meters.length + i] : []))
      expect(own.length).toBeGreaterThan(3)
      for (let at = at0; at < at0 + DAY; at += HOUR) {
        const flow = (m: number) => water.read(m, at)
        const net = meters.reduce(
          (sum, m, i) => sum + (m.inlet.district === tag ? flow(i) : m.inlet.leaves === tag ? -flow(i) : 0),
          0,
        )
        const taken = own.reduce((sum, s) => sum + water.read(s, at), 0)
        expect(Math.abs(net - taken)).toBeLessThan(0.02 + 0.003 * taken)
      }
    }
  })

  test('what the pumps give and the town does not take is in the tower', async () => {
    const water = await open(sensors, [])
    const level = sensors.length - 1
    const area = Math.PI * (WORKS.tower.diameter / 2) ** 2
    for (let at = at0; at < at0 + DAY; at += 2 * HOUR) {
      let balance = 0
      const step = 300e6
      for (let t = at; t < at + 2 * HOUR; t += step) {
        const given = [0, 1, 2].reduce((sum, p) => sum + water.pumpFlow(p, t), 0)
        const taken = all.reduce((sum, _, i) => sum + water.read(meters.length + i, t), 0)
        balance += ((given - taken) * step) / HOUR
      }
      expect(balance).toBeCloseTo((water.read(level, at + 2 * HOUR) - water.read(level, at)) * area, 0)
    }
  })
})

describe('a leak', () => {
  test('raises the night flow by its size and lowers the pressure where it is, most of all', async () => {
    const far = meterOf('MZ4').junction
    const sensors: Sensor[] = [
      { link: meterOf('MZ2').pipe, what: 'flow' },
      { node: leak.junction, what: 'pressure' },
      { node: far, what: 'pressure' },
    ]
    const [healthy, leaking] = [await open(sensors), await open(sensors, [leak])]
    const night = (water: Water, sensor: number) => {
      let sum = 0
      for (let m = 0; m < 24; m++) sum += water.read(sensor, at0 + DAY + m * 300e6)
      return sum / 24
    }
    const more = night(leaking, 0) - night(healthy, 0)
    expect(more).toBeGreaterThan(0.93 * leak.size)
    expect(more).toBeLessThan(1.07 * leak.size)
    const drop = night(healthy, 1) - night(leaking, 1)
    expect(drop).toBeGreaterThan(0.2)
    expect(drop).toBeGreaterThan(2 * Math.abs(night(healthy, 2) - night(leaking, 2)))
    // Before it opens nothing is different, but for the pinhole that stands for a closed one.
    expect(leaking.read(0, at0)).toBeCloseTo(healthy.read(0, at0), 2)
  })

  test('has its size at the usual pressure', () => {
    const node = real.nodes.filter(isJunction).find((n) => n.id === leak.junction)!
    expect(usualPressure(node.elevation)).toBeGreaterThan(20)
    expect(usualPressure(node.elevation)).toBeLessThan(70)
  })
})

test('a block is the same water whichever blocks were solved before it', async () => {
  const sensors: Sensor[] = [
    { node: WORKS.tower.id, what: 'level' },
    { link: meterOf('MZ3').pipe, what: 'flow' },
  ]
  const [direct, later] = [await open(sensors, [leak]), await open(sensors, [leak])]
  for (const before of [9, -5, 3]) later.read(0, at0 + before * DAY)
  for (let at = at0; at < at0 + DAY; at += 3 * HOUR) {
    expect(later.read(0, at)).toBe(direct.read(0, at))
    expect(later.read(1, at)).toBe(direct.read(1, at))
  }
})

test('blocks meet: no gauge sees the seam', async () => {
  const water = await open([
    { node: WORKS.tower.id, what: 'level' },
    { link: meterOf('MZ1').pipe, what: 'flow' },
  ])
  for (let seam = Math.ceil(at0 / (2 * DAY)) * 2 * DAY; seam < at0 + 8 * DAY; seam += 2 * DAY) {
    expect(Math.abs(water.read(0, seam) - water.read(0, seam - 1000))).toBeLessThan(0.0005)
    expect(Math.abs(water.read(1, seam) - water.read(1, seam - 1000))).toBeLessThan(0.01)
  }
})

test('a meter’s register counts what flows through it', async () => {
  const water = await open([{ link: meterOf('MZ3').pipe, what: 'flow' }])
  const fed = fedBy('MZ3').map((district) => ({ district, use: use.get(district)! }))
  expect(fed.map((f) => f.district)).toEqual(['MZ3', 'MZ5'])
  const through = volumeThrough(fed, demand, [], 20_089)
  let flowed = 0
  for (let i = 0; i < 288; i++) flowed += water.read(0, at0 + (i + 0.5) * 300e6) / 12
  const counted = through(at0 + DAY) - through(at0)
  expect(Math.abs(counted / flowed - 1)).toBeLessThan(0.01)
})

describe('a pump', () => {
  test('keeps to its affinity laws: half the speed, half the flow, a quarter of the head', () => {
    const { flow, head } = PUMP_CURVE
    expect(speedFor(flow, head)).toBeCloseTo(1, 9)
    expect(speedFor(flow / 2, head / 4)).toBeCloseTo(0.5, 9)
  })

  test('is best at its rated point, and worn takes more power for the same water', () => {
    const best = efficiencyAt(PUMP_CURVE.flow, 1, 0)
    expect(best).toBeGreaterThan(efficiencyAt(PUMP_CURVE.flow * 0.6, 1, 0))
    expect(best).toBeGreaterThan(efficiencyAt(PUMP_CURVE.flow * 1.3, 1, 0))
    const ratio = powerOf(50, 48, 0.95, 0.15) / powerOf(50, 48, 0.95, 0)
    expect(ratio).toBeGreaterThan(1.14)
    expect(ratio).toBeLessThan(1.2)
  })

  test('runs by turns: one or two at any time, and hours and starts are those of its turns', () => {
    const since = 20_089
    const used = [0, 1, 2].map((p) => usageOf(p, since))
    const from = day('2026-10-22')
    let running = [0, 0, 0]
    // Over the night when clocks are put back.
    const step = 300e6
    for (let at: Micros = from; at < from + 9 * DAY; at += step) {
      const on = [0, 1, 2].map((p) => stretchAt(p, at).running)
      expect(on.filter(Boolean).length).toBeGreaterThanOrEqual(1)
      expect(on.filter(Boolean).length).toBeLessThanOrEqual(2)
      running = running.map((sum, p) => sum + (on[p] ? step : 0))
    }
    for (const p of [0, 1, 2]) {
      const [a, b] = [used[p]!(from), used[p]!(from + 9 * DAY)]
      expect(b.hours - a.hours).toBeCloseTo(running[p]! / HOUR, 6)
      expect(b.starts - a.starts).toBeGreaterThanOrEqual(5)
      expect(b.starts - a.starts).toBeLessThanOrEqual(7)
    }
  })
})
