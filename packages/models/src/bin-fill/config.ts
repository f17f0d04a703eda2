import type { Register, Unit } from '@driftbild/core'
import type { ModelSubject } from '../model.ts'

/** Fill from which a container should be emptied. */
export const FULL = 0.8

export interface BinFillConfig {
  tag: string
  timeZone: string
  key: string
  unit: Unit
  /** Whose holidays are lived as Sundays. */
  holidays: 'SE' | 'none'
}

/** One subject per waste container whose fill is measured. */
export function binFillSubjects(register: Register): ModelSubject[] {
  const fills = new Map(register.signals.filter((s) => s.role === 'fill').map((s) => [s.asset, s]))
  return register.assets.flatMap((asset): ModelSubject[] => {
    const fill = fills.get(asset.tag)
    if (asset.class !== 'waste-container' || !fill) return []
    const config: BinFillConfig = {
      tag: asset.tag,
      timeZone: register.municipality.zone,
      key: fill.key,
      unit: fill.unit,
      holidays: 'SE',
    }
    const subject = { type: 'asset' as const, tag: asset.tag }
    return [
      {
        ...{ subject, zone: asset.zone, signals: { fill: fill.key }, covers: [subject], config },
        asks: { occasions: asset.tag },
      },
    ]
  })
}
