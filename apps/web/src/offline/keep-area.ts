import type { Position } from '@driftbild/core'
import { areaTiles } from './area-tiles.ts'

/** The service worker answers from it; see there. */
const TILES = 'driftbild-tiles'
const AT_ONCE = 4
/** Zoom levels for which the centre cuts tiles. */
const deepest = { base: 16, tiles: 18 } as const

/** Takes the map around these places along. Tiles of the ground are taken once, those of the assets anew. */
export async function keepArea(
  municipality: string,
  places: readonly Position[],
  tell: (done: number, of: number) => void,
): Promise<void> {
  if (!('caches' in window)) return
  const cache = await caches.open(TILES)
  const kept = new Set((await cache.keys()).map(({ url }) => new URL(url).pathname))
  const wanted = (['base', 'tiles'] as const).flatMap((source) =>
    areaTiles(places, deepest[source]).map(
      ({ z, x, y }) => `/api/${municipality}/${source}/${z}/${x}/${y}.mvt`,
    ),
  )
  const queue = wanted.filter((path) => !kept.has(path) || path.includes('/tiles/'))
  const total = queue.length
  let done = 0
  const take = async () => {
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      const answer = await fetch(path)
      if (answer.ok) await cache.put(path, answer)
      tell(++done, total)
    }
  }
  tell(0, total)
  await Promise.all(Array.from({ length: AT_ONCE }, take))
}

/** Tiles show what their taker may see; they can always be had again. */
export const forgetArea = async (): Promise<void> => {
  if ('caches' in window) await caches.delete(TILES)
}
