import { type DeviceConfig, findProfile, listPoints, mapped } from '@driftbild/devices'
import type { CommandResult } from './command.ts'
import type { DriverContext } from './drivers/index.ts'
import { modbusCommands } from './drivers/modbus/commands.ts'
import { opcuaCommands } from './drivers/opcua/commands.ts'

/** A value for a signal, in the signal's unit as the centre knows it. */
export interface SignalCommand {
  signal: string
  value: number
  unit: string
}

/** Whether any device may be written to at all. */
export const allowsCommands = (devices: readonly DeviceConfig[]): boolean =>
  devices.some((device) => Object.values(device.commands).some(({ enabled }) => enabled))

/** Writes to the device that gives the signal, once, what its configuration allows. */
export async function writeSignal(
  devices: readonly DeviceConfig[],
  context: Omit<DriverContext, 'now'>,
  { signal, value, unit }: SignalCommand,
  end: AbortSignal,
): Promise<CommandResult> {
  for (const device of devices) {
    const profile = findProfile(device.profile)
    if (!profile) continue
    const place = mapped(listPoints(profile, device), device.signals).find(({ key }) => key === signal)
    if (!place) continue
    if (place.point.unit !== unit) {
      const ref = `${device.id} ${place.name}`
      return { result: 'refused', code: 'other-unit', ref, context: { unit: place.point.unit } }
    }
    const command = { point: place.name, value }
    if (device.protocol === 'modbus' && profile.protocol === 'modbus')
      return modbusCommands(device, profile, context.lines).write(command, end)
    if (device.protocol === 'opcua' && profile.protocol === 'opcua')
      return opcuaCommands(device, profile, context).write(command, end)
  }
  return { result: 'refused', code: 'unknown-signal', ref: signal, context: {} }
}
