import { isJunction, isPipe, type Network, writeInp } from '@driftbild/network'
import { type Hydraulics, openHydraulics, type Sensor, type Solved } from '@driftbild/network/epanet'
import type { Matrix } from '../common/matrix.ts'
import { randomSequence } from '../common/random-sequence.ts'
import { drivers, expectedOf, fitExpected } from './expected-pressure.ts'
import type { PressureZone } from './pressure-zone.ts'

/** A zone simulated in many networks that could be the real one. */
export interface ZoneEnsemble {
  zone: PressureZone
  /** Per member: what its pressures follow (drivers × sensors) while nothing leaks. */
  expected: Matrix[]
  /** Per member and place: change at every sensor for each m³/h, at the middle size. */
  signatures: Float64Array[][]
  /** Of the network as it was drawn: flows (m³/h) and signatures of a small, the middle and a big leak per place. */
  sizes: { flow: number; signature: Float64Array }[][]
}

export interface EnsembleOptions {
  members: number
  seed: number
  /** How far diameters, roughness and demands may be from what the file says, as a share. */
  spread: number
  /** m³/h of a small, the middle and a big leak; signatures bend with size where pipes carry little. */
  sizes?: readonly [number, number, number]
  progress?: (done: number, of: number) => void
}

const SIZES = [2, 10, 25] as const
const MIDDLE = 1
const WEEK = 7 * 86_400
const STEP = 1_800
/** Steps of the week whose state leaks are tried in: each two hours past another's hour, on other days. */
const STATES = [52, 106, 162, 218, 274, 328]
/** EPANET's default of 0.001 leaves millimetres, and a m³/h is worth few. */
const ACCURACY = 1e-5
/** m³/h in the measure of metres, so that lost water stands beside pressures. */
export const BALANCE_SCALE = 0.02

/**
 * Leaks of each size at each place of each zone, in the network as drawn and in others whose pipes and demands
 * differ at random. Some seconds for each member and thousand junctions.
 */
export async function simulateEnsemble(
  network: Network,
  zones: readonly PressureZone[],
  options: EnsembleOptions,
): Promise<ZoneEnsemble[]> {
  const random = randomSequence(options.seed)
  const sizes = options.sizes ?? SIZES
  const ensembles = zones.map(
    (zone): ZoneEnsemble => ({ zone, expected: [], signatures: [], sizes: zone.places.map(() => []) }),
  )
  for (let member = 0; member < options.members; member++) {
    const drawn = member === 0
    const simulated = await simulateMember(
      drawn ? network : perturbed(network, options.spread, random),
      zones,
      drawn ? sizes : [sizes[MIDDLE]],
    )
    for (const [z, { expected, bySize }] of simulated.entries()) {
      const ensemble = ensembles[z]!
      ensemble.expected.push(expected)
      ensemble.signatures.push(bySize[drawn ? MIDDLE : 0]!.map((one) => one.signature))
      if (drawn) ensemble.sizes = ensemble.zone.places.map((_, place) => bySize.map((all) => all[place]!))
    }
    options.progress?.(member + 1, options.members)
  }
  return ensembles
}

interface MemberZone {
  expected: Matrix
  /** Per size and place. */
  bySize: { flow: number; signature: Float64Array }[][]
}

async function simulateMember(
  network: Network,
  zones: readonly PressureZone[],
  sizes: readonly number[],
): Promise<MemberZone[]> {
  const hydraulics = await openHydraulics(
    writeInp({ ...network, options: { ...network.options, accuracy: ACCURACY } }),
  )
  try {
    const readings = readingsOf(network, zones)
    const week = hydraulics.run({ duration: WEEK, step: STEP, sensors: readings.sensors })
    const fits = zones.map((zone) => {
      const rows: Float64Array[] = []
      const values: Float64Array[] = []
      // The first step starts from the file's own levels.
      for (let k = 1; k < week.values[0]!.length - 1; k++) {
        rows.push(drivers(readings.driversAt(zone, week, k)))
        values.push(readings.pressuresAt(zone, week, k))
      }
      return fitExpected(rows, values)
    })
    const results = zones.map(
      (zone, z): MemberZone => ({
        expected: fits[z]!,
        bySize: sizes.map(() =>
          zone.places.map(() => ({ flow: 0, signature: new Float64Array(measuresOf(zone)) })),
        ),
      }),
    )
    for (const [s, size] of sizes.entries()) {
      for (const state of STATES) {
        const tried = tryLeaks(hydraulics, network, zones, readings, week, state, size)
        for (const [z, zone] of zones.entries()) {
          const calm = deviationOf(readings, zone, fits[z]!, tried.solved, 0)
          for (const [p, place] of zone.places.entries()) {
            const one = results[z]!.bySize[s]![p]!
            const step = tried.stepOf.get(place)!
            const leaking = deviationOf(readings, zone, fits[z]!, tried.solved, step)
            one.flow += tried.flows[step]! / STATES.length
            for (let i = 0; i < leaking.length; i++)
              one.signature[i]! += (leaking[i]! - calm[i]!) / STATES.length
          }
        }
      }
      for (const [z, zone] of zones.entries()) {
        for (const one of results[z]!.bySize[s]!) {
          for (let i = 0; i < one.signature.length; i++) one.signature[i]! /= one.flow
          if (zone.tank) one.signature[zone.sensors.length] = BALANCE_SCALE
        }
      }
    }
    return results
  } finally {
    hydraulics.close()
  }
}

/** Entries of a zone's deviation: its sensors, and the lost water where it is balanced. */
export const measuresOf = (zone: PressureZone): number => zone.sensors.length + (zone.tank ? 1 : 0)

