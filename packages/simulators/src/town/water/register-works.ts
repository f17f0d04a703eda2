import { signalKey } from '@driftbild/core'
import { pointOf } from '../map/base-map.ts'
import { addRule, dayIn, install, type Part, pointAsset, same, signalsOf } from '../part.ts'
import type { Random } from '../random.ts'
import { RATED } from './pump.ts'
import { LEVELS, PUMP_CURVE, WORKS } from './trunk.ts'

/** Waterworks with its pumps, tower and weather. */
export function addWorks(part: Part, random: Random): void {
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
