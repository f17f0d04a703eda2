import type { Kommunkod, Register, Signal } from '@driftbild/core'
import { type DeviceConfig, ModbusDevice, OpcuaDevice } from '@driftbild/devices'
import { aMeter } from '../../chain/meter.ts'

/** One rate to measure at: every point has a new value each second. */
export type Step =
  | { protocol: 'opcua'; points: number }
  /** Behind each device an address and a connection of its own. */
  | { protocol: 'modbus'; devices: number; registers: number }

/** A value is a float32: two registers. */
export const REGISTERS_PER_VALUE = 2

export const valuesPerSecond = (step: Step): number =>
  step.protocol === 'opcua' ? step.points : (step.devices * step.registers) / REGISTERS_PER_VALUE

export const nameOf = (step: Step): string =>
  step.protocol === 'opcua' ? `opcua ${step.points}` : `modbus ${step.devices}×${step.registers}`

/** What a device's points are called; signals are called after them. */
export const pointName = (i: number): string => `v${i}`
/** Points of one object of a server, or of one device. */
export const POINTS_PER_ASSET = 100
export const OBJECT = '1:Bench'
export const opcuaPath = (i: number): string[] => [`1:${assetOf(i)}`, `1:${pointName(i)}`]
export const keyOf = (i: number): string => `${assetOf(i)}/${pointName(i)}`
const assetOf = (i: number): string => `V-${Math.floor(i / POINTS_PER_ASSET)}`

const reporting = { type: 'every', seconds: 1 } as const
const flow = { role: 'flow', unit: 'm3/h', kind: { type: 'measure' }, reporting, range: null } as const

export function registerOf(step: Step, code: Kommunkod): Register {
  const count = valuesPerSecond(step)
  const signals: Signal[] = Array.from({ length: count }, (_, i) => ({
    ...flow,
    key: keyOf(i),
    asset: assetOf(i),
  }))
  return {
    municipality: {
      code,
      name: nameOf(step),
      zone: 'Europe/Stockholm',
      simulated: true,
      recording: null,
    },
    sites: [],
    zones: [],
    assets: [...new Set(signals.map((signal) => signal.asset))].map(aMeter),
    items: [],
    installations: [],
    relations: [],
    signals,
    alarmRules: [],
  }
}

/** How an edge reads them: `ports` is one of an OPC UA server, or one of each Modbus device. */
export function devicesOf(step: Step, ports: readonly number[], trusted: string): DeviceConfig[] {
  const signals = (from: number, count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [pointName(from + i), keyOf(from + i)]))
  if (step.protocol === 'opcua') {
    return [
      OpcuaDevice.parse({
        id: 'bench',
        profile: 'generic/replay-opcua',
        protocol: 'opcua',
        signals: signals(0, step.points),
        endpoint: `opc.tcp://127.0.0.1:${ports[0]}`,
        object: OBJECT,
        trusted,
        sampling: 0,
        publishing: 500,
        points: Array.from({ length: step.points }, (_, i) => ({
          ...flow,
          name: pointName(i),
          path: opcuaPath(i),
        })),
      }),
    ]
  }
  const each = step.registers / REGISTERS_PER_VALUE
  return ports.map((port, device) =>
    ModbusDevice.parse({
      id: `bench-${device}`,
      profile: 'generic/replay-gateway',
      protocol: 'modbus',
      host: '127.0.0.1',
      port,
      every: 1,
      signals: signals(device * each, each),
      points: Array.from({ length: each }, (_, i) => ({
        ...flow,
        name: pointName(device * each + i),
        table: 'input-register',
        address: i * REGISTERS_PER_VALUE,
        type: 'float32',
      })),
    }),
  )
}