function deviationOf(
  readings: Readings,
  zone: PressureZone,
  fit: Matrix,
  solved: Solved,
  k: number,
): Float64Array {
  const pressures = readings.pressuresAt(zone, solved, k)
  // Sold water, which a balanced zone's pressures follow, does not change when a pipe leaks.
  if (zone.tank) return pressures
  const expected = expectedOf(fit, drivers(readings.driversAt(zone, solved, k)))
  return pressures.map((v, i) => v - expected[i]!)
}

/** One state of the week held still, and a leak going from place to place in it. */
function tryLeaks(
  hydraulics: Hydraulics,
  network: Network,
  zones: readonly PressureZone[],
  readings: Readings,
  week: Solved,
  state: number,
  size: number,
): { solved: Solved; stepOf: Map<string, number>; flows: Float64Array } {
  const places = zones.flatMap((zone) => zone.places)
  const coefficient = size / readings.meanPressure(week, state) ** network.options.emitterExponent
  const { patternStep, patternStart } = network.times
  const at = Math.floor((state * STEP + patternStart) / patternStep)
  for (const [id, pattern] of Object.entries(network.patterns))
    hydraulics.setPattern(id, [pattern[at % pattern.length]!])
  for (const node of network.nodes)
    if (node.type === 'tank') hydraulics.setLevel(node.id, readings.levelAt(node.id, week, state))
  const flows = new Float64Array(places.length + 2)
  const calm = new Float64Array(places.length)
  // A step of a second: tanks stand still, and each solution is the next one's first guess.
  const solved = hydraulics.run({
    duration: places.length + 1,
    step: 1,
    sensors: readings.whileLeaking,
    before(second, controls) {
      if (second === 0) {
        controls.emitter(places.at(-1)!, 0)
        for (const link of network.links)
          if (link.type === 'pump') controls.open(link.id, readings.runsAt(link.id, week, state))
        return
      }
      if (second === 1) for (const [p, place] of places.entries()) calm[p] = controls.outflow(place)
      if (second > 1) {
        const last = places[second - 2]!
        flows[second - 1] = controls.outflow(last) - calm[second - 2]!
        controls.emitter(last, 0)
      }
      if (second <= places.length) controls.emitter(places[second - 1]!, coefficient)
    },
  })
  for (const [id, pattern] of Object.entries(network.patterns)) hydraulics.setPattern(id, pattern)
  return { solved, stepOf: new Map(places.map((place, p) => [place, p + 1])), flows }
}

interface Readings {
  sensors: Sensor[]
  /** Those without the customers' meters, which no leak changes: reading costs as much as solving. */
  whileLeaking: Sensor[]
  driversAt(zone: PressureZone, solved: Solved, k: number): number[]
  pressuresAt(zone: PressureZone, solved: Solved, k: number): Float64Array
  levelAt(tank: string, solved: Solved, k: number): number
  runsAt(pump: string, solved: Solved, k: number): boolean
  meanPressure(solved: Solved, k: number): number
}

function readingsOf(network: Network, zones: readonly PressureZone[]): Readings {
  const sensors: Sensor[] = []
  const at = new Map<string, number>()
  const read = (name: string, sensor: Sensor) => {
    if (!at.has(name)) at.set(name, sensors.push(sensor) - 1)
  }
  for (const node of network.nodes)
    if (node.type === 'tank') read(`level ${node.id}`, { node: node.id, what: 'level' })
  for (const link of network.links)
    if (link.type === 'pump') read(`flow ${link.id}`, { link: link.id, what: 'flow' })
  for (const zone of zones) {
    for (const node of zone.sensors) read(`pressure ${node}`, { node, what: 'pressure' })
    for (const { link } of zone.flows) read(`flow ${link}`, { link, what: 'flow' })
  }
  const whileLeaking = sensors.length
  for (const zone of zones)
    for (const node of zone.tank?.metered ?? []) read(`demand ${node}`, { node, what: 'demand' })
  const readAt = (name: string, solved: Solved, k: number) => solved.values[at.get(name)!]![k]!
  return {
    sensors,
    whileLeaking: sensors.slice(0, whileLeaking),
    driversAt: (zone, solved, k) =>
      zone.tank
        ? [zone.tank.metered.reduce((sum, node) => sum + readAt(`demand ${node}`, solved, k), 0)]
        : zone.flows.map(({ link }) => readAt(`flow ${link}`, solved, k)),
    pressuresAt: (zone, solved, k) => {
      const level = zone.tank ? readAt(`level ${zone.tank.node}`, solved, k) : 0
      return Float64Array.from(zone.sensors, (node) => readAt(`pressure ${node}`, solved, k) - level)
    },
    levelAt: (tank, solved, k) => readAt(`level ${tank}`, solved, k),
    runsAt: (pump, solved, k) => readAt(`flow ${pump}`, solved, k) > 0.1,
    meanPressure: (solved, k) => {
      const nodes = zones.flatMap((zone) => zone.sensors)
      return nodes.reduce((sum, node) => sum + readAt(`pressure ${node}`, solved, k), 0) / nodes.length
    },
  }
}

/** A network whose pipes and demands are off by up to a share, each by itself. */
export function perturbed(network: Network, spread: number, random: () => number): Network {
  const off = () => 1 + spread * (2 * random() - 1)
  return {
    ...network,
    links: network.links.map((link) =>
      isPipe(link) ? { ...link, diameter: link.diameter * off(), roughness: link.roughness * off() } : link,
    ),
    nodes: network.nodes.map((node) =>
      isJunction(node)
        ? { ...node, demands: node.demands.map((d) => ({ ...d, base: d.base * off() })) }
        : node,
    ),
  }
}
