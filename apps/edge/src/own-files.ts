import { resolve } from 'node:path'
import type { DeviceConfig, OpcuaUser } from '@driftbild/devices'

/** The device with the files of its user found from the configuration's folder, like every other path in it. */
export function withOwnFiles(device: DeviceConfig, folder: string): DeviceConfig {
  if (device.protocol !== 'opcua' || !device.user) return device
  return { ...device, user: userFrom(device.user, folder) }
}

function userFrom(user: OpcuaUser, folder: string): OpcuaUser {
  if ('passwordFile' in user) return { ...user, passwordFile: resolve(folder, user.passwordFile) }
  if ('passwordEnv' in user) return user
  return {
    certificateFile: resolve(folder, user.certificateFile),
    privateKeyFile: resolve(folder, user.privateKeyFile),
  }
}
