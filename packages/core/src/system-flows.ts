import type { Zone } from './place.ts'

type Metered = Pick<Zone, 'inflow' | 'outflow'>

/**
 * Keys of the signals that meter what comes into some zones from outside, and of those that meter what leaves them: what
 * flows from one of the zones into another counts in neither.
 */
export function systemFlows(zones: readonly Metered[]): { inflow: string[]; outflow: string[] } {
  const into = new Set(zones.flatMap((zone) => zone.inflow))
  const out = new Set(zones.flatMap((zone) => zone.outflow))
  return {
    inflow: [...into].filter((key) => !out.has(key)),
    outflow: [...out].filter((key) => !into.has(key)),
  }
}
