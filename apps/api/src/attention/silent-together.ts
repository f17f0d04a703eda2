import type { Micros } from '@driftbild/core'
import type { Picture } from '../picture/picture.ts'

/** One silence of many places: whatever they all report through is what fell silent. */
export interface SilentTogether {
  id: string
  since: Micros
}

/** Places of one silence from which they have that in common and nothing else. */
const LEAST_PLACES = 3

/** By tag, the silence that an asset shares with others elsewhere. */
export function silentTogether(picture: Picture): ReadonlyMap<string, SilentTogether> {
  const found = new Map<string, SilentTogether>()
  for (const { id, from: since, signals } of picture.silences) {
    const tags = new Set(signals.flatMap((key) => picture.signals.get(key)?.signal.asset ?? []))
    const places = new Set([...tags].map((tag) => picture.assets.get(tag)?.asset.site ?? tag))
    if (places.size < LEAST_PLACES) continue
    for (const tag of tags) found.set(tag, { id, since })
  }
  return found
}
