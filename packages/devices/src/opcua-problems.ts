import { guess, listed } from './nearest.ts'
import type { OpcuaDevice } from './opcua-device.ts'
import { securityOf } from './opcua-security.ts'
import { listOpcuaPoints } from './points.ts'
import type { OpcuaProfile } from './profile.ts'

/** What an OPC UA device's own schema can't see. */
export function opcuaProblems(
  device: OpcuaDevice,
  profile: OpcuaProfile,
  add: (path: (string | number)[], message: string) => void,
): void {
  const known = profile.namespaces.length + device.namespaces.length
  const own = `${profile.namespaces.length} of the profile, ${device.namespaces.length} of the device`
  const places: [path: (string | number)[], steps: string[]][] = [
    [['object'], [device.object.split('/'), ...device.points.map((p) => p.path)].flat()],
    [['alarms', 'notifier'], device.alarms?.notifier.split('/') ?? []],
  ]
  for (const [path, steps] of places) {
    const beyond = steps.find((step) => Number.parseInt(step, 10) >= known)
    if (beyond) add(path, `${beyond}: there are only ${known} namespaces (${own}), numbered from 0`)
  }
  if (device.alarms && device.mode === 'poll')
    add(['alarms'], 'with mode: poll no events are told: leave alarms out, or have the device subscribed to')
  if (device.user && securityOf(device).mode === 'None')
    add(
      ['user'],
      'over a connection without security nobody has proved who is shown a user, or who speaks as one afterwards: set security to SignAndEncrypt or Sign, or leave user out',
    )
  const names = [...device.points, ...profile.points].map((point) => point.name)
  for (const [i, { name }] of (device.alarms?.conditions ?? []).entries()) {
    if (names.includes(name)) add(['alarms', 'conditions', i, 'name'], `another point is called ${name}`)
    names.push(name)
  }
  const points = listOpcuaPoints(profile, device).map((place) => place.name)
  for (const [name, { limits }] of Object.entries(device.commands)) {
    if (!points.includes(name))
      add(['commands', name], `${profile.id} has no point ${name}.${guess(name, points) || listed(points)}`)
    if (limits[0] > limits[1]) add(['commands', name, 'limits'], 'the least comes first')
  }
  for (const name of Object.keys(device.overrides)) {
    if (device.mode === 'poll')
      add(
        ['overrides', name],
        'with mode: poll nothing is watched: leave overrides out; every says how often',
      )
    else if (!points.includes(name))
      add(['overrides', name], `${profile.id} has no point ${name}.${guess(name, points) || listed(points)}`)
    else if (!(name in device.signals))
      add(['overrides', name], `${name} isn't read: name its signal in signals, or leave this out`)
  }
}
