import type { Register, Role, Unit } from '@driftbild/core'
import type { ModelSubject } from '../model.ts'

/** What is looked at together; a station has two of them at least. */
export const watched = ['free-chlorine', 'turbidity', 'conductivity', 'ph', 'temperature'] as const
export type Watched = (typeof watched)[number]

/** Units in which the model reckons. */
export const unitOf: Record<Watched, Unit> = {
  'free-chlorine': 'mg/L',
  turbidity: '{FNU}',
  conductivity: 'mS/m',
  ph: '[pH]',
  temperature: 'Cel',
}

export interface WaterQualityConfig {
  tag: string
  timeZone: string
  signals: Partial<Record<Watched, { key: string; unit: Unit }>>
  /** What flows into its zone: water that is stirred up is told by it. */
  inflow: { key: string; unit: Unit } | null
}

const tells: ReadonlySet<Role> = new Set<Role>(['free-chlorine', 'turbidity', 'conductivity'])

/** Stations that measure at least two of chlorine, turbidity and conductivity. */
export function waterQualitySubjects(register: Register): ModelSubject[] {
  const bySite = Map.groupBy(register.signals, ({ asset }) => asset)
  const zones = new Map(register.zones.map((zone) => [zone.tag, zone]))
  const signals = new Map(register.signals.map((signal) => [signal.key, signal]))
  return register.assets.flatMap((asset): ModelSubject[] => {
    const own = bySite.get(asset.tag) ?? []
    if (asset.class !== 'water-quality-station' || own.filter(({ role }) => tells.has(role)).length < 2)
      return []
    const found = Object.fromEntries(
      watched.flatMap((role) => {
        const one = own.find((signal) => signal.role === role)
        return one ? [[role, { key: one.key, unit: one.unit }]] : []
      }),
    )
    const zone = asset.zone === null ? undefined : zones.get(asset.zone)
    const meter = zone?.inflow.length === 1 ? signals.get(zone.inflow[0]!) : undefined
    const config: WaterQualityConfig = {
      ...{ tag: asset.tag, timeZone: register.municipality.zone, signals: found },
      inflow: meter ? { key: meter.key, unit: meter.unit } : null,
    }
    const subject = { type: 'asset' as const, tag: asset.tag }
    const inputs = Object.fromEntries(Object.entries(found).map(([role, { key }]) => [role, key]))
    return [
      {
        ...{ subject, zone: asset.zone, covers: [subject], config },
        signals: { ...inputs, ...(meter && { inflow: meter.key }) },
      },
    ]
  })
}
