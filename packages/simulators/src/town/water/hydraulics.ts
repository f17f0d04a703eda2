import { DAY, type Micros } from '@driftbild/core'
import { type Network, writeInp } from '@driftbild/network'
import { type Controls, type Hydraulics, openHydraulics, type Sensor } from '@driftbild/network/epanet'
import { hours } from '../clock.ts'
import { districtTags } from '../map/districts.ts'
import { mix, normalAt } from '../random.ts'
import { grown, ofKind, type Scenario } from '../scenario/disturbance.ts'
import { coefficientOf, openingAt } from './backflow.ts'
import { type Demand, STEP } from './demand.ts'
import { stretchAt } from './duty.ts'
import { patternOf } from './layout.ts'
import { liftOf, speedFor, wearAt } from './pump.ts'
import { LEVELS, WORKS } from './trunk.ts'

/** What the water does, for any instant. Solved block by block when first asked for. */
export interface Water {
  /** Of a sensor by its place in the list that was asked for, between two solved steps. */
  read(sensor: number, at: Micros): number
  /** Relative speed that all running pumps are told. */
  speed(at: Micros): number
  /** Flow of one pump, which does not ramp where it starts or stops. */
  pumpFlow(pump: number, at: Micros): number
  close(): void
}

export interface WaterSpec {
  /** As it really is, which nobody has a model of. */
  network: Network
  demand: Demand
  /** Mean of all use, m³/h. */
  meanUse: number
  scenario: Scenario
  sensors: readonly Sensor[]
}

/**
 * Every block is solved from the same level a day and a half earlier. The level follows its set point with a
 * memory of three hours, so what the block began with is forgotten to a hundredth of a millimetre: any block
 * can be solved alone, and history and live are one water.
 */
const BLOCK = 2 * DAY
const WARM_UP = hours(36)
/** m³/h that the pumps give more for a metre that the tower lacks. */
const PULL = 40
/** Share of the mean that is pumped with two pumps by day and one by night; the tower makes up the rest. */
const SHARE = { two: 1.14, one: 0.69 }
/** Loss in the main at 100 m³/h, as the pumps' controller assumes it, m. */
const MAIN_LOSS = 2.6
/** Pressure at which a leak has the size it is named by, m of water: what the tower gives, less the way there. */
export const usualPressure = (elevation: number): number =>
  WORKS.tower.floor + LEVELS.wanted - 1.5 - elevation

interface Block {
  values: Float64Array[]
  speeds: Float64Array
}

export async function openWater(spec: WaterSpec): Promise<Water> {
  const pumps = WORKS.pumps.map((link): Sensor => ({ link, what: 'flow' }))
  const hydraulics = await openHydraulics(writeInp(spec.network))
  hydraulics.setPatternStep(STEP / 1e6)
  const blocks = new Map<number, Block>()
  const blockAt = (k: number): Block => {
    let block = blocks.get(k)
    if (!block) {
      block = solve(hydraulics, spec, [...spec.sensors, ...pumps], k)
      blocks.set(k, block)
      if (blocks.size > 3) blocks.delete(blocks.keys().next().value!)
    }
    return block
  }
  const locate = (at: Micros) => {
    const k = Math.floor(at / BLOCK)
    const x = (at - k * BLOCK) / STEP
    const i = Math.floor(x)
    return { block: blockAt(k), i, share: x - i }
  }
  return {
    read(sensor, at) {
      const { block, i, share } = locate(at)
      const series = block.values[sensor]!
      return share === 0 ? series[i]! : series[i]! * (1 - share) + series[i + 1]! * share
    },
    speed: (at) => {
      const { block, i } = locate(at)
      return block.speeds[i]!
    },
    pumpFlow(pump, at) {
      const stretch = stretchAt(pump, at)
      if (!stretch.running) return 0
      const { block, i, share } = locate(at)
      const series = block.values[spec.sensors.length + pump]!
      const next = (Math.floor(at / STEP) + 1) * STEP < stretch.to ? series[i + 1]! : series[i]!
      return series[i]! * (1 - share) + next * share
    },
    close: () => hydraulics.close(),
  }
}

