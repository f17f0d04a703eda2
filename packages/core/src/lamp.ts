/** What a lamp does, told from its cabinet and from itself. */
export const lampLooks = ['lit', 'fed', 'out', 'off', 'unlit', 'day'] as const
/**
 * `lit`: fed, and it says that it works. `fed`: fed, and it says nothing of itself. `out`: fed, and it says that it
 * failed. `off`: not fed by day. `unlit`: not fed although it is dark. `day`: fed although it is day.
 */
export type LampLook = (typeof lampLooks)[number]

export interface LampFacts {
  /** Its cabinet's contactor is closed. */
  fed: boolean
  /** What it says of itself; null where it says nothing. */
  failed: boolean | null
  /** Degrees of the sun above the horizon. */
  sun: number
}

/** Below this lamps should burn, and above the horizon none should: in between both are in order. */
export const DARK_BELOW = -6

export function lampLook({ fed, failed, sun }: LampFacts): LampLook {
  if (!fed) return sun < DARK_BELOW ? 'unlit' : 'off'
  if (failed) return 'out'
  if (sun > 0) return 'day'
  return failed === null ? 'fed' : 'lit'
}
