import type { Register, Unit } from '@driftbild/core'
import { middleOf } from '../common/places.ts'
import type { ModelSubject } from '../model.ts'
import { type PipePaths, sharedPaths } from './shared-paths.ts'

export interface NightFlowConfig {
  zone: string
  timeZone: string
  meters: { name: string; key: string; asset: string; unit: Unit; sign: 1 | -1 }[]
  pressures: { name: string; key: string; asset: string; unit: Unit }[]
  /** The zone's pipes, and what way to each pressure sensor they share. */
  pipes: PipePaths[]
}

/** One subject per metered water zone. */
export function nightFlowSubjects(register: Register): ModelSubject[] {
  const signals = new Map(register.signals.map((s) => [s.key, s]))
  const assets = new Map(register.assets.map((a) => [a.tag, a]))
  const placeOf = (tag: string) => middleOf(assets.get(tag)!)
  return register.zones
    .filter((zone) => zone.service === 'water' && zone.inflow.length > 0)
    .map((zone) => {
      const metered = (keys: readonly string[], sign: 1 | -1) =>
        keys.map((key, i) => {
          const signal = signals.get(key)!
          const name = `${sign === 1 ? 'inflow' : 'outflow'}-${i + 1}`
          return { name, key, asset: signal.asset, unit: signal.unit, sign }
        })
      const inZone = register.assets.filter((a) => a.zone === zone.tag)
      const tags = new Set(inZone.map((a) => a.tag))
      const pressures = register.signals
        .filter((s) => s.role === 'pressure' && tags.has(s.asset))
        .map((s, i) => ({ name: `pressure-${i + 1}`, key: s.key, asset: s.asset, unit: s.unit }))
      const meters = [...metered(zone.inflow, 1), ...metered(zone.outflow, -1)]
      const sensors = pressures.map((p) => placeOf(p.asset))
      const config: NightFlowConfig = {
        zone: zone.tag,
        timeZone: register.municipality.zone,
        meters,
        pressures,
        pipes: sharedPaths(inZone, placeOf(meters[0]!.asset), sensors),
      }
      const inputs = [...meters, ...pressures]
      return {
        subject: { type: 'zone', tag: zone.tag },
        zone: zone.tag,
        signals: Object.fromEntries(inputs.map((s) => [s.name, s.key])),
        covers: [
          { type: 'zone', tag: zone.tag },
          ...[...new Set(inputs.map((s) => s.asset))].map((tag) => ({ type: 'asset' as const, tag })),
        ],
        config,
      }
    })
}
