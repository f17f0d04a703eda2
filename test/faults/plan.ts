import type { DeviceName } from './site.ts'

/** Everything that may go wrong in a run, with what it needs besides a chain. A new one is a line here and in faults.ts. */
export const faultKinds = {
  'kill-device': { weight: 3, devices: ['plc', 'gateway', 'meter'] },
  'kill-edge': { weight: 3 },
  'kill-centre': { weight: 3 },
  'kill-engine': { weight: 2 },
  'network-cut': { weight: 3, devices: ['plc', 'gateway', 'meter'] },
  'half-open': { weight: 3, devices: ['plc', 'gateway', 'meter'] },
  'slow-frames': { weight: 2, devices: ['plc', 'gateway', 'meter'] },
  'garbage-frames': { weight: 3, devices: ['plc', 'gateway', 'meter'] },
  'wrong-transaction': { weight: 3, devices: ['gateway', 'meter'] },
  'namespace-order': { weight: 2, devices: ['plc'] },
  'certificate-change': { weight: 2, devices: ['plc'] },
  'device-clock-jump': { weight: 2, devices: ['plc', 'gateway', 'meter'] },
  'edge-clock-jump': { weight: 2 },
  'outbox-disk-full': { weight: 2, needs: 'small-disk' },
  'store-disk-full': { weight: 1, needs: 'small-disk' },
  'outbox-power-cut': { weight: 2, needs: 'write-recorder' },
  'store-power-cut': { weight: 1 },
} as const satisfies Record<string, { weight: number; devices?: readonly DeviceName[]; needs?: Need }>
export type FaultKind = keyof typeof faultKinds

/** What a machine or a user may not have. */
export type Need = 'small-disk' | 'write-recorder'

export interface Fault {
  kind: FaultKind
  /** Null where it isn't a device that suffers. */
  device: DeviceName | null
  /** Seconds that it lasts, and seconds of peace after it. */
  lasts: number
  peace: number
  /** Between 0 and 1: which way, how much, from where. */
  draw: number
}

export const allKinds = Object.keys(faultKinds) as FaultKind[]

const isPossible = (kind: FaultKind, lacks: ReadonlySet<Need>): boolean => {
  const { needs } = faultKinds[kind] as { needs?: Need }
  return !needs || !lacks.has(needs)
}

/**
 * What goes wrong in a run, the same for the same seed: every kind in its share, in an order that is drawn. A
 * plan as long as there are kinds has each of them.
 */
export function drawPlan(
  count: number,
  seed: number,
  lacks: ReadonlySet<Need> = new Set(),
  only: readonly FaultKind[] = allKinds,
): Fault[] {
  const random = seeded(seed)
  const kinds = only.filter((kind) => isPossible(kind, lacks))
  const shares = kinds.flatMap((kind) => Array<FaultKind>(faultKinds[kind].weight).fill(kind))
  const wanted = [...shuffled(kinds, random)]
  while (wanted.length < count) wanted.push(...shuffled(shares, random))
  return shuffled(wanted.slice(0, count), random).map((kind) => {
    const { devices = [] } = faultKinds[kind] as { devices?: readonly DeviceName[] }
    return {
      kind,
      device: devices.length > 0 ? devices[Math.floor(random() * devices.length)]! : null,
      lasts: 0.5 + 1.5 * random(),
      peace: 0.5 + 1.5 * random(),
      draw: random(),
    }
  })
}

function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)
}

/** Between 0 and 1, the same each time (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
