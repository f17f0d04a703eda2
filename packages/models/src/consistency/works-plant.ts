import type { Asset, Register, Role, Unit } from '@driftbild/core'
import type { Cause } from './causes.ts'
import { before } from './plant-series.ts'
import type { Relation } from './relation.ts'

/** Finer differences than these are rounding of the instruments. */
const TOLERANCES: Partial<Record<Unit, number>> = {
  ...{ 'm3/h': 0.5, 'L/s': 0.15, bar: 0.02, m: 0.02, m3: 5, '1/min': 5, 'r/min': 5 },
}
const OTHERWISE = 0.05
/** A balance of more meters is off by all of theirs together. */
const MOST_METERS = 12

/** What physics says of a waterworks, by signal keys: pumps, what they give together, and the reservoir that they fill. */
export function worksRelations(register: Register, works: Asset): Relation[] {
  const find = finderIn(register)
  const units = new Map(register.signals.map(({ key, unit }) => [key, unit]))
  const pumps = pumpsOf(register, works.tag).map((tag) => ({
    ...{ tag, flow: find(tag, 'flow'), running: find(tag, 'running'), speed: find(tag, 'speed') },
    ...{ suction: find(tag, 'suction-pressure'), discharge: find(tag, 'discharge-pressure') },
  }))
  const [outflow, outlet] = [find(works.tag, 'flow'), find(works.tag, 'pressure')]
  const relation = (of: string | null, from: (string | null)[], states: (string | null)[]): Relation[] => {
    if (of === null || [...from, ...states].some((term) => term === null)) return []
    return [
      {
        ...{ of, from: from as string[], states: states as string[], weekly: false },
        tolerance: TOLERANCES[units.get(of)!] ?? OTHERWISE,
      },
    ]
  }
  return [
    ...pumps.flatMap((pump) => [
      // What rests has no flow, and what runs has its own.
      ...relation(pump.flow, [], [pump.running]),
      ...relation(pump.discharge, [outlet], [pump.running]),
      ...relation(pump.suction, [pump.flow], [pump.running]),
      ...relation(pump.flow, [pump.speed, pump.discharge, pump.suction], [pump.running]),
    ]),
    ...(pumps.length > 0
      ? relation(
          outflow,
          pumps.map(({ flow }) => flow),
          [],
        )
      : []),
    ...reservoirsOf(register, pumps).flatMap((tag) => {
      const [level, volume] = [find(tag, 'level'), find(tag, 'volume')]
      const meters = register.zones.flatMap((zone) =>
        zone.service === 'water' ? [...zone.inflow, ...zone.outflow] : [],
      )
      const all = [...new Set(meters)]
      return [
        ...relation(level, [volume], []),
        ...relation(volume, [level], []),
        ...relation(outlet, [level, outflow], []),
        ...(level !== null && all.length > 0 && all.length <= MOST_METERS
          ? relation(level, [before(level), outflow, ...all], [])
          : []),
      ]
    }),
  ]
}

/**
 * A check valve that lets back what the others give while its pump rests: pressure stands over the pump, water may run back
 * through its meter, and less goes out than is given.
 */
export function worksCauses(register: Register, works: Asset): Cause[] {
  const find = finderIn(register)
  const pumps = pumpsOf(register, works.tag).map((tag) => ({ tag, running: find(tag, 'running') }))
  return pumps.flatMap(({ tag, running }): Cause[] => {
    const on = pumps.flatMap((other) => (other.tag === tag ? [] : (other.running ?? [])))
    if (running === null || on.length === 0) return []
    const move = (of: string | null, way: 1 | -1, always: boolean) =>
      of === null ? [] : [{ of, way, always }]
    const moves = [
      ...move(find(tag, 'discharge-pressure'), 1, true),
      // Many meters show nothing that runs backwards.
      ...move(find(tag, 'flow'), -1, false),
      ...move(find(works.tag, 'flow'), -1, true),
    ]
    return [{ asset: tag, off: running, on, moves }]
  })
}

const finderIn = ({ signals }: Register) => {
  const byAsset = Map.groupBy(signals, (signal) => signal.asset)
  return (tag: string, role: Role): string | null =>
    byAsset.get(tag)?.find((one) => one.role === role)?.key ?? null
}

/** Tags of the pumps that stand in a works. */
export const pumpsOf = (register: Register, works: string): string[] => {
  const pumps = new Set(register.assets.filter((one) => one.class === 'pump').map(({ tag }) => tag))
  return register.relations.flatMap(({ type, from, to }) =>
    type === 'contains' && from === works && pumps.has(to) ? [to] : [],
  )
}

/** Tags of the reservoirs that its pumps feed. */
export const reservoirsOf = (register: Register, pumps: readonly { tag: string }[]): string[] => {
  const reservoirs = new Set(register.assets.filter((one) => one.class === 'reservoir').map(({ tag }) => tag))
  const fed = register.relations.flatMap(({ type, from, to }) =>
    type === 'feeds' && pumps.some(({ tag }) => tag === from) && reservoirs.has(to) ? [to] : [],
  )
  return [...new Set(fed)]
}
