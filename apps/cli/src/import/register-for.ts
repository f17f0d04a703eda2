import type { Register } from '@driftbild/core'

/**
 * What an import puts into the register. All of its own where the municipality is new, or is made of this very
 * recording; nothing where a register is kept that others rely on, but for what it lacks when a person says so.
 */
export function registerFor(own: Register, there: Register | null, addSignals: boolean): Register | null {
  if (!there) return own
  const { recording } = there.municipality
  if (recording !== null && recording === own.municipality.recording) return own
  return addSignals ? lackingIn(there, own) : null
}

function lackingIn(there: Register, own: Register): Register {
  const tags = new Set(there.assets.map((asset) => asset.tag))
  const zones = new Set(there.zones.map((zone) => zone.tag))
  const keys = new Set(there.signals.map((signal) => signal.key))
  const rules = new Set(there.alarmRules.map((rule) => rule.id))
  return {
    ...own,
    municipality: there.municipality,
    zones: own.zones.filter((zone) => !zones.has(zone.tag)),
    assets: own.assets.filter((asset) => !tags.has(asset.tag)),
    signals: own.signals.filter((signal) => !keys.has(signal.key)),
    alarmRules: own.alarmRules.filter((rule) => !rules.has(rule.id) && !keys.has(rule.signal)),
  }
}
