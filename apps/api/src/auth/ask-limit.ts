import type { Micros } from '@driftbild/core'

export type Allowed = 'yes' | 'no' | 'no, for the first time'

/** So many in so long, for each of those who are asked for: nobody's mailbox is filled by others. */
export function createAskLimit({ most, within }: { most: number; within: Micros }) {
  const asked = new Map<string, { times: Micros[]; refused: boolean }>()
  return (who: string, now: Micros): Allowed => {
    const known = asked.get(who)
    const times = (known?.times ?? []).filter((at) => at > now - within)
    const isAllowed = times.length < most
    asked.set(who, { times: isAllowed ? [...times, now] : times, refused: !isAllowed })
    if (isAllowed) return 'yes'
    return known?.refused ? 'no' : 'no, for the first time'
  }
}