function solve(hydraulics: Hydraulics, spec: WaterSpec, sensors: readonly Sensor[], k: number): Block {
  const begin = k * BLOCK - WARM_UP
  const steps = (BLOCK + WARM_UP) / STEP
  const skipped = WARM_UP / STEP
  for (const tag of districtTags) {
    const pattern = Array.from({ length: steps + 1 }, (_, i) => spec.demand.at(tag, begin / STEP + i))
    hydraulics.setPattern(patternOf(tag), pattern)
  }
  hydraulics.setLevel(WORKS.tower.id, LEVELS.start)
  const holes = holesIn(spec)
  const speeds = new Float64Array(steps - skipped + 1)
  const { values } = hydraulics.run({
    duration: (steps * STEP) / 1e6,
    step: STEP / 1e6,
    sensors,
    before(second, controls) {
      const at = begin + second * 1e6
      const speed = drive(controls, spec, at)
      const i = (second * 1e6) / STEP - skipped
      if (i >= 0) speeds[i] = speed
      // Never quite closed, so that a block is the same water whichever blocks were solved before it.
      for (const [junction, open] of holes) {
        controls.emitter(
          junction,
          Math.max(
            1e-4,
            open.reduce((sum, so) => sum + so(at), 0),
          ),
        )
      }
    },
  })
  return { values: values.map((v) => v.slice(skipped)), speeds }
}

/** Sets the pumps for the level that the tower has now; the controller knows nothing of wear or leaks. */
function drive(controls: Controls, spec: WaterSpec, at: Micros): number {
  const running = WORKS.pumps.map((_, i) => stretchAt(i, at).running)
  const count = running.filter(Boolean).length
  const level = controls.level(WORKS.tower.id)
  const wanted = spec.meanUse * (count > 1 ? SHARE.two : SHARE.one) + PULL * (LEVELS.wanted - level)
  const flow = Math.max(15, Math.min(75 * count, wanted))
  const head = WORKS.tower.floor + level + MAIN_LOSS * (flow / 100) ** 1.85 - WORKS.basin.head
  const speed = speedFor(flow / count, head)
  for (const [i, pump] of WORKS.pumps.entries()) {
    controls.speed(pump, running[i] ? speed * liftOf(wearAt(pump, spec.scenario, at)) : 0)
  }
  return speed
}

/** What lets water out, by junction: how far each is open at an instant. */
function holesIn({ network, scenario }: WaterSpec): Map<string, ((at: Micros) => number)[]> {
  const valves = ofKind(scenario, 'check-valve').filter(({ asset }) => WORKS.pumps.includes(asset))
  const holes = [
    ...ofKind(scenario, 'leak'),
    ...ofKind(scenario, 'hydrant-open').map((hydrant) => ({ ...hydrant, grownAt: null })),
  ]
  const byJunction = Map.groupBy(holes, ({ junction }) => junction)
  const open = openingAt(valves)
  // What runs back to the basin leaves the network where the pumps meet.
  const back = WORKS.pumps.map((_, i) => (at: Micros) => coefficientOf(open(i, at)))
  return new Map([
    ...[...byJunction].map(([junction, some]): [string, ((at: Micros) => number)[]] => [
      junction,
      some.map((hole) => {
        const full = emitterOf(network, hole)
        return (at: Micros) => full * grown(hole, at, hole.grownAt)
      }),
    ]),
    ...(valves.length > 0 ? [[WORKS.headerNode, back] as const] : []),
  ])
}

function emitterOf(network: Network, leak: { junction: string; size: number }): number {
  const node = network.nodes.find((n) => n.id === leak.junction)
  if (node?.type !== 'junction') throw new Error(`a leak at ${leak.junction}, which is no junction`)
  return leak.size / Math.sqrt(Math.max(5, usualPressure(node.elevation)))
}

/** The network as it is: up to a tenth off what the municipality's model says of roughness and use. */
export function realNetwork(nominal: Network, seed: number): Network {
  const stream = mix(seed, 0x2ea1)
  const off = (n: number) => 1 + 0.1 * Math.max(-1, Math.min(1, normalAt(stream, n) / 1.7))
  return {
    ...nominal,
    title: [...nominal.title, 'As it really is'],
    nodes: nominal.nodes.map((node, i) =>
      node.type === 'junction'
        ? { ...node, demands: node.demands.map((d) => ({ ...d, base: d.base * off(i) })) }
        : node,
    ),
    links: nominal.links.map((link, i) =>
      link.type === 'pipe' ? { ...link, roughness: link.roughness * off(100_000 + i) } : link,
    ),
  }
}
