import { roles, units } from '@driftbild/core'
import type { DeviceConfig } from './device-config.ts'
import { modbusProblems, sharedLineProblems } from './modbus-problems.ts'
import { guess, listed } from './nearest.ts'
import { opcuaProblems } from './opcua-problems.ts'
import { listPoints } from './points.ts'
import type { Point } from './profile.ts'
import { findProfile, profiles } from './profiles/index.ts'

/** A mistake in a site's list of devices: where it stands there, and what to do about it. */
export interface DeviceProblem {
  path: (string | number)[]
  message: string
}

/** What each device's own schema can't see: its profile, its points, and what two devices both claim. */
export function deviceProblems(devices: readonly DeviceConfig[]): DeviceProblem[] {
  const problems: DeviceProblem[] = []
  const ids = new Map<string, number>()
  const owners = new Map<string, string>()
  for (const [i, device] of devices.entries()) {
    const add = (path: (string | number)[], message: string) => problems.push({ path: [i, ...path], message })
    if (ids.has(device.id)) add(['id'], `another device is already called ${device.id}`)
    ids.set(device.id, i)
    const profile = findProfile(device.profile)
    if (!profile) {
      const known = Object.keys(profiles).sort()
      add(
        ['profile'],
        `no profile ${device.profile}.${guess(device.profile, known)} Known: ${known.join(', ')}`,
      )
      continue
    }
    if (profile.protocol !== device.protocol) {
      add(
        ['profile'],
        `${profile.id} is a profile for ${profile.protocol}, this device speaks ${device.protocol}`,
      )
      continue
    }
    const points = new Map(listPoints(profile, device).map((p) => [p.name, p.point]))
    for (const [name, key] of Object.entries(device.signals)) {
      if (!points.has(name))
        add(
          ['signals', name],
          `${profile.id} has no point ${name}.${guess(name, points.keys()) || listed(points.keys())}`,
        )
      const owner = owners.get(key)
      if (owner) add(['signals', name], `${owner} already gives ${key}: a signal has one source`)
      else owners.set(key, `${device.id} ${name}`)
    }
    if (profile.protocol === 'modbus' && device.protocol === 'modbus') {
      modbusProblems(device, profile, add)
      for (const before of devices.slice(0, i))
        if (before.protocol === 'modbus') sharedLineProblems(before, device, add)
    }
    if (profile.protocol === 'opcua' && device.protocol === 'opcua') opcuaProblems(device, profile, add)
    const own: readonly Point[] =
      device.protocol === 'modbus'
        ? [...device.points, ...device.events]
        : [...device.points, ...(device.alarms?.conditions ?? [])]
    for (const point of own) {
      const problem = pointProblem(point)
      if (problem) add(['points'], `${point.name}: ${problem}`)
    }
  }
  return problems
}

function pointProblem(point: Point): string | null {
  const { role, unit } = point
  if (roles[role].quantity !== units[unit].quantity)
    return `${role} is a ${roles[role].quantity}, ${unit} is not`
  if (!('table' in point)) return null
  const isRegister = point.table.endsWith('register')
  if (point.type === 'bit' && isRegister && point.bit === undefined)
    return 'which bit of the register? Set bit: 0…15'
  if (point.type !== 'bit' && !isRegister) return `a ${point.table} is a bit: set type: bit`
  return null
}
