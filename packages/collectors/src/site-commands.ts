import { type DeviceConfig, findProfile, listPoints, mapped } from '@driftbild/devices'
import { type CommandResult, modbusCommands } from './drivers/modbus/commands.ts'
import type { ModbusLines } from './drivers/modbus/line.ts'

/** A value for a signal, in the signal's unit as the centre knows it. */
export interface SignalCommand {
  signal: string
  value: number
  unit: string
}

/** Whether any device may be written to at all. */
export const allowsCommands = (devices: readonly DeviceConfig[]): boolean =>
  devices.some(
    (device) => device.protocol === 'modbus' && Object.values(device.commands).some(({ enabled }) => enabled),
  )

/** Writes to the device that gives the signal, once, what its configuration allows. */
export async function writeSignal(
  devices: readonly DeviceConfig[],
  lines: ModbusLines,
  { signal, value, unit }: SignalCommand,
): Promise<CommandResult> {
  for (const device of devices) {
    const profile = findProfile(device.profile)
    if (!profile) continue
    const place = mapped(listPoints(profile, device), device.signals).find(({ key }) => key === signal)
    if (!place) continue
    const ref = `${device.id} ${place.name}`
    if (place.point.unit !== unit) {
      return { result: 'refused', code: 'other-unit', ref, context: { unit: place.point.unit } }
    }
    if (device.protocol !== 'modbus' || profile.protocol !== 'modbus') {
      return { result: 'refused', code: 'not-enabled', ref, context: {} }
    }
    return modbusCommands(device, profile, lines).write({ point: place.name, value })
  }
  return { result: 'refused', code: 'unknown-signal', ref: signal, context: {} }
}
