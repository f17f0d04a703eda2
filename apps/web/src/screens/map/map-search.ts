import type { IsolationView, TraceView } from '@driftbild/api/contract'
import {
  type AssetClass,
  type AssetState,
  assetClasses,
  type Box,
  boxOf,
  type Service,
} from '@driftbild/core'
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
  /** A past moment, RFC 3339; without it the map shows now. */
  at?: string | undefined
  /** The earlier moment that it is compared with. */
  since?: string | undefined
  /** What lies that way of the chosen asset stands out. */
  trace?: TraceWay | undefined
  /** Pipes that are to be shut off, with commas between: the plan stands out. */
  shut?: string | undefined
  /** Of plans with few valves, instead of the least without water. */
  way?: 'fewest-valves' | undefined
  /** The place of the chosen asset is being changed. */
  edit?: 'place' | undefined
  /** What of the map is listed beside it. */
  list?: MapList | undefined
}

export const traceWays = ['upstream', 'downstream'] as const
export type TraceWay = (typeof traceWays)[number]

/** Lists that stand beside the map, where no asset is chosen. */
export const mapLists = ['moment', 'suspicion'] as const
export type MapList = (typeof mapLists)[number]

export type MapFilter = { [K in 'service' | 'class' | 'state' | 'zone']: MapSearch[K] }

export const filterOf = ({ service, class: named, state, zone }: MapSearch): MapFilter => ({
  service,
  class: named,
  state,
  zone,
})

/** What is asked for by a link, of what this browser doesn't hide; a class that is named is shown though hidden. */
export function tileFilter(
  filter: Partial<MapFilter>,
  hidden: ReadonlySet<AssetClass>,
  { at, since }: Shown = NOW,
): TileFilter {
  const { service, class: named, state = null, zone = null } = filter
  const shown = named ? [named] : shownClasses(hidden)
  const classes = shown.filter((one) => !service || assetClasses[one].service === service)
  const all = hidden.size === 0 && !named && !service
  return { classes: all ? null : classes, state, zone, at, since }
}

/** Which moment is looked at, and beside which; RFC 3339, null for now and for none. */
export type Shown = Pick<TileFilter, 'at' | 'since'>
const NOW: Shown = { at: null, since: null }

/** Around what is certain of a trace, or else around all of it; null for an empty one. */
export function boxOfTrace({ certain, possible }: TraceView): Box | null {
  const placesOf = ({ lines, points }: TraceView['certain']) => [...lines.flat(), ...points]
  const [sure, all] = [placesOf(certain), placesOf(possible)]
  const coordinates = sure.length > 0 ? sure : all
  return coordinates.length === 0 ? null : boxOf({ type: 'Polygon', coordinates: [coordinates] })
}

/** Around what is without water and the valves that shut it off; null where there is nothing. */
export function boxOfShut({ lines, close }: IsolationView): Box | null {
  const coordinates = [
    ...lines.asked.flat(),
    ...lines.within.flat(),
    ...close.map(({ position }) => position),
  ]
  return coordinates.length === 0 ? null : boxOf({ type: 'Polygon', coordinates: [coordinates] })
}

/** Degrees north and south of a place that are shown around it; about a street's length. */
const AROUND = 0.003

export function boxAround(place: string | undefined): Box | null {
  const [lon, lat] = (place ?? '').split(',').map(Number)
  if (lon === undefined || lat === undefined || !(Math.abs(lon) <= 180) || !(Math.abs(lat) <= 85)) return null
  return [lon - 2 * AROUND, lat - AROUND, lon + 2 * AROUND, lat + AROUND]
}
