import { formatTime, type Micros } from '@driftbild/core'
import {
  type DeviceConfig,
  findProfile,
  listModbusPoints,
  listOpcuaPoints,
  ModbusDevice,
  type ModbusProfile,
  OpcuaDevice,
  type OpcuaProfile,
} from '@driftbild/devices'
import type { PlayedDevice, PlayedModbusDevice, PlayedOpcuaDevice } from '../played-device.ts'
import type { CertificateStore } from './certificates.ts'
import { createRing, type Observed } from './history.ts'
import { type ModbusUnit, startModbusServer } from './modbus-server.ts'
import { type Security, startOpcuaServer } from './opcua-server.ts'
import { createRegisterMap } from './register-map.ts'

/** One server with the devices behind it, running. */
export interface Played {
  /** How a collector reaches them. */
  devices: DeviceConfig[]
  /** By signal key. */
  setters: Map<string, (observed: Observed) => void>
  stop(): Promise<void>
}

/** A day at ten seconds. */
const REMEMBERED = 8640
const MODBUS_EVERY = 10

export async function playOpcua(
  name: string,
  played: readonly PlayedOpcuaDevice[],
  context: {
    port: number
    security: Security
    certificates: CertificateStore
    /** Simulated time from which on there is history. */
    since: Micros
    now: () => Micros
  },
): Promise<Played> {
  const { security } = context
  const variables = played.flatMap((device) => {
    const profile = profileOf(device, 'opcua')
    const points = new Map(listOpcuaPoints(profile, { points: [] }).map((place) => [place.name, place.point]))
    checkPoints(device, [...points.keys()])
    return Object.entries(device.signals).map(([point, key]) => ({
      key,
      namespaces: [...profile.namespaces, ...(device.namespaces ?? [])],
      object: device.object,
      point: points.get(point)!,
      history: createRing(REMEMBERED),
    }))
  })
  const server = await startOpcuaServer({ name, ...context, security: [security], variables })
  return {
    devices: played.map(({ id, profile, signals, namespaces = [], object }) =>
      OpcuaDevice.parse({
        id,
        profile,
        signals,
        protocol: 'opcua',
        endpoint: server.endpoint,
        namespaces,
        object,
        security,
        trusted: security === 'None' ? null : server.thumbprint,
        // Told of every change as it comes.
        sampling: 0,
        publishing: 1000,
        since: formatTime(context.since),
      }),
    ),
    setters: new Map(
      variables.map(({ key, history }) => [
        key,
        (observed) => {
          history.add(observed)
          server.set(key, observed)
        },
      ]),
    ),
    stop: server.stop,
  }
}

export async function playModbus(
  name: string,
  played: readonly PlayedModbusDevice[],
  { port }: { port: number },
): Promise<Played> {
  const units = new Map<number, ModbusUnit>()
  const setters: Played['setters'] = new Map()
  for (const device of played) {
    if (units.has(device.unit)) throw new Error(`${name}: two devices are unit ${device.unit}`)
    const profile = profileOf(device, 'modbus')
    checkPoints(
      device,
      listModbusPoints(profile, { points: [] }).map((place) => place.name),
    )
    const map = createRegisterMap(profile)
    units.set(device.unit, map)
    for (const [point, key] of Object.entries(device.signals)) {
      setters.set(key, (observed) => map.set(point, observed))
    }
  }
  const server = await startModbusServer(port, units)
  return {
    devices: played.map(({ id, profile, signals, unit, every = MODBUS_EVERY }) =>
      ModbusDevice.parse({
        id,
        profile,
        signals,
        protocol: 'modbus',
        host: '127.0.0.1',
        port: server.port,
        unit,
        every,
      }),
    ),
    setters,
    stop: server.stop,
  }
}

function profileOf(device: PlayedModbusDevice, protocol: 'modbus'): ModbusProfile
function profileOf(device: PlayedOpcuaDevice, protocol: 'opcua'): OpcuaProfile
function profileOf(device: PlayedDevice, protocol: string): ModbusProfile | OpcuaProfile {
  const profile = findProfile(device.profile)
  if (!profile) throw new Error(`device ${device.id} has an unknown profile ${device.profile}`)
  if (profile.protocol !== protocol) {
    throw new Error(`device ${device.id} speaks ${protocol}, its profile ${profile.id} ${profile.protocol}`)
  }
  return profile
}

function checkPoints(device: PlayedDevice, known: readonly string[]): void {
  const points = new Set(known)
  const wrong = Object.keys(device.signals).find((name) => !points.has(name))
  if (wrong) throw new Error(`device ${device.id}: its profile ${device.profile} has no point ${wrong}`)
}
