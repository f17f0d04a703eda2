import type { Asset, Register, Signal, Unit } from '@driftbild/core'
import type { ModelSubject } from '../model.ts'
import type { Sump } from './drawdown.ts'

export interface SewerPumpConfig {
  tag: string
  timeZone: string
  /** m³/h, kW; null where nobody wrote it down. */
  ratedFlow: number
  ratedPower: number | null
  flow: { key: string; unit: Unit } | null
  current: { key: string; unit: Unit } | null
  /** Where a person sees it: the flow, or the level that the pump draws down. */
  shownBy: string
  /** What the station tells of its sump; its other pumps by the numbers of their inputs. */
  sump: (Sump & { others: number }) | null
}

export const otherInput = (role: 'run-hours' | 'starts', n: number): string => `other-${n}-${role}`

/** Pumps with a flow meter of their own, or in a station that has what a drawdown takes: level, hours, starts. */
export function sewerPumpSubjects(register: Register): ModelSubject[] {
  const byAsset = Map.groupBy(register.signals, (s) => s.asset)
  const find = (tag: string, role: Signal['role']) => byAsset.get(tag)?.find((s) => s.role === role)
  return register.assets.flatMap((asset): ModelSubject[] => {
    if (asset.class !== 'wastewater-pump') return []
    const flow = find(asset.tag, 'flow')
    const current = find(asset.tag, 'current')
    const runHours = find(asset.tag, 'run-hours')
    const station = stationOf(register, asset)
    const beside = station?.pumps.filter((tag) => tag !== asset.tag) ?? []
    const counters = [asset.tag, ...beside].map((tag) => ({
      'run-hours': find(tag, 'run-hours'),
      starts: find(tag, 'starts'),
    }))
    const level = station ? find(station.tag, 'level') : undefined
    const drawsDown = station && level && counters.every((c) => c['run-hours'] && c.starts)
    if (!flow && !drawsDown) return []
    const keys: Record<string, string | undefined> = {
      flow: flow?.key,
      current: current?.key,
      'run-hours': runHours?.key,
    }
    if (drawsDown) {
      keys.level = level.key
      keys.starts = counters[0]!.starts!.key
      for (const [n, c] of counters.slice(1).entries())
        for (const role of ['run-hours', 'starts'] as const) keys[otherInput(role, n)] = c[role]!.key
    }
    const config: SewerPumpConfig = {
      tag: asset.tag,
      timeZone: register.municipality.zone,
      ratedFlow: Number(asset.attributes.ratedFlow),
      ratedPower: numberOr(asset.attributes.ratedPower),
      flow: flow ? { key: flow.key, unit: flow.unit } : null,
      current: current ? { key: current.key, unit: current.unit } : null,
      shownBy: (flow ?? level)!.key,
      sump: drawsDown ? { ...station.sump, others: beside.length } : null,
    }
    const subject = { type: 'asset' as const, tag: asset.tag }
    const signals = Object.fromEntries(Object.entries(keys).filter(([, key]) => key !== undefined))
    return [
      { subject, zone: asset.zone, signals: signals as Record<string, string>, covers: [subject], config },
    ]
  })
}

function stationOf(register: Register, pump: Asset): { tag: string; sump: Sump; pumps: string[] } | null {
  const contains = register.relations.filter((r) => r.type === 'contains')
  const tag = contains.find((r) => r.to === pump.tag)?.from
  const station = register.assets.find((a) => a.tag === tag && a.class === 'wastewater-pumping-station')
  if (!station) return null
  const { sumpArea, startLevel, stopLevel } = station.attributes
  const [area, start, stop] = [numberOr(sumpArea), numberOr(startLevel), numberOr(stopLevel)]
  if (area === null || start === null || stop === null || start <= stop) return null
  const classes = new Map(register.assets.map((a) => [a.tag, a.class]))
  const pumps = contains
    .filter((r) => r.from === station.tag && classes.get(r.to) === 'wastewater-pump')
    .map((r) => r.to)
  return { tag: station.tag, sump: { area, start, stop }, pumps }
}

const numberOr = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null
