import type { Signal } from '@driftbild/core'
import { findProfile, type ModbusPoint, type OpcuaPoint } from '@driftbild/devices'
import type { PlayedDevice } from '../played-device.ts'
import { type Cadence, cadenceOf } from './cadence.ts'

export interface TownSignal {
  signal: Signal
  cadence: Cadence
  /** Counts from which place in its gateway a sample comes; spreads gateways' samples over time. */
  slot: number
}

/** Five digits before the register starts again. */
const CABINET_METER = 100_000

/** A device's signals, with unit, kind and range as its profile has them. */
export function signalsOfDevice(device: PlayedDevice): TownSignal[] {
  const profile = findProfile(device.profile)
  if (!profile) throw new Error(`device ${device.id} plays ${device.profile}, which is no profile`)
  return Object.entries(device.signals).map(([name, key]) => {
    const block = /^([a-z0-9-]+)\[(\d+)\]\.(.+)$/.exec(name)
    const points: readonly (ModbusPoint | OpcuaPoint)[] =
      block && profile.protocol === 'modbus'
        ? (profile.blocks.find((b) => b.name === block[1])?.points ?? [])
        : profile.points
    const point = points.find((p) => p.name === (block ? block[3] : name))
    if (!point) throw new Error(`device ${device.id}: ${device.profile} has no point ${name}`)
    const { role, unit, range } = point
    const cadence = cadenceOf(device.profile, name, role)
    const kind =
      device.profile === 'generic/lighting-cabinet' && role === 'energy'
        ? { type: 'counter' as const, modulus: CABINET_METER }
        : point.kind
    const asset = key.slice(0, key.lastIndexOf('/'))
    return {
      signal: { key, asset, role, unit, kind, range, reporting: { type: 'every', seconds: cadence.history } },
      cadence,
      slot: block ? Number(block[2]) : 0,
    }
  })
}
