import { DRINKING_WATER_SOURCE, drinkingWaterLimits } from '@driftbild/core'
import { addRule, dayIn, emptyPart, install, type Part, pointAsset, same, signalsOf } from '../part.ts'
import type { Random } from '../random.ts'
import type { QualityStation } from './stations.ts'
import { qualityRoles } from './truths.ts'

/** Stations that watch the water, and the devices that read them: over OPC UA at the works and the tower. */
export function qualityPart(stations: readonly QualityStation[], random: Random): Part {
  const part = emptyPart()
  for (const [i, { tag, name, at, zone }] of stations.entries()) {
    const atWorks = zone === null
    part.assets.push(
      pointAsset({
        ...{ tag, class: 'water-quality-station', name, builtYear: 2018 + i, at, zone },
        site: tag === 'KV1' ? 'VV1' : tag === 'KV2' ? 'VT1' : null,
        visibility: 'restricted',
        attributes: {},
      }),
    )
    const profile = atWorks ? 'generic/water-quality' : 'generic/water-quality-probe'
    const serial = `WQ-${2018 + i}${random.whole(1000, 9999)}`
    install(part, tag, { model: 'WQ 5', serial, profile }, dayIn(2018 + i, random.whole(60, 300)))
    const signals = signalsOf(tag, same(...qualityRoles))
    part.devices.push(
      atWorks
        ? {
            ...{ id: `quality-${tag.toLowerCase()}`, profile, server: 'waterworks', signals },
            ...{ protocol: 'opcua', object: `1:Quality/1:${tag}` },
          }
        : {
            ...{ id: `quality-${tag.toLowerCase()}`, profile, server: 'water-quality', signals },
            ...{ protocol: 'modbus', unit: i - 1, every: 10 },
          },
    )
    for (const { role, side, leaving, atUser } of drinkingWaterLimits) {
      const limit = tag === 'KV1' ? leaving : atUser
      addRule(part, tag, role, {
        ...{ name: DRINKING_WATER_SOURCE.name, condition: side, limit, hysteresis: limit * 0.02 },
        // Longer than an instrument is out of the water.
        ...{ delayOn: 90, delayOff: 30, priority: 'high', mode: 'water-quality' },
      })
    }
  }
  return part
}
