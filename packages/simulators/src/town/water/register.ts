import { signalKey } from '@driftbild/core'
import { type Junction, type Pipe, SWEREF99_TM } from '@driftbild/network'
import { polygonOf, toLonLat, toSwerefFromTown } from '../map/base-map.ts'
import type { Building } from '../map/buildings.ts'
import { districts } from '../map/districts.ts'
import { elevationAt } from '../map/terrain.ts'
import { addRule, dayIn, emptyPart, install, type Part, pointAsset, same, signalsOf } from '../part.ts'
import type { Random } from '../random.ts'
import { connectionsOf, hydrantsOf } from './customers.ts'
import { addWorks } from './register-works.ts'
import type { PressurePlace } from './sensors.ts'
import type { WaterLayout } from './water-layout.ts'

/** The water side of the register, and the devices that read it. */
export function waterPart(
  layout: WaterLayout,
  places: readonly PressurePlace[],
  buildings: readonly Building[],
  random: Random,
): Part {
  const part = emptyPart()
  addZones(part, layout)
  addWorks(part, random)
  addNetwork(part, layout)
  addMeters(part, layout, random)
  addPressureSensors(part, places, random)
  part.assets.push(...connectionsOf(layout, buildings), ...hydrantsOf(layout))
  return part
}

function addZones(part: Part, layout: WaterLayout): void {
  for (const district of districts) {
    part.zones.push({
      tag: district.tag,
      name: district.name,
      service: 'water',
      geometry: polygonOf(district.ring),
      inflow: layout.meters
        .filter((m) => m.inlet.district === district.tag)
        .map((m) => signalKey(m.inlet.tag, 'flow')),
      outflow: layout.meters
        .filter((m) => m.inlet.leaves === district.tag)
        .map((m) => signalKey(m.inlet.tag, 'flow')),
    })
  }
}

function addNetwork(part: Part, layout: WaterLayout): void {
  const byId = new Map(layout.network.nodes.map((n) => [n.id, n]))
  for (const node of layout.network.nodes) {
    if (node.type !== 'junction') continue
    part.assets.push(
      pointAsset({
        ...{ tag: node.id, class: 'junction', name: `Knutpunkt ${node.id}`, builtYear: null },
        at: node.position!,
        height: node.elevation - 2,
        zone: layout.junctions.get(node.id)?.tag ?? null,
        attributes: { elevation: node.elevation, baseDemand: baseOf(node) },
      }),
    )
  }
  for (const pipe of layout.network.links) {
    if (pipe.type !== 'pipe') continue
    const facts = layout.pipes.get(pipe.id)!
    const line = lineOf(pipe, (id) => byId.get(id)!.position!)
    part.assets.push({
      tag: pipe.id,
      class: 'pipe',
      name: `${facts.district ? 'Vattenledning' : 'Huvudvattenledning'} ${facts.street}`,
      site: null,
      zone: facts.district?.tag ?? null,
      geometry: { type: 'LineString', coordinates: line.map(toLonLat) },
      surveyed: {
        crs: SWEREF99_TM,
        coordinates: line.map(toSwerefFromTown),
        accuracy: facts.built < 1985 ? 0.5 : 0.1,
      },
      builtYear: facts.built,
      expectedLife: null,
      visibility: 'staff',
      attributes: {
        diameter: pipe.diameter,
        length: pipe.length,
        material: facts.material,
        roughness: pipe.roughness,
        from: pipe.from,
        to: pipe.to,
      },
    })
  }
  for (const valve of layout.valves) {
    const facts = layout.pipes.get(valve.pipe)!
    part.assets.push(
      pointAsset({
        tag: valve.tag,
        class: 'valve',
        name: `${valve.normallyOpen ? 'Avstängningsventil' : 'Zonventil'} ${facts.street}`,
        builtYear: facts.built,
        at: valve.at,
        height: elevationAt(valve.at) - 2,
        zone: valve.district.tag,
        attributes: { diameter: valve.diameter, normallyOpen: valve.normallyOpen },
      }),
    )
  }
}

function addMeters(part: Part, layout: WaterLayout, random: Random): void {
  for (const [i, { inlet, junction }] of layout.meters
    .toSorted((a, b) => (a.inlet.tag < b.inlet.tag ? -1 : 1))
    .entries()) {
    const { tag, name, district, diameter } = inlet
    const node = layout.network.nodes.find((n) => n.id === junction)!
    const year = random.whole(2011, 2021)
    part.assets.push(
      pointAsset({
        ...{ tag, class: 'dma-meter', name: `Mätzonsmätare ${name}`, builtYear: year },
        at: node.position!,
        zone: district,
        attributes: { diameter },
      }),
    )
    const serial = `MID-${year}${random.whole(10000, 99999)}`
    install(
      part,
      tag,
      { model: `MID ${diameter}`, serial, profile: 'generic/dma-meter' },
      dayIn(year, random.whole(1, 360)),
    )
    part.devices.push({
      id: `meter-${tag.toLowerCase()}`,
      profile: 'generic/dma-meter',
      server: 'dma-meters',
      protocol: 'modbus',
      unit: i + 1,
      every: 10,
      signals: signalsOf(tag, same('flow', 'volume', 'pressure')),
    })
    addRule(part, tag, 'pressure', {
      ...{ name: 'low', condition: 'below', limit: 2.5, hysteresis: 0.2, delayOn: 15, delayOff: 15 },
      priority: 'high',
      mode: 'low-pressure',
    })
  }
}

function addPressureSensors(part: Part, places: readonly PressurePlace[], random: Random): void {
  for (const [i, place] of places.entries()) {
    const year = random.whole(2015, 2022)
    part.assets.push(
      pointAsset({
        ...{ tag: place.tag, class: 'pressure-sensor', name: `Tryckgivare ${place.street}`, builtYear: year },
        at: place.at,
        zone: place.zone,
        attributes: { elevation: place.elevation },
      }),
    )
    const serial = `PT-${year}${random.whole(10000, 99999)}`
    install(
      part,
      place.tag,
      { model: 'PT 16', serial, profile: 'generic/pressure-logger' },
      dayIn(year, random.whole(1, 360)),
    )
    part.devices.push({
      id: `pressure-${place.tag.toLowerCase()}`,
      profile: 'generic/pressure-logger',
      server: 'pressure-sensors',
      protocol: 'modbus',
      unit: i + 1,
      every: 10,
      signals: signalsOf(place.tag, same('pressure')),
    })
    addRule(part, place.tag, 'pressure', {
      ...{ name: 'low', condition: 'below', limit: 2, hysteresis: 0.2, delayOn: 15, delayOff: 15 },
      priority: 'high',
      mode: 'low-pressure',
    })
  }
}

const baseOf = (node: Junction): number =>
  Math.round(node.demands.reduce((sum, d) => sum + d.base, 0) * 1e5) / 1e5

const lineOf = (pipe: Pipe, at: (node: string) => [number, number]): [number, number][] => [
  at(pipe.from),
  ...pipe.vertices,
  at(pipe.to),
]
