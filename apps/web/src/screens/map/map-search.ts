import { type AssetClass, type AssetState, assetClasses, type Box, type Service } from '@driftbild/core'
import type { TileFilter } from '../../map/style.ts'
import { shownClasses } from '../../map/visible-classes.ts'

/** What a link to the map says. */
export interface MapSearch {
  asset?: string | undefined
  prediction?: string | undefined
  /** Longitude and latitude, with a comma between. */
  place?: string | undefined
  service?: Service | undefined
  class?: AssetClass | undefined
  state?: AssetState | undefined
  zone?: string | undefined
}

export type MapFilter = { [K in 'service' | 'class' | 'state' | 'zone']: MapSearch[K] }

/** What is asked for by a link, of what this browser doesn't hide; a class that is named is shown though hidden. */
export function tileFilter(filter: Partial<MapFilter>, hidden: ReadonlySet<AssetClass>): TileFilter {
  const { service, class: named, state = null, zone = null } = filter
  const shown = named ? [named] : shownClasses(hidden)
  const classes = shown.filter((one) => !service || assetClasses[one].service === service)
  const all = hidden.size === 0 && !named && !service
  return { classes: all ? null : classes, state, zone }
}

/** Degrees north and south of a place that are shown around it; about a street's length. */
const AROUND = 0.003

export function boxAround(place: string | undefined): Box | null {
  const [lon, lat] = (place ?? '').split(',').map(Number)
  if (lon === undefined || lat === undefined || !(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 85)) return null
  return [lon - 2 * AROUND, lat - AROUND, lon + 2 * AROUND, lat + AROUND]
}
