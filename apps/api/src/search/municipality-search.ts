import { type BaseMapFeature, boxOf, type Position } from '@driftbild/core'
import type { Picture, WatchedAsset, WatchedSignal } from '../picture/picture.ts'
import { searchIndex } from './search-index.ts'

export interface NamedPlace {
  name: string
  position: Position
}

export type Hit =
  | { type: 'place'; place: NamedPlace }
  | { type: 'asset'; watched: WatchedAsset; signal: string | null }

export interface MunicipalitySearch {
  /** Best first: places, assets by tag and name, then assets by what their signals are called. */
  find(text: string, sees: (watched: WatchedAsset) => boolean, limit: number): Hit[]
}

/** Of the places more would only push aside what is looked for. */
const MOST_PLACES = 3

export async function municipalitySearch(
  picture: Picture,
  places: readonly NamedPlace[],
): Promise<MunicipalitySearch> {
  const assets: WatchedAsset[] = [...picture.assets.values()]
  const signals: WatchedSignal[] = [...picture.signals.values()]
  const byPlace = await searchIndex(places.map(({ name }) => name))
  const byName = await searchIndex(assets.map(({ asset }) => `${asset.tag} ${asset.name}`))
  const byKey = await searchIndex(signals.map(({ signal }) => signal.key))
  return {
    find(text, sees, limit) {
      const hits: Hit[] = []
      for (const i of byPlace.find(withoutHouseNumber(text))) {
        if (hits.push({ type: 'place', place: places[i]! }) >= Math.min(MOST_PLACES, limit)) break
      }
      const told = new Set<WatchedAsset>()
      const add = (watched: WatchedAsset | undefined, signal: string | null) => {
        if (!watched || told.has(watched) || !sees(watched)) return
        told.add(watched)
        hits.push({ type: 'asset', watched, signal })
      }
      for (const i of hits.length < limit ? byName.find(text) : []) {
        add(assets[i], null)
        if (hits.length >= limit) return hits
      }
      for (const i of hits.length < limit ? byKey.find(text) : []) {
        const { signal } = signals[i]!
        add(picture.assets.get(signal.asset), signal.key)
        if (hits.length >= limit) return hits
      }
      return hits
    },
  }
}

/** Streets and places of a base map, each name once. */
export function namedPlaces(features: readonly BaseMapFeature[]): NamedPlace[] {
  const named = Map.groupBy(
    features.filter(({ name }) => name !== null),
    ({ name }) => name!,
  )
  return [...named].map(([name, some]) => ({ name, position: middleOf(some[Math.floor(some.length / 2)]!) }))
}

function middleOf({ geometry }: BaseMapFeature): Position {
  if (geometry.type === 'LineString')
    return geometry.coordinates[Math.floor(geometry.coordinates.length / 2)]!
  const [west, south, east, north] = boxOf(geometry)
  return [(west + east) / 2, (south + north) / 2]
}

/** An address's street: the base map knows no houses. */
const withoutHouseNumber = (text: string): string => text.trim().replace(/\s+\d+\s*[a-zåäö]?$/i, '')
