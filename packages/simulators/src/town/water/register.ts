import { signalKey } from '@driftbild/core'
import { type Junction, type Pipe, SWEREF99_TM } from '@driftbild/network'
import { pointOf, polygonOf, toLonLat, toSwerefFromTown } from '../map/base-map.ts'
import { districts } from '../map/districts.ts'
import { elevationAt } from '../map/terrain.ts'
import { addRule, dayIn, emptyPart, install, type Part, pointAsset, same, signalsOf } from '../part.ts'
import type { Random } from '../random.ts'
import type { WaterLayout } from './layout.ts'
import { RATED } from './pump.ts'
import type { PressurePlace } from './sensors.ts'
import { LEVELS, PUMP_CURVE, WORKS } from './trunk.ts'

/** The water side of the register, and the devices that read it. */
export function waterPart(layout: WaterLayout, places: readonly PressurePlace[], random: Random): Part {
  const part = emptyPart()
  addZones(part, layout)
  addWorks(part, random)
  addNetwork(part, layout)
  addMeters(part, layout, random)
  addPressureSensors(part, places, random)
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

function addWorks(part: Part, random: Random): void {
  const { basin, tower, pumps } = WORKS
  part.sites.push(
    { tag: 'VV1', name: 'Norrviks vattenverk', geometry: pointOf(basin.at) },
    { tag: 'VT1', name: 'Furubergets vattentorn', geometry: pointOf(tower.at) },
  )
  part.assets.push(
    pointAsset({
      ...{ tag: 'VV1', class: 'waterworks', name: 'Norrviks vattenverk', builtYear: 1974 },
      at: basin.at,
      site: 'VV1',
      visibility: 'restricted',
      attributes: { capacity: 170 },
    }),
    pointAsset({
      ...{ tag: tower.id, class: 'reservoir', name: 'Furubergets vattentorn', builtYear: 1961 },
      at: tower.at,
      site: 'VT1',
      visibility: 'restricted',
      attributes: {
        volume: Math.round(Math.PI * (tower.diameter / 2) ** 2 * LEVELS.top),
        minLevel: 0,
        maxLevel: LEVELS.top,
        elevation: tower.floor,
      },
    }),
    pointAsset({
      ...{ tag: 'RG1', class: 'rain-gauge', name: 'Regnmätare vattenverket', builtYear: 2016 },
      at: [basin.at[0] + 22, basin.at[1] - 14],
      site: 'VV1',
      visibility: 'public',
      attributes: {},
    }),
  )
  install(
    part,
    'RG1',
    { model: 'Rain gauge', serial: 'RG-160417', profile: 'generic/waterworks' },
    dayIn(2016, 107),
  )
  for (const [i, tag] of pumps.entries()) {
    const year = [2014, 2014, 2019][i]!
    part.assets.push(
      pointAsset({
        ...{ tag, class: 'pump', name: `Utgående pump ${i + 1}`, builtYear: year },
        at: [WORKS.header[0] + 3, WORKS.header[1] + 3 - i * 3],
        height: WORKS.pumpElevation,
        site: 'VV1',
        visibility: 'restricted',
        attributes: { ratedFlow: PUMP_CURVE.flow, ratedHead: PUMP_CURVE.head, ratedPower: RATED.power },
      }),
    )
    part.relations.push(
      { from: 'VV1', to: tag, type: 'contains' },
      { from: tag, to: tower.id, type: 'feeds' },
    )
    const serial = `CP-${year}${random.whole(1000, 9999)}${i}`
    install(
      part,
      tag,
      { model: 'CP 58-51', serial, profile: 'generic/vsd-pump' },
      dayIn(year, random.whole(60, 300)),
    )
    part.devices.push({
      id: `pump-${i + 1}`,
      profile: 'generic/vsd-pump',
      server: 'waterworks',
      protocol: 'opcua',
      object: `2:Pumps/2:P${i + 1}`,
      signals: signalsOf(
        tag,
        same(
          ...(['flow', 'suction-pressure', 'discharge-pressure', 'speed', 'power', 'vibration'] as const),
          ...(['bearing-temperature', 'motor-temperature', 'current', 'frequency'] as const),
          ...(['starts', 'run-hours', 'running'] as const),
        ),
      ),
    })
    addRule(part, tag, 'motor-temperature', {
      ...{ name: 'overheated', condition: 'above', limit: 95, hysteresis: 8, delayOn: 2, delayOff: 10 },
      priority: 'critical',
      mode: 'pump-overheated',
    })
    addRule(part, tag, 'bearing-temperature', {
      ...{ name: 'hot', condition: 'above', limit: 80, hysteresis: 5, delayOn: 10, delayOff: 30 },
      priority: 'high',
      mode: 'pump-overheated',
    })
    addRule(part, tag, 'vibration', {
      // ISO 10816-7, zone C/D for pumps below 200 kW.
      ...{ name: 'strong', condition: 'above', limit: 7.1, hysteresis: 1, delayOn: 20, delayOff: 60 },
      priority: 'high',
      mode: 'pump-failure',
    })
  }
  part.devices.push({
    id: 'waterworks',
    profile: 'generic/waterworks',
    server: 'waterworks',
    protocol: 'opcua',
    object: '1:Waterworks',
    signals: {
      'reservoir-level': signalKey(tower.id, 'level'),
      'reservoir-volume': signalKey(tower.id, 'volume'),
      outflow: signalKey('VV1', 'flow'),
      'outlet-pressure': signalKey('VV1', 'pressure'),
      'outlet-temperature': signalKey('VV1', 'temperature'),
      rain: signalKey('RG1', 'rain'),
      'air-temperature': signalKey('RG1', 'temperature'),
    },
  })
  for (const [name, condition, limit, priority] of [
    ['low', 'below', LEVELS.low, 'high'],
    ['empty', 'below', 0.8, 'critical'],
    ['high', 'above', LEVELS.high, 'low'],
  ] as const) {
    addRule(part, tower.id, 'level', {
      ...{ name, condition, limit, priority, hysteresis: 0.15, delayOn: 5, delayOff: 10 },
      mode: 'reservoir-level',
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
