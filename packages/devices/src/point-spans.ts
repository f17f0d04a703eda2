import type { ModbusDevice } from './device-config.ts'
import { listModbusPoints, type Mapped, type ModbusPlace, mapped } from './points.ts'
import {
  type ForbiddenRange,
  type ModbusProfile,
  type Table,
  type TimeRegister,
  wordTypes,
} from './profile.ts'
import { timeWords } from './source-time.ts'

/** Points that must come in one request, because one time register speaks for all of them. */
export interface PointSpan {
  table: Table
  address: number
  length: number
  time: TimeRegister | null
  points: Mapped<ModbusPlace>[]
}

/** What the site maps of a device, as spans that may not be cut. */
export function pointSpans(profile: ModbusProfile, device: ModbusDevice): PointSpan[] {
  const groups = new Map<string, Mapped<ModbusPlace>[]>()
  for (const place of mapped(listModbusPoints(profile, device), device.signals)) {
    const { point, time } = place
    const name = time ? `time ${time.table} ${time.address}` : `${point.table} ${point.address}`
    const group = groups.get(name)
    if (group) group.push(place)
    else groups.set(name, [place])
  }
  return [...groups.values()].map((points) => {
    const { time, point } = points[0]!
    const runs: { address: number; length: number }[] = [
      ...points.map((p) => ({ address: p.point.address, length: wordTypes[p.point.type] })),
      ...(time ? [{ address: time.address, length: timeWords(time) }] : []),
    ]
    const address = Math.min(...runs.map((r) => r.address))
    const length = Math.max(...runs.map((r) => r.address + r.length)) - address
    return { table: point.table, address, length, time, points }
  })
}

/** What a device's requests must keep to, from its profile and its site. */
export interface ReadRules {
  gap: number
  forbidden: readonly ForbiddenRange[]
}

export const readRules = (profile: ModbusProfile, device: ModbusDevice): ReadRules => ({
  gap: device.gap ?? profile.gap,
  forbidden: [...profile.forbidden, ...device.forbidden],
})

/** The forbidden range that these addresses would touch, if any. */
export const findForbidden = (
  { table, address, length }: { table: Table; address: number; length: number },
  forbidden: readonly ForbiddenRange[],
): ForbiddenRange | undefined =>
  forbidden.find((range) => range.table === table && address <= range.to && address + length > range.from)
