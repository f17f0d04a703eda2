import type { Micros } from '@driftbild/core'
import { type DeviceConfig, findProfile, listPoints, mapped } from '@driftbild/devices'
import type { Driver, Log } from './driver.ts'
import { type DriverContext, makeDriver } from './drivers/index.ts'
import { type ModbusLines, modbusLines } from './drivers/modbus/line.ts'
import type { Outbox } from './outbox/outbox.ts'
import { runDevice } from './run-device.ts'

export interface Collector {
  /** Ends every device's loop; what they handed over last is in the outbox then. */
  stop(): Promise<void>
}

/**
 * Reads every device of a site, each in a loop of its own, and closes what an earlier life left open. The
 * devices must have passed `deviceProblems`.
 */
export function collect(options: {
  devices: readonly DeviceConfig[]
  outbox: Outbox
  now: () => Micros
  log: Log
  context: Omit<DriverContext, 'now' | 'lines'>
  /** Given where somebody else shares them. */
  lines?: ModbusLines
}): Collector {
  const { devices, outbox, now, log, lines = modbusLines() } = options
  for (const silence of outbox.openSilences())
    outbox.closeSilence(silence.id, outbox.aliveBefore ?? silence.from)
  const stop = new AbortController()
  const loops = devices.map((device) => {
    const profile = findProfile(device.profile)
    if (!profile) throw new Error(`device ${device.id} has unknown profile ${device.profile}`)
    const keys = mapped(listPoints(profile, device), device.signals).map((p) => p.key)
    const driver: Driver = makeDriver(device, profile, { ...options.context, now, lines })
    return runDevice({ id: device.id, keys, driver, outbox, now, log }, stop.signal)
  })
  return {
    async stop() {
      stop.abort()
      await Promise.all(loops)
    },
  }
}
