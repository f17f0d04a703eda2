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
  /** What the station tells of its sump; its other pumps in the order of their inputs. */
  sump: (Sump & { level: string; others: OtherPump[] }) | null
  /** Water in the oil between its seals; null where nothing measures it. */
  seal: { key: string; unit: Unit } | null
}

/** A pump that shares the sump and the main. */
export interface OtherPump {
  tag: string
  /** kW */
  ratedPower: number | null
  /** Units of what it measures itself; null where it doesn't. */
  flow: Unit | null
  current: Unit | null
}

const ofOthers = ['run-hours', 'starts', 'flow', 'current'] as const
export const otherInput = (role: (typeof ofOthers)[number], n: number): string => `other-${n}-${role}`

/**
 * Pumps with a flow meter or a seal sensor of their own, or in a station that has what a drawdown takes: level, hours,
 * starts.
 */
export function sewerPumpSubjects(register: Register): ModelSubject[] {
  const byAsset = Map.groupBy(register.signals, (s) => s.asset)
  const find = (tag: string, role: Signal['role']) => byAsset.get(tag)?.find((s) => s.role === role)
  return register.assets.flatMap((asset): ModelSubject[] => {
    if (asset.class !== 'wastewater-pump') return []
    const flow = find(asset.tag, 'flow')
    const current = find(asset.tag, 'current')
    const runHours = find(asset.tag, 'run-hours')
    const station = stationOf(register, asset)
    const seal = find(asset.tag, 'seal-moisture')
    const beside = station?.pumps.filter((pump) => pump.tag !== asset.tag) ?? []
    const of = (tag: string) => ({
      'run-hours': find(tag, 'run-hours'),
      starts: find(tag, 'starts'),
      flow: find(tag, 'flow'),
      current: find(tag, 'current'),
    })
    const own = of(asset.tag)
    const others = beside.map((pump) => of(pump.tag))
    const level = station ? find(station.tag, 'level') : undefined
    const drawsDown = station && level && [own, ...others].every((c) => c['run-hours'] && c.starts)
    if (!flow && !drawsDown && !seal) return []
    const keys: Record<string, string | undefined> = {
      flow: flow?.key,
      current: current?.key,
      'run-hours': runHours?.key,
      'seal-moisture': seal?.key,
    }
    if (drawsDown) {
      keys.level = level.key
      keys.starts = own.starts!.key
      for (const [n, other] of others.entries())
        for (const role of ofOthers) keys[otherInput(role, n)] = other[role]?.key
    }
    const config: SewerPumpConfig = {
      tag: asset.tag,
      timeZone: register.municipality.zone,
      ratedFlow: Number(asset.attributes.ratedFlow),
      ratedPower: numberOr(asset.attributes.ratedPower),
      flow: flow ? { key: flow.key, unit: flow.unit } : null,
      current: current ? { key: current.key, unit: current.unit } : null,
      shownBy: (flow ?? level ?? seal)!.key,
      sump: drawsDown
        ? {
            ...{ ...station.sump, level: level.key },
            others: beside.map(({ tag, ratedPower }, n) => ({
              ...{ tag, ratedPower },
              ...{ flow: others[n]!.flow?.unit ?? null, current: others[n]!.current?.unit ?? null },
            })),
          }
        : null,
      seal: seal ? { key: seal.key, unit: seal.unit } : null,
    }
    const subject = { type: 'asset' as const, tag: asset.tag }
    const signals = Object.fromEntries(Object.entries(keys).filter(([, key]) => key !== undefined))
    return [
      { subject, zone: asset.zone, signals: signals as Record<string, string>, covers: [subject], config },
    ]
  })
}

interface Station {
  tag: string
  sump: Sump
  pumps: { tag: string; ratedPower: number | null }[]
}

function stationOf(register: Register, pump: Asset): Station | null {
  const contains = register.relations.filter((r) => r.type === 'contains')
  const tag = contains.find((r) => r.to === pump.tag)?.from
  const station = register.assets.find((a) => a.tag === tag && a.class === 'wastewater-pumping-station')
  if (!station) return null
  const { sumpArea, startLevel, stopLevel } = station.attributes
  const [area, start, stop] = [numberOr(sumpArea), numberOr(startLevel), numberOr(stopLevel)]
  if (area === null || start === null || stop === null || start <= stop) return null
  const inside = new Set(contains.filter((r) => r.from === station.tag).map((r) => r.to))
  const pumps = register.assets
    .filter((a) => a.class === 'wastewater-pump' && inside.has(a.tag))
    .map((a) => ({ tag: a.tag, ratedPower: numberOr(a.attributes.ratedPower) }))
  return { tag: station.tag, sump: { area, start, stop }, pumps }
}

const numberOr = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null
