import type { Micros, Reading, Unit } from '@driftbild/core'
import {
  type DeviceConfig,
  findProfile,
  listAlarmPoints,
  listEventPoints,
  listPoints,
  mapped,
} from '@driftbild/devices'
import type { DriverSink, Taken } from './driver.ts'
import { makeDriver } from './drivers/index.ts'
import { modbusLines } from './drivers/modbus/line.ts'
import type { Pki } from './drivers/opcua/pki.ts'
import type { Environment } from './drivers/opcua/user.ts'
import { wait } from './wait.ts'

/** What became of one signal when it was read once. */
export interface Tried {
  point: string
  key: string
  unit: Unit
  /** Null where nothing came. Without a problem: it is told when something happens, and not asked for. */
  reading: Reading | null
  problem: string | null
}

export interface TryOptions {
  now: () => Micros
  pki: () => Promise<Pki>
  environment?: Environment
  /** Milliseconds. */
  patience: number
}

/**
 * Reads each signal of a device once, the way it is read every day, and keeps nothing. Events are left alone: what
 * is taken from a buffer is gone there. The device must have passed `deviceProblems`.
 */
export async function tryDevice(
  device: DeviceConfig,
  options: TryOptions,
  signal: AbortSignal,
): Promise<Tried[]> {
  const profile = findProfile(device.profile)
  if (!profile) throw new Error(`device ${device.id} has unknown profile ${device.profile}`)
  const told = device.protocol === 'modbus' ? listEventPoints(device) : listAlarmPoints(device)
  const events = new Set(told.map((place) => place.name))
  const wanted = mapped(listPoints(profile, device), device.signals)
  const read = new Map<string, Taken>()
  const problems = new Map<string, string>()
  const stop = new AbortController()
  const isSettled = () =>
    wanted.every(({ name, key }) => events.has(name) || read.has(key) || problems.has(key))
  const settle = () => {
    if (isSettled()) stop.abort()
  }
  const sink: DriverSink = {
    async take({ readings }) {
      for (const taken of readings) if (!read.has(taken.key)) read.set(taken.key, taken)
      settle()
      return true
    },
    silent(failure, keys = wanted.map((place) => place.key)) {
      for (const key of keys) problems.set(key, failure.message)
      settle()
    },
    heard: () => undefined,
    lost: () => undefined,
    caveat: () => undefined,
    clock: () => undefined,
    cursor: () => undefined,
    remembersAfter: () => undefined,
    log: () => undefined,
  }
  if (!isSettled()) {
    const driver = makeDriver(withoutPast(device), profile, { ...options, lines: modbusLines() })
    const given = AbortSignal.any([signal, stop.signal])
    const failed = driver.run(sink, given).then((failure) => failure && sink.silent(failure))
    await Promise.race([failed, wait(options.patience, given)])
    stop.abort()
    await failed
  }
  return wanted.map(({ name, key, point }) => {
    const reading = read.get(key)?.reading ?? null
    const isFine = reading !== null || events.has(name)
    const problem = isFine ? null : (problems.get(key) ?? `nothing came within ${options.patience / 1000} s`)
    return { point: name, key, unit: point.unit, reading, problem }
  })
}

function withoutPast(device: DeviceConfig): DeviceConfig {
  if (device.protocol === 'modbus') return { ...device, events: [] }
  const { since: _, alarms: __, ...rest } = device
  return rest
}
