import { signalKey } from '@driftbild/core'
import { pointOf } from '../map/base-map.ts'
import { addRule, dayIn, emptyPart, install, type Part, pointAsset } from '../part.ts'
import type { Random } from '../random.ts'
import { pumpTag, SUMP, stations } from './stations.ts'

/** m² of a loosely built town for each m³/h on a mean dry day. */
const AREA_PER_FLOW = 22_000

export function sewerPart(random: Random): Part {
  const part = emptyPart()
  for (const station of stations) {
    const { tag, name, at, zone, sumpArea, pump } = station
    const year = random.whole(1968, 1989)
    part.zones.push({
      tag: zone,
      name: `Avrinningsområde ${name}`,
      service: 'sewer',
      geometry: null,
      inflow: [],
      outflow: [signalKey(tag, 'flow')],
    })
    part.sites.push({ tag, name: `Avloppspumpstation ${name}`, geometry: pointOf(at) })
    part.assets.push(
      pointAsset({
        ...{ tag, class: 'wastewater-pumping-station', name: `Avloppspumpstation ${name}`, builtYear: year },
        at,
        site: tag,
        zone,
        attributes: {
          ...{ sumpArea, startLevel: SUMP.start, stopLevel: SUMP.stop, overflowLevel: SUMP.overflow },
          catchmentArea: Math.round(station.dryFlow * AREA_PER_FLOW),
        },
      }),
    )
    const signals: Record<string, string> = {
      level: signalKey(tag, 'level'),
      flow: signalKey(tag, 'flow'),
      overflowing: signalKey(tag, 'overflowing'),
    }
    for (const n of [1, 2]) {
      const own = pumpTag(station, n)
      const put = random.whole(2009, 2021)
      part.assets.push(
        pointAsset({
          ...{ tag: own, class: 'wastewater-pump', name: `Pump ${n}, ${name}`, builtYear: put },
          at: [at[0] + (n === 1 ? -1.2 : 1.2), at[1] + 0.8],
          site: tag,
          zone,
          attributes: { ratedFlow: pump.flow, ratedPower: pump.power },
        }),
      )
      part.relations.push({ from: tag, to: own, type: 'contains' })
      install(
        part,
        own,
        {
          model: `SP ${pump.flow}`,
          serial: `SP-${put}${random.whole(10000, 99999)}`,
          profile: 'generic/wastewater-station',
        },
        dayIn(put, random.whole(1, 360)),
      )
      for (const role of ['flow', 'current', 'running', 'starts', 'run-hours', 'seal-moisture'] as const) {
        signals[`pump-${n}-${role}`] = signalKey(own, role)
      }
    }
    part.devices.push({
      id: tag.toLowerCase(),
      profile: 'generic/wastewater-station',
      server: tag.toLowerCase(),
      protocol: 'opcua',
      object: '2:PumpingStation',
      signals,
    })
    addRule(part, tag, 'level', {
      ...{ name: 'high', condition: 'above', limit: SUMP.high, hysteresis: 0.3, delayOn: 2, delayOff: 10 },
      priority: 'high',
      mode: 'high-level',
    })
    addRule(part, tag, 'overflowing', {
      ...{ name: 'overflow', condition: 'equals', limit: 1, delayOff: 10 },
      priority: 'critical',
      mode: 'overflow',
    })
  }
  return part
}
