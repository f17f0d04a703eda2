import { join } from 'node:path'
import type { Micros } from '@driftbild/core'
import type { DeviceConfig } from '@driftbild/devices'
import type { PlayedDevice } from '../played-device.ts'
import type { ValueSource } from '../value-source.ts'
import { openCertificates } from './certificates.ts'
import type { Security } from './opcua-server.ts'
import { type Played, playModbus, playOpcua } from './play-devices.ts'
import { openPorts } from './ports.ts'
import { createSimClock } from './sim-clock.ts'

export interface TownServersSpec {
  town: { devices: readonly PlayedDevice[] }
  source: ValueSource
  /** Simulated time at the start; the wall's unless given. */
  from?: Micros
  /** Where the source begins: what it holds before `from` is history. `from` unless given. */
  since?: Micros
  /** Simulated seconds in a second. */
  speed: number
  /** Certificates and ports are kept here from start to start. */
  folder: string
  now: () => Micros
  security?: Security | undefined
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

/** Plays a town's devices from a source of samples, until stopped. */
export async function startTownServers(spec: TownServersSpec): Promise<TownServers> {
  const { town, source, folder, now, log = () => {}, security = 'SignAndEncrypt' } = spec
  const from = spec.from ?? now()
  const since = spec.since ?? from
  const ports = openPorts(join(folder, 'ports.json'), (message) => log('warn', message))
  const certificates = await openCertificates(join(folder, 'pki'), now)
  const running: Played[] = []
  const stopServers = async () => {
    for (const one of running.splice(0)) await one.stop()
    await certificates.dispose()
  }
  try {
    for (const [name, played] of Map.groupBy(town.devices, (device) => device.server)) {
      const opcua = played.filter((device) => device.protocol === 'opcua')
      const modbus = played.filter((device) => device.protocol === 'modbus')
      if (opcua.length > 0 && modbus.length > 0) throw new Error(`server ${name} speaks two protocols`)
      running.push(
        await ports.open(name, (port) =>
          opcua.length > 0
            ? playOpcua(name, opcua, { port, security, certificates, since, now })
            : playModbus(name, modbus, { port }),
        ),
      )
    }
  } catch (error) {
    await stopServers()
    throw error
  }

  const setters = new Map(running.flatMap((one) => [...one.setters]))
  const clock = createSimClock(from, spec.speed, now)
  const unheard = new Set<string>()
  let servedUntil = Number.NEGATIVE_INFINITY
  let served = 0
  const tick = () => {
    const until = clock()
    for (const { key, ...observed } of source.samplesUntil(until)) {
      const set = setters.get(key)
      if (set) {
        set(observed)
        served++
      } else if (!unheard.has(key)) {
        unheard.add(key)
        log('warn', `no device plays the signal ${key}`)
      }
    }
    servedUntil = until
  }
  tick()
  const ticking = setInterval(tick, TICK)
  return {
    devices: running.flatMap((one) => one.devices),
    servedUntil: () => servedUntil,
    served: () => served,
    async stop() {
      clearInterval(ticking)
      await stopServers()
    },
  }
}
