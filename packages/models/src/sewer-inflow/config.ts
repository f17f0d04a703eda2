import type { Asset, Register, Signal, Unit } from '@driftbild/core'
import type { ModelSubject } from '../model.ts'

export interface SewerInflowConfig {
  tag: string
  timeZone: string
  /** m², and m over the sump's floor. */
  sump: { area: number; start: number; stop: number; overflow: number }
  /** m² that drain to the station; null where nobody wrote it down. */
  catchment: number | null
  /** m³/h on the plate, by the numbers of the inputs. */
  pumps: { tag: string; ratedFlow: number; metered: Unit | null; countsStarts: boolean }[]
  level: { key: string; unit: Unit }
  /** What the station sends on: its forecast is the inflow's. */
  flow: { key: string; unit: Unit } | null
  rain: { key: string; unit: Unit } | null
}

export const pumpInput = (n: number, role: 'flow' | 'run-hours' | 'starts'): string => `pump-${n}-${role}`

/** Stations that know their level, whose levels are written down, and whose every pump counts its hours. */
export function sewerInflowSubjects(register: Register): ModelSubject[] {
  const byAsset = Map.groupBy(register.signals, (s) => s.asset)
  const find = (tag: string, role: Signal['role']) => byAsset.get(tag)?.find((s) => s.role === role)
  const assets = new Map(register.assets.map((a) => [a.tag, a]))
  const contained = Map.groupBy(
    register.relations.filter((r) => r.type === 'contains'),
    (r) => r.from,
  )
  return register.assets.flatMap((station): ModelSubject[] => {
    const sump = sumpOf(station)
    const level = find(station.tag, 'level')
    const pumps = (contained.get(station.tag) ?? []).flatMap(({ to }) => {
      const pump = assets.get(to)
      return pump?.class === 'wastewater-pump' ? [pump] : []
    })
    if (!sump || !level || pumps.length === 0 || pumps.some((p) => !find(p.tag, 'run-hours'))) return []
    const [flow, overflowing] = [find(station.tag, 'flow'), find(station.tag, 'overflowing')]
    const rain = rainFor(register, station)
    const keys: Record<string, string | undefined> = {
      level: level.key,
      overflowing: overflowing?.key,
      rain: rain?.key,
    }
    for (const [n, pump] of pumps.entries())
      for (const role of ['flow', 'run-hours', 'starts'] as const)
        keys[pumpInput(n, role)] = find(pump.tag, role)?.key
    const config: SewerInflowConfig = {
      tag: station.tag,
      timeZone: register.municipality.zone,
      sump,
      catchment: areaOf(station),
      pumps: pumps.map((pump) => ({
        tag: pump.tag,
        ratedFlow: Number(pump.attributes.ratedFlow),
        metered: find(pump.tag, 'flow')?.unit ?? null,
        countsStarts: find(pump.tag, 'starts') !== undefined,
      })),
      level: { key: level.key, unit: level.unit },
      flow: flow ? { key: flow.key, unit: flow.unit } : null,
      rain: rain ? { key: rain.key, unit: rain.unit } : null,
    }
    const subject = { type: 'asset' as const, tag: station.tag }
    const signals = Object.fromEntries(Object.entries(keys).filter(([, key]) => key !== undefined))
    return [
      {
        ...{ subject, zone: station.zone, covers: [subject], config },
        signals: signals as Record<string, string>,
        ...(rain && { asks: { forecasts: { rain: rain.key } } }),
      },
    ]
  })
}

function sumpOf({ class: of, attributes }: Asset): SewerInflowConfig['sump'] | null {
  if (of !== 'wastewater-pumping-station') return null
  const { sumpArea, startLevel, stopLevel, overflowLevel } = attributes
  const values = [sumpArea, startLevel, stopLevel, overflowLevel]
  if (!values.every((v): v is number => typeof v === 'number' && Number.isFinite(v))) return null
  const [area, start, stop, overflow] = values as [number, number, number, number]
  return area > 0 && stop < start && start < overflow ? { area, start, stop, overflow } : null
}

const areaOf = ({ attributes: { catchmentArea } }: Asset): number | null =>
  typeof catchmentArea === 'number' && catchmentArea > 0 ? catchmentArea : null

/** The gauge that stands nearest; null where rain isn't measured. */
function rainFor(register: Register, station: Asset): Signal | null {
  const places = new Map(register.assets.map((a) => [a.tag, a.geometry]))
  const away = (tag: string): number => {
    const [a, b] = [places.get(tag), station.geometry]
    if (a?.type !== 'Point' || b.type !== 'Point') return Infinity
    const east = (a.coordinates[0]! - b.coordinates[0]!) * Math.cos((b.coordinates[1]! * Math.PI) / 180)
    return Math.hypot(east, a.coordinates[1]! - b.coordinates[1]!)
  }
  const gauges = register.signals.filter((s) => s.role === 'rain')
  return gauges.toSorted((a, b) => away(a.asset) - away(b.asset))[0] ?? null
}
