import type { Register, Role, Unit } from '@driftbild/core'
import type { ModelSubject } from '../model.ts'

export interface PumpConfig {
  tag: string
  timeZone: string
  /** m³/h, m, kW */
  ratedFlow: number
  ratedHead: number
  ratedPower: number
  signals: Partial<Record<PumpInput, { key: string; unit: Unit }>>
}

export const pumpInputs = [
  'flow',
  'suction-pressure',
  'discharge-pressure',
  'power',
  'speed',
  'vibration',
  'bearing-temperature',
] as const satisfies readonly Role[]
export type PumpInput = (typeof pumpInputs)[number]

/** One subject per clean water pump that measures its vibration or its efficiency. */
export function pumpSubjects(register: Register): ModelSubject[] {
  const byAsset = Map.groupBy(register.signals, (s) => s.asset)
  return register.assets.flatMap((asset): ModelSubject[] => {
    if (asset.class !== 'pump') return []
    const own = byAsset.get(asset.tag) ?? []
    const signals: PumpConfig['signals'] = {}
    for (const role of pumpInputs) {
      const signal = own.find((s) => s.role === role)
      if (signal) signals[role] = { key: signal.key, unit: signal.unit }
    }
    const hydraulic = signals.flow && signals['discharge-pressure'] && signals.power
    if (!hydraulic && !signals.vibration) return []
    const config: PumpConfig = {
      tag: asset.tag,
      timeZone: register.municipality.zone,
      ratedFlow: Number(asset.attributes.ratedFlow),
      ratedHead: Number(asset.attributes.ratedHead),
      ratedPower: Number(asset.attributes.ratedPower),
      signals,
    }
    const subject = { type: 'asset' as const, tag: asset.tag }
    return [
      {
        subject,
        zone: asset.zone,
        signals: Object.fromEntries(Object.entries(signals).map(([role, s]) => [role, s.key])),
        covers: [subject],
        config,
      },
    ]
  })
}

/**
 * Vibration velocity from which a pump must not run on, mm/s RMS: zone C/D of ISO 10816-7:2009, category I
 * (supply that must not fail), by its rated power.
 */
export const vibrationLimit = (config: PumpConfig): number => (config.ratedPower > 200 ? 7.6 : 6.6)

/** °C, the usual trip of grease-lubricated rolling bearings. */
export const BEARING_LIMIT = 90

/** Share of its own efficiency at which a worn pump no longer does its job: an overhaul pays from a tenth on. */
export const EFFICIENCY_LIMIT = 0.9
