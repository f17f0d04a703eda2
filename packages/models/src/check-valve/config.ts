import type { Register, Role, Unit } from '@driftbild/core'
import type { ModelSubject } from '../model.ts'

/** Of a station's pumps the own one comes first. */
export interface CheckValveConfig {
  tag: string
  timeZone: string
  /** m³/h, kW; null where nobody wrote it down. */
  ratedFlow: number | null
  ratedPower: number | null
  /** What the others are called. */
  others: string[]
  /** By input name. */
  signals: Record<string, { key: string; unit: Unit }>
}

const ofPump = [
  'flow',
  'running',
  'power',
  'speed',
  'suction-pressure',
  'discharge-pressure',
] as const satisfies Role[]
const ofStation = ['flow', 'pressure'] as const satisfies Role[]
export const pumpInput = (n: number, role: (typeof ofPump)[number]): string => `pump-${n}-${role}`
export const stationInput = (role: (typeof ofStation)[number]): string => `station-${role}`

/** Clean water pumps that share a station with others, and of which something shows that they run or rest. */
export function checkValveSubjects(register: Register): ModelSubject[] {
  const byAsset = Map.groupBy(register.signals, (s) => s.asset)
  const find = (tag: string, role: Role) => byAsset.get(tag)?.find((s) => s.role === role)
  const contains = register.relations.filter((r) => r.type === 'contains')
  return register.assets.flatMap((asset): ModelSubject[] => {
    if (asset.class !== 'pump') return []
    const station = contains.find((r) => r.to === asset.tag)?.from
    const inside = new Set(contains.filter((r) => r.from === station).map((r) => r.to))
    const others = register.assets.filter((a) => a.class === 'pump' && a !== asset && inside.has(a.tag))
    if (!station || others.length === 0) return []
    const signals: CheckValveConfig['signals'] = {}
    const add = (input: string, tag: string, role: Role) => {
      const signal = find(tag, role)
      if (signal) signals[input] = { key: signal.key, unit: signal.unit }
    }
    for (const [n, { tag }] of [asset, ...others].entries())
      for (const role of ofPump) add(pumpInput(n, role), tag, role)
    for (const role of ofStation) add(stationInput(role), station, role)
    const hasAll = (role: (typeof ofPump)[number]) =>
      [asset, ...others].every((_, n) => signals[pumpInput(n, role)])
    if (!hasAll('running') && !hasAll('power') && !hasAll('flow')) return []
    const config: CheckValveConfig = {
      tag: asset.tag,
      timeZone: register.municipality.zone,
      ratedFlow: numberOr(asset.attributes.ratedFlow),
      ratedPower: numberOr(asset.attributes.ratedPower),
      others: others.map(({ tag }) => tag),
      signals,
    }
    const subject = { type: 'asset' as const, tag: asset.tag }
    return [
      {
        ...{ subject, zone: asset.zone, covers: [subject], config },
        signals: Object.fromEntries(Object.entries(signals).map(([input, { key }]) => [input, key])),
      },
    ]
  })
}

const numberOr = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null
