import type { AlarmRule, AssetClass, FaultMode, Register, Unit } from '@driftbild/core'
import type { ModelSubject } from '../model.ts'

/** A level at which somebody is called. */
export interface LevelLimit {
  /** In the signal's unit. */
  value: number
  side: 'above' | 'below'
}

export interface LevelLimitConfig {
  tag: string
  timeZone: string
  kind: FaultMode
  level: { key: string; unit: Unit }
  limits: LevelLimit[]
}

/** Whose levels are foretold, and what it is called when they reach a limit. */
const kinds: Partial<Record<AssetClass, FaultMode>> = {
  reservoir: 'reservoir-level',
  'water-level-gauge': 'watercourse-level',
}

/** Reservoirs and watercourses whose level is measured, and of which an alarm rule names a limit. */
export function levelLimitSubjects(register: Register): ModelSubject[] {
  const assets = new Map(register.assets.map((asset) => [asset.tag, asset]))
  const rules = Map.groupBy(register.alarmRules, ({ signal }) => signal)
  return register.signals.flatMap((signal): ModelSubject[] => {
    const asset = assets.get(signal.asset)
    const kind = asset && kinds[asset.class]
    const limits = (rules.get(signal.key) ?? []).flatMap(limitOf)
    if (!kind || signal.role !== 'level' || limits.length === 0) return []
    const config: LevelLimitConfig = {
      ...{ tag: asset.tag, timeZone: register.municipality.zone, kind, limits },
      level: { key: signal.key, unit: signal.unit },
    }
    const subject = { type: 'asset' as const, tag: asset.tag }
    return [{ subject, zone: asset.zone, signals: { level: signal.key }, covers: [subject], config }]
  })
}

const limitOf = ({ condition, limit }: AlarmRule): LevelLimit[] =>
  condition === 'above' || condition === 'below' ? [{ value: limit, side: condition }] : []
