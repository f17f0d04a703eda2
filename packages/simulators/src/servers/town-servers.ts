import { join } from 'node:path'
import type { Micros } from '@driftbild/core'
import {
  type DeviceConfig,
  findProfile,
  listModbusPoints,
  listOpcuaPoints,
  type ModbusProfile,
  type OpcuaProfile,
} from '@driftbild/devices'
import type { PlayedDevice, PlayedModbusDevice, PlayedOpcuaDevice } from '../played-device.ts'
import type { ValueSource } from '../value-source.ts'
import { openCertificates } from './certificates.ts'
import { createRing, type Observed } from './history.ts'
import { type ModbusUnit, startModbusServer } from './modbus-server.ts'
import { type Security, startOpcuaServer, type VariableSpec } from './opcua-server.ts'
import { openPorts } from './ports.ts'
import { createRegisterMap } from './register-map.ts'
import { createSimClock } from './sim-clock.ts'

export interface TownServersSpec {
  town: { devices: readonly PlayedDevice[] }
  source: ValueSource
  /** Simulated time at the start; the wall's unless given. What the source holds before it becomes history. */
  from?: Micros
  /** Simulated seconds in a second. */
  speed: number
  /** Certificates and ports are kept here from start to start. */
  folder: string
  now: () => Micros
  security?: Security
  log?: (level: 'info' | 'warn', message: string) => void
}

export interface TownServers {
  /** How a collector reaches them. */
  devices: DeviceConfig[]
  /** Simulated time up to which everything has been served. */
  servedUntil(): Micros
  /** Samples served so far. */
  served(): number
  stop(): Promise<void>
}

const TICK = 250
/** A day at ten seconds. */
const REMEMBERED = 8640
const MODBUS_EVERY = 10

type Setter = (observed: Observed) => void

/** Plays a town's devices from a source of samples, until stopped. */
export async function startTownServers(spec: TownServersSpec): Promise<TownServers> {
  const { town, source, folder, now, log = () => {} } = spec
  const ports = openPorts(join(folder, 'ports.json'), (message) => log('warn', message))
  const certificates = await openCertificates(join(folder, 'pki'), now)
  const setters = new Map<string, Setter>()
  const stops: (() => Promise<void>)[] = []
  const devices: DeviceConfig[] = []
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one()
  }
  stops.push(() => certificates.dispose())

  const startOpcua = async (name: string, played: readonly PlayedOpcuaDevice[], security: Security) => {
    const variables = played.flatMap(variablesOf)
    const port = await ports.choose(name)
    const server = await startOpcuaServer({ name, port, security: [security], certificates, variables, now })
    stops.push(server.stop)
    for (const { key, history } of variables) {
      setters.set(key, (observed) => {
        history.add(observed)
        server.set(key, observed)
      })
    }
    for (const device of played) {
      devices.push({
        id: device.id,
        profile: device.profile,
        signals: device.signals,
        protocol: 'opcua',
        endpoint: server.endpoint,
        namespaces: device.namespaces ?? [],
        object: device.object,
        security,
        trusted: security === 'None' ? null : server.thumbprint,
        // Told of every change as it comes.
        sampling: 0,
        publishing: 1000,
        points: [],
      })
    }
  }

  const startModbus = async (name: string, played: readonly PlayedModbusDevice[]) => {
    const units = new Map<number, ModbusUnit>()
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
    const server = await startModbusServer(await ports.choose(name), units)
    stops.push(server.stop)
    for (const { id, profile, signals, unit, every } of played) {
      devices.push({
        id,
        profile,
        signals,
        protocol: 'modbus',
        host: '127.0.0.1',
        port: server.port,
        unit,
        every: every ?? MODBUS_EVERY,
        timeout: 2,
        points: [],
        events: [],
      })
    }
  }

  try {
    for (const [name, played] of Map.groupBy(town.devices, (device) => device.server)) {
      const opcua = played.filter((device) => device.protocol === 'opcua')
      const modbus = played.filter((device) => device.protocol === 'modbus')
      if (opcua.length > 0 && modbus.length > 0) throw new Error(`server ${name} speaks two protocols`)
      if (opcua.length > 0) await startOpcua(name, opcua, spec.security ?? 'SignAndEncrypt')
      else await startModbus(name, modbus)
    }
  } catch (error) {
    await stop()
    throw error
  }

  const clock = createSimClock(spec.from ?? now(), spec.speed, now)
  const unheard = new Set<string>()
  let servedUntil = Number.NEGATIVE_INFINITY
  let served = 0
  const tick = () => {
    const until = clock()
    for (const { key, ...observed } of source.samplesUntil(until)) {
      const setter = setters.get(key)
      if (setter) setter(observed)
      else if (!unheard.has(key)) {
        unheard.add(key)
        log('warn', `no device plays the signal ${key}`)
      }
      served++
    }
    servedUntil = until
  }
  tick()
  const timer = setInterval(tick, TICK)
  stops.push(async () => clearInterval(timer))
  return { devices, servedUntil: () => servedUntil, served: () => served, stop }
}

function variablesOf(
  device: PlayedOpcuaDevice,
): (VariableSpec & { history: ReturnType<typeof createRing> })[] {
  const profile = profileOf(device, 'opcua')
  const points = new Map(listOpcuaPoints(profile, { points: [] }).map(({ name, point }) => [name, point]))
  checkPoints(device, [...points.keys()])
  return Object.entries(device.signals).map(([name, key]) => ({
    key,
    namespaces: [...profile.namespaces, ...(device.namespaces ?? [])],
    object: device.object,
    point: points.get(name)!,
    history: createRing(REMEMBERED),
  }))
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
