import type { Role } from '@driftbild/core'

/** Seconds between two samples of a signal: as the field does, and as a person who watches wants it. */
export interface Cadence {
  history: number
  live: number
}

const slow: ReadonlySet<Role> = new Set([
  'starts',
  'run-hours',
  'energy',
  'bearing-temperature',
  'motor-temperature',
  'frequency',
  'temperature',
  'volume',
  'seal-moisture',
])

const byProfile: Record<string, (role: Role) => Cadence> = {
  'generic/vsd-pump': (role) => (slow.has(role) ? { history: 900, live: 60 } : { history: 300, live: 10 }),
  'generic/wastewater-station': (role) =>
    slow.has(role) ? { history: 900, live: 60 } : { history: 300, live: 10 },
  'generic/waterworks': (role) => (slow.has(role) ? { history: 900, live: 60 } : { history: 300, live: 10 }),
  // Everything of a meter or gateway comes with one time.
  'generic/dma-meter': () => ({ history: 300, live: 10 }),
  'generic/pressure-logger': () => ({ history: 300, live: 10 }),
  'generic/reservoir': () => ({ history: 300, live: 10 }),
  'generic/water-quality': () => ({ history: 300, live: 10 }),
  'generic/water-quality-probe': () => ({ history: 300, live: 10 }),
  'generic/level-gauge': () => ({ history: 900, live: 60 }),
  'generic/lighting-cabinet': () => ({ history: 900, live: 60 }),
  'generic/bin-gateway': (role) =>
    role === 'fill' ? { history: 3600, live: 600 } : { history: 21_600, live: 3600 },
}
const ofLuminaire: Cadence = { history: 86_400, live: 86_400 }

/** `point` is the name within the profile: a luminaire's point is asked for once a day. */
export function cadenceOf(profile: string, point: string, role: Role): Cadence {
  if (point.startsWith('luminaire[')) return ofLuminaire
  const of = byProfile[profile]
  if (!of) throw new Error(`profile ${profile} has no cadence in the town`)
  return of(role)
}
