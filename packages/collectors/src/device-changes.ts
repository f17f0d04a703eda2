import { isDeepStrictEqual } from 'node:util'
import type { DeviceConfig } from '@driftbild/devices'

/** What a new list of devices means for those that are being read, by id. */
export interface DeviceChanges {
  same: string[]
  changed: string[]
  added: string[]
  removed: string[]
}

export function deviceChanges(
  before: readonly DeviceConfig[],
  after: readonly DeviceConfig[],
): DeviceChanges {
  const known = new Map(before.map((device) => [device.id, device]))
  const wanted = new Set(after.map((device) => device.id))
  const changes: DeviceChanges = { same: [], changed: [], added: [], removed: [] }
  for (const device of after) {
    const old = known.get(device.id)
    const kind = !old ? 'added' : isDeepStrictEqual(old, device) ? 'same' : 'changed'
    changes[kind].push(device.id)
  }
  changes.removed = before.map((device) => device.id).filter((id) => !wanted.has(id))
  return changes
}
