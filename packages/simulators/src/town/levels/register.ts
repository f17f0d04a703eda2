import { signalKey } from '@driftbild/core'
import { addRule, dayIn, emptyPart, install, type Part, pointAsset, same, signalsOf } from '../part.ts'
import type { Random } from '../random.ts'
import { BASIN, BASIN_AREA } from './basin.ts'
import { GAUGE } from './watercourse.ts'

/** The basin of clean water and the river's gauge, and the devices that read them. */
export function levelPart(random: Random): Part {
  const part = emptyPart()
  part.assets.push(
    pointAsset({
      ...{ tag: BASIN.tag, class: 'reservoir', name: 'Lågreservoar vattenverket', builtYear: 1974 },
      at: [-632, 1656],
      site: 'VV1',
      visibility: 'restricted',
      attributes: { volume: Math.round(BASIN_AREA * BASIN.top), minLevel: 0, maxLevel: BASIN.top },
    }),
    pointAsset({
      ...{ tag: GAUGE.tag, class: 'water-level-gauge', name: 'Pegel Norrån', builtYear: 2012 },
      at: [-12, 470],
      visibility: 'public',
      attributes: { watercourse: 'Norrån' },
    }),
  )
  install(
    part,
    GAUGE.tag,
    { model: 'LG radar', serial: `LG-2012${random.whole(1000, 9999)}`, profile: 'generic/level-gauge' },
    dayIn(2012, random.whole(120, 300)),
  )
  part.devices.push(
    {
      id: 'clean-water-basin',
      profile: 'generic/reservoir',
      server: 'waterworks',
      protocol: 'opcua',
      object: '1:CleanWaterBasin',
      signals: signalsOf(BASIN.tag, same('level', 'volume', 'flow')),
    },
    {
      id: 'river-gauge',
      profile: 'generic/level-gauge',
      server: 'level-gauges',
      protocol: 'modbus',
      unit: 1,
      every: 10,
      signals: { level: signalKey(GAUGE.tag, 'level') },
    },
  )
  addBasinRules(part)
  addGaugeRules(part)
  return part
}

function addBasinRules(part: Part): void {
  for (const [name, condition, limit, priority] of [
    ['low', 'below', BASIN.low, 'high'],
    ['empty', 'below', BASIN.empty, 'critical'],
    ['high', 'above', BASIN.top - 0.15, 'low'],
  ] as const) {
    addRule(part, BASIN.tag, 'level', {
      ...{ name, condition, limit, priority, hysteresis: 0.15, delayOn: 5, delayOff: 10 },
      mode: 'reservoir-level',
    })
  }
  addRule(part, BASIN.tag, 'level', {
    ...{ name: 'falling', condition: 'falling', limit: 0.3, hysteresis: 0.1, window: 60, delayOn: 10 },
    ...{ delayOff: 20, priority: 'high', mode: 'reservoir-level' },
  })
}

function addGaugeRules(part: Part): void {
  for (const [name, limit, priority] of [
    ['high', GAUGE.high, 'high'],
    ['very-high', GAUGE.veryHigh, 'critical'],
  ] as const) {
    addRule(part, GAUGE.tag, 'level', {
      ...{ name, condition: 'above', limit, priority, hysteresis: 0.1, delayOn: 15, delayOff: 60 },
      mode: 'watercourse-level',
    })
  }
  addRule(part, GAUGE.tag, 'level', {
    ...{ name: 'rising', condition: 'rising', limit: 0.1, hysteresis: 0.05, window: 120, delayOn: 15 },
    ...{ delayOff: 60, priority: 'low', mode: 'watercourse-level' },
  })
}
