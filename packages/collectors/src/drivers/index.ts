import type { Micros } from '@driftbild/core'
import type { DeviceConfig, DeviceProfile } from '@driftbild/devices'
import type { Driver } from '../driver.ts'
import { modbusDriver } from './modbus/driver.ts'
import type { ModbusLines } from './modbus/line.ts'
import { opcuaDriver } from './opcua/driver.ts'
import type { Pki } from './opcua/pki.ts'
import type { Environment } from './opcua/user.ts'

export interface DriverContext {
  now: () => Micros
  lines: ModbusLines
  pki: () => Promise<Pki>
  environment?: Environment
}

/** The driver for a device. A new protocol is a folder here, a schema in `devices` and a case. */
export function makeDriver(device: DeviceConfig, profile: DeviceProfile, context: DriverContext): Driver {
  if (device.protocol === 'modbus' && profile.protocol === 'modbus')
    return modbusDriver(device, profile, context)
  if (device.protocol === 'opcua' && profile.protocol === 'opcua')
    return opcuaDriver(device, profile, context)
  throw new Error(
    `device ${device.id} speaks ${device.protocol}, its profile ${profile.id} ${profile.protocol}`,
  )
}
