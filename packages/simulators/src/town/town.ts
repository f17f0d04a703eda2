import { type BaseMapFeature, type Register, SIMULATED_TOWN } from '@driftbild/core'
import { type Network, writeInp, type XY } from '@driftbild/network'
import type { PlayedDevice } from '../played-device.ts'
import { ZONE } from './clock.ts'
import { levelPart } from './levels/register.ts'
import { type Cabinet, planLights } from './light/plan.ts'
import { lightPart } from './light/register.ts'
import { baseMapOf, toSwerefFromTown } from './map/base-map.ts'
import { buildingsAlong } from './map/buildings.ts'
import { graphOfStreets } from './map/street-graph.ts'
import { streetPlans } from './map/streets.ts'
import { emptyPart, type Part } from './part.ts'
import { qualityPart } from './quality/register.ts'
import { placeStations, type QualityStation } from './quality/stations.ts'
import { randomOf } from './random.ts'
import { sewerPart } from './sewer/register.ts'
import { signalsOfDevice, type TownSignal } from './signals.ts'
import { planWaste, type WastePlan } from './waste/plan.ts'
import { wastePart } from './waste/register.ts'
import { realNetwork } from './water/hydraulics.ts'
import { layWater } from './water/layout.ts'
import { waterPart } from './water/register.ts'
import { type PressurePlace, placeSensors } from './water/sensors.ts'
import type { WaterLayout } from './water/water-layout.ts'

/** A small town that does not exist, whole: the same seed gives the same town to the last byte. */
export interface Town {
  seed: number
  register: Register
  baseMap: BaseMapFeature[]
  network: {
    /** As the municipality's model has it, in SWEREF 99 TM. What a model may know. */
    nominal: Network
    inp: string
    /** As it is: up to a tenth off in roughness and use. Truth, for scoring only. */
    real: Network
    realInp: string
  }
  devices: PlayedDevice[]
  signals: TownSignal[]
  /** What its physics need beyond the register. */
  plan: {
    water: WaterLayout
    pressure: PressurePlace[]
    quality: QualityStation[]
    cabinets: Cabinet[]
    waste: WastePlan
  }
}

export const TOWN_NAME = 'Norrvik'

export function makeTown(seed: number): Town {
  const streets = graphOfStreets(streetPlans)
  const buildings = buildingsAlong(streets, seed)
  const water = layWater(streets, buildings, seed)
  const pressure = placeSensors(water)
  const quality = placeStations(water)
  const cabinets = planLights(streets, seed)
  const waste = planWaste(streets, buildings, seed)
  const whole = [
    waterPart(water, pressure, buildings, randomOf(seed, 'water items')),
    sewerPart(randomOf(seed, 'sewer items')),
    lightPart(cabinets, randomOf(seed, 'light items')),
    wastePart(waste, randomOf(seed, 'waste items')),
    levelPart(randomOf(seed, 'level items')),
    qualityPart(quality, randomOf(seed, 'quality items')),
  ].reduce(join, emptyPart())
  const { devices, ...rest } = whole
  const signals = devices.flatMap(signalsOfDevice)
  const nominal = inSweref(water.network)
  const real = realNetwork(nominal, seed)
  return {
    seed,
    register: {
      municipality: { code: SIMULATED_TOWN, name: TOWN_NAME, zone: ZONE, simulated: true, recording: null },
      ...rest,
      signals: signals.map((s) => s.signal),
    },
    baseMap: baseMapOf(streets, buildings),
    network: { nominal, inp: writeInp(nominal), real, realInp: writeInp(real) },
    devices,
    signals,
    plan: { water, pressure, quality, cabinets, waste },
  }
}

const join = (a: Part, b: Part): Part => ({
  sites: [...a.sites, ...b.sites],
  zones: [...a.zones, ...b.zones],
  assets: [...a.assets, ...b.assets],
  items: [...a.items, ...b.items],
  installations: [...a.installations, ...b.installations],
  relations: [...a.relations, ...b.relations],
  alarmRules: [...a.alarmRules, ...b.alarmRules],
  devices: [...a.devices, ...b.devices],
})

const inSweref = (network: Network): Network => ({
  ...network,
  nodes: network.nodes.map((n) => ({ ...n, position: n.position && toSwerefFromTown(n.position) })),
  links: network.links.map((l) => ({ ...l, vertices: l.vertices.map((v: XY) => toSwerefFromTown(v)) })),
})
