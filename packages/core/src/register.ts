import { z } from 'zod'
import { AlarmRule, alarmRuleProblem } from './alarm.ts'
import { Asset } from './asset.ts'
import { Geometry } from './geometry.ts'
import { Installation, Item, installationConflict } from './item.ts'
import { Municipality } from './municipality.ts'
import { Site, Zone } from './place.ts'
import { promisedEvery, Signal } from './signal.ts'

/** One thing feeds, contains or lies upstream of another. */
export const Relation = z.object({
  from: z.string(),
  to: z.string(),
  type: z.enum(['feeds', 'contains', 'upstream-of']),
})
export type Relation = z.infer<typeof Relation>

/** Everything a municipality has, as it is handed from a file or a simulator to the store, by tags. */
export const Register = z
  .object({
    municipality: Municipality,
    sites: z.array(Site),
    zones: z.array(Zone),
    assets: z.array(Asset),
    items: z.array(Item),
    installations: z.array(Installation),
    relations: z.array(Relation),
    signals: z.array(Signal),
    alarmRules: z.array(AlarmRule),
  })
  .superRefine((register, ctx) => {
    for (const message of registerProblems(register)) ctx.addIssue({ code: 'custom', message })
    const signals = new Map(register.signals.map((signal) => [signal.key, signal]))
    for (const rule of register.alarmRules) {
      const signal = signals.get(rule.signal)
      const problem = alarmRuleProblem(rule, signal ? promisedEvery(signal.reporting) : 0)
      if (problem) ctx.addIssue({ code: 'custom', message: `alarm rule ${rule.id}: ${problem}` })
    }
  })
export type Register = z.infer<typeof Register>

/** Every name used twice and every reference that leads nowhere, in words a person can act on. */
export function registerProblems(register: {
  sites: readonly { tag: string }[]
  zones: readonly { tag: string; inflow: readonly string[]; outflow: readonly string[] }[]
  assets: readonly { tag: string; site: string | null; zone: string | null }[]
  items: readonly { make: string; serial: string }[]
  installations: readonly Installation[]
  relations: readonly Relation[]
  signals: readonly { key: string; asset: string }[]
  alarmRules: readonly { id: string; signal: string }[]
}): string[] {
  const problems: string[] = []
  const named = (what: string, names: readonly string[]): Set<string> => {
    const seen = new Set<string>()
    for (const name of names) {
      if (seen.has(name)) problems.push(`${what} ${name} occurs twice`)
      seen.add(name)
    }
    return seen
  }
  const refers = (what: string, name: string | null, to: string, known: Set<string>) => {
    if (name !== null && !known.has(name))
      problems.push(`${what} refers to ${to} ${name}, which is not there`)
  }
  const sites = named(
    'site',
    register.sites.map((s) => s.tag),
  )
  const zones = named(
    'zone',
    register.zones.map((z) => z.tag),
  )
  const assets = named(
    'asset',
    register.assets.map((a) => a.tag),
  )
  const items = named(
    'item',
    register.items.map((i) => `${i.make} ${i.serial}`),
  )
  const signals = named(
    'signal',
    register.signals.map((s) => s.key),
  )
  named(
    'alarm rule',
    register.alarmRules.map((r) => r.id),
  )
  for (const asset of register.assets) {
    refers(`asset ${asset.tag}`, asset.site, 'site', sites)
    refers(`asset ${asset.tag}`, asset.zone, 'zone', zones)
  }
  for (const zone of register.zones) {
    for (const key of [...zone.inflow, ...zone.outflow]) refers(`zone ${zone.tag}`, key, 'signal', signals)
  }
  for (const one of register.installations) {
    refers(`installation in ${one.asset}`, one.asset, 'asset', assets)
    refers(`installation in ${one.asset}`, `${one.make} ${one.serial}`, 'item', items)
  }
  for (const relation of register.relations) {
    refers(`relation ${relation.type}`, relation.from, 'asset', assets)
    refers(`relation ${relation.type}`, relation.to, 'asset', assets)
  }
  for (const signal of register.signals) refers(`signal ${signal.key}`, signal.asset, 'asset', assets)
  for (const rule of register.alarmRules) refers(`alarm rule ${rule.id}`, rule.signal, 'signal', signals)
  const conflict = installationConflict(register.installations)
  if (conflict) problems.push(conflict)
  return problems
}

/** A quiet base map of a place: streets, water, buildings and green, for drawing only. */
export const BaseMapFeature = z.object({
  layer: z.enum(['water', 'green', 'building', 'street', 'rail', 'place']),
  name: z.string().nullable(),
  /** Streets: 1 is a main road, 3 a footpath. */
  rank: z.int().min(1).max(3),
  geometry: Geometry,
})
export type BaseMapFeature = z.infer<typeof BaseMapFeature>
