import { formatTime, type Micros, type Register, type Signal } from '@driftbild/core'
import { type DeviceConfig, ModbusDevice, OpcuaDevice } from '@driftbild/devices'
import { aMeter } from '../chain/meter.ts'

export const SITE = '9997'

/** What plays which part of the site, each a process of its own. */
export const deviceNames = ['plc', 'gateway', 'meter'] as const
export type DeviceName = (typeof deviceNames)[number]

const numbered = (letter: string, count: number) => Array.from({ length: count }, (_, i) => `${letter}-${i}`)
const plc = numbered('A', 10)
const gateway = numbered('B', 4)

/** Signals by device. The meter has two: they come in one answer. */
export const signalsOf: Readonly<Record<DeviceName, readonly string[]>> = {
  plc: plc.map((tag) => `${tag}/flow`),
  gateway: gateway.map((tag) => `${tag}/flow`),
  meter: ['C-0/flow', 'C-0/volume'],
}

/** Of the PLC: index 0 and 1 are the profile's, 2 and 3 the site's. */
export const NAMESPACES = ['http://opcfoundation.org/UA/', 'urn:driftbild:replay', 'urn:site:a', 'urn:site:b']
export const PLC_OBJECT = '1:Plant'
/** Every other variable lies in the other namespace of the site, so that their order matters. */
export const plcPath = (i: number): string[] => [`${2 + (i % 2)}:${plc[i]}`, `${2 + (i % 2)}:flow`]

const reporting = { type: 'every', seconds: 1 } as const
const flow = { role: 'flow', unit: 'm3/h', kind: { type: 'measure' }, reporting, range: null } as const

const signal = (key: string): Signal =>
  key.endsWith('/volume')
    ? {
        ...flow,
        key,
        asset: key.split('/')[0]!,
        role: 'volume',
        unit: 'm3',
        kind: { type: 'counter', modulus: 429496729.6 },
      }
    : { ...flow, key, asset: key.split('/')[0]! }

/** What the centre knows of the site. */
export const site: Register = {
  municipality: { code: SITE, name: 'Site', zone: 'Europe/Stockholm', simulated: true, recording: null },
  sites: [],
  zones: [],
  assets: [...plc, ...gateway, 'C-0'].map(aMeter),
  items: [],
  installations: [],
  relations: [],
  signals: deviceNames.flatMap((name) => signalsOf[name].map(signal)),
  alarmRules: [],
}

/** How the edge reaches the devices: `ports` are where it finds them, `trusted` the PLC's certificate. */
export function edgeDevices(
  ports: Readonly<Record<DeviceName, number>>,
  trusted: string,
  since: Micros,
): DeviceConfig[] {
  const modbus = { protocol: 'modbus', host: '127.0.0.1', timeout: 1 } as const
  const names = (keys: readonly string[]) =>
    keys.map((key) => key.replaceAll(/[^a-z0-9]+/gi, '-').toLowerCase())
  const byName = (keys: readonly string[]) =>
    Object.fromEntries(names(keys).map((name, i) => [name, keys[i]!]))
  return [
    OpcuaDevice.parse({
      id: 'plc',
      profile: 'generic/replay-opcua',
      protocol: 'opcua',
      signals: byName(signalsOf.plc),
      endpoint: `opc.tcp://127.0.0.1:${ports.plc}`,
      namespaces: NAMESPACES.slice(2),
      object: PLC_OBJECT,
      trusted,
      sampling: 0,
      publishing: 250,
      since: formatTime(since),
      points: names(signalsOf.plc).map((name, i) => ({ ...flow, name, path: plcPath(i) })),
    }),
    ModbusDevice.parse({
      ...modbus,
      id: 'gateway',
      profile: 'generic/replay-gateway',
      signals: byName(signalsOf.gateway),
      port: ports.gateway,
      every: 0.5,
      events: names(signalsOf.gateway).map((name) => ({ ...flow, name })),
    }),
    ModbusDevice.parse({
      ...modbus,
      id: 'meter',
      profile: 'generic/dma-meter',
      signals: { flow: 'C-0/flow', volume: 'C-0/volume' },
      port: ports.meter,
      every: 0.5,
    }),
  ]
}
