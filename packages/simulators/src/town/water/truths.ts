import { HOUR, type Micros, signalKey } from '@driftbild/core'
import { isJunction } from '@driftbild/network'
import type { Sensor } from '@driftbild/network/epanet'
import { yearShare } from '../clock.ts'
import type { DistrictTag } from '../map/districts.ts'
import type { Truths } from '../physics.ts'
import { mix, uniformAt } from '../random.ts'
import type { Scenario } from '../scenario/disturbance.ts'
import type { Town } from '../town.ts'
import type { Weather } from '../weather.ts'
import { backThrough, openingAt, pumpBehind } from './backflow.ts'
import type { Demand } from './demand.ts'
import { dutyDay, stretchAt, usageOf } from './duty.ts'
import { openWater } from './hydraulics.ts'
import { volumeThrough } from './meter-volume.ts'
import {
  bearingAt,
  bearingTemperature,
  currentOf,
  motorTemperature,
  powerOf,
  RATED,
  shakingAt,
  vibrationOf,
  wearAt,
} from './pump.ts'
import { inlets, WORKS } from './trunk.ts'

/** Bar of a metre of water. */
const BAR = 0.0980665

export async function waterTruths(
  town: Town,
  demand: Demand,
  weather: Weather,
  scenario: Scenario,
  since: number,
): Promise<{ truths: Truths; close(): void }> {
  const { water: layout, pressure } = town.plan
  const sensors: Sensor[] = [
    { node: WORKS.tower.id, what: 'level' },
    { node: WORKS.headerNode, what: 'head' },
    ...layout.meters.flatMap((m): Sensor[] => [
      { link: m.pipe, what: 'flow' },
      { node: m.junction, what: 'pressure' },
    ]),
    ...pressure.map((p): Sensor => ({ node: p.junction, what: 'pressure' })),
  ]
  const use = useByDistrict(town)
  const meanUse = [...use.values()].reduce((a, b) => a + b, 0)
  const water = await openWater({ network: town.network.real, demand, meanUse, scenario, sensors })
  const truths: Truths = new Map()
  const level = (at: Micros) => water.read(0, at)
  const head = (at: Micros) => water.read(1, at)
  const room = (at: Micros) => 14 + 0.12 * weather.airTemperature(at)
  const area = Math.PI * (WORKS.tower.diameter / 2) ** 2
  truths.set(signalKey(WORKS.tower.id, 'level'), level)
  truths.set(signalKey(WORKS.tower.id, 'volume'), (at) => level(at) * area)
  const open = openingAt(scenario)
  const header = town.network.real.nodes.filter(isJunction).find(({ id }) => id === WORKS.headerNode)!
  const overFlap = (at: Micros) => head(at) - header.elevation
  truths.set(signalKey('VV1', 'flow'), (at) =>
    WORKS.pumps.reduce(
      (sum, _, i) => sum + water.pumpFlow(i, at) - backThrough(open(i, at), overFlap(at)),
      0,
    ),
  )
  truths.set(signalKey('VV1', 'pressure'), (at) => (head(at) - WORKS.pumpElevation) * BAR)
  truths.set(
    signalKey('VV1', 'temperature'),
    (at) => 6.2 - 4.1 * Math.cos(2 * Math.PI * (yearShare(at / 86_400e6) - 0.14)),
  )
  truths.set(signalKey('RG1', 'rain'), weather.rain)
  truths.set(signalKey('RG1', 'temperature'), weather.airTemperature)
  for (const [i, pump] of WORKS.pumps.entries()) {
    const state = (at: Micros) => {
      const stretch = stretchAt(i, at)
      const wear = wearAt(pump, scenario, at)
      const flow = water.pumpFlow(i, at)
      const behind = pumpBehind(open(i, at), overFlap(at))
      const speed = stretch.running ? water.speed(at) : 0
      const power = stretch.running ? powerOf(flow, head(at) - WORKS.basin.head, speed, wear) : 0
      const bearing = bearingAt(pump, scenario, at)
      return { running: stretch.running, since: at - stretch.from, wear, flow, speed, power, bearing, behind }
    }
    const used = usageOf(i, dutyDay(since * 24 * HOUR))
    const before = 18_000 + Math.floor(uniformAt(mix(town.seed, 0x9b), i) * 22_000)
    const set = (role: Parameters<typeof signalKey>[1], of: (at: Micros) => number) =>
      truths.set(signalKey(pump, role), of)
    set('flow', (at) => water.pumpFlow(i, at))
    set(
      'suction-pressure',
      (at) => (WORKS.basin.head - WORKS.pumpElevation) * BAR - 0.0004 * water.pumpFlow(i, at),
    )
    set('discharge-pressure', (at) =>
      stretchAt(i, at).running
        ? (head(at) - WORKS.pumpElevation) * BAR + 0.02
        : (WORKS.basin.head - WORKS.pumpElevation + state(at).behind.head) * BAR,
    )
    // It counts pulses of the shaft, which look alike backwards.
    set('speed', (at) => (state(at).speed + state(at).behind.speed) * RATED.speed)
    set('frequency', (at) => state(at).speed * 50)
    set('power', (at) => state(at).power)
    set('current', (at) => currentOf(state(at).power))
    set('vibration', (at) => {
      const { flow, speed, wear, bearing, behind } = state(at)
      const shaken = bearing + shakingAt(pump, scenario, { at, flow, speed })
      return vibrationOf(flow, speed, wear, shaken) + behind.speed ** 2
    })
    set('bearing-temperature', (at) => {
      const s = state(at)
      return bearingTemperature(room(at), s.running, s.since, s.power / RATED.power, s.bearing)
    })
    set('motor-temperature', (at) => {
      const s = state(at)
      return motorTemperature(room(at), s.running, s.since, s.power / RATED.power, s.bearing)
    })
    set('running', (at) => (stretchAt(i, at).running ? 1 : 0))
    set('run-hours', (at) => before + used(at).hours)
    set('starts', (at) => Math.floor(before / 40) + used(at).starts)
  }
  for (const [i, { inlet }] of layout.meters.entries()) {
    const through = volumeThrough(
      fedBy(inlet.district).map((district) => ({ district, use: use.get(district)! })),
      demand,
      scenario,
      since,
    )
    const before = 400_000 + Math.floor(uniformAt(mix(town.seed, 0x3e7e2), i) * 900_000)
    truths.set(signalKey(inlet.tag, 'flow'), (at) => water.read(2 + 2 * i, at))
    truths.set(signalKey(inlet.tag, 'pressure'), (at) => water.read(3 + 2 * i, at) * BAR)
    truths.set(signalKey(inlet.tag, 'volume'), (at) => before + through(at))
  }
  const first = 2 + 2 * layout.meters.length
  for (const [i, { tag }] of pressure.entries()) {
    truths.set(signalKey(tag, 'pressure'), (at) => water.read(first + i, at) * BAR)
  }
  return { truths, close: water.close }
}

/** A district, and those that it feeds in turn. */
export const fedBy = (district: DistrictTag): DistrictTag[] => [
  district,
  ...inlets.filter((i) => i.leaves === district).flatMap((i) => fedBy(i.district)),
]

/** Mean use as it really is, m³/h. */
export function useByDistrict(town: Town): Map<DistrictTag, number> {
  const use = new Map<DistrictTag, number>()
  for (const node of town.network.real.nodes.filter(isJunction)) {
    const tag = town.plan.water.junctions.get(node.id)?.tag
    if (!tag) continue
    use.set(tag, (use.get(tag) ?? 0) + node.demands.reduce((sum, d) => sum + d.base, 0))
  }
  return use
}
