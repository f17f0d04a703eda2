import type { FieldDay } from '@driftbild/api/contract'
import type { Stop } from '@driftbild/core'
import { isEnded, type SeenVisit, seenDay, seenStops } from './overlay.ts'
import type { Kept } from './queue-store.ts'

/** One place of a round: for orders, or only to be driven by. */
export interface SeenStop {
  key: string
  /** Tag; null where nobody knows where to stand. */
  asset: string | null
  title: string
  visit: SeenVisit | null
  /** What is known of a place without an order. */
  place: FieldDay['places'][number] | null
  state: 'open' | 'done' | 'skipped'
  skipped: Stop['skipped']
  /** When it was done, as far as this phone knows. */
  doneAt: number | string | null
}

/** The round as the crew sees it: orders and places in their order, with everything that was done since. */
export function seenRound(day: FieldDay, kept: Pick<Kept, 'entries' | 'settled'>, user: string): SeenStop[] {
  const stops = seenStops(day, kept.entries, user)
  const visits = seenDay(day, kept, user)
  const withOrder = new Set(visits.flatMap(({ asset }) => asset?.tag ?? []))
  const places = new Map(day.places.map((place) => [place.tag, place]))
  const alone = stops.flatMap((stop): SeenStop[] => {
    const place = places.get(stop.asset)
    return place && !withOrder.has(stop.asset) ? [ofPlace(stop, place)] : []
  })
  const turn = new Map(stops.map(({ asset }, i) => [asset, i]))
  const turnOf = ({ asset }: SeenStop) => (asset === null ? undefined : turn.get(asset)) ?? stops.length
  // What nobody has placed comes after what has been, in the order in which it was planned.
  return [...visits.map(ofVisit), ...alone].sort((a, b) => turnOf(a) - turnOf(b))
}

/** The stops to be told of a reordering: those that stand somewhere. */
export const turned = (stops: readonly SeenStop[]): { asset: string; order: string | null }[] =>
  stops.flatMap(({ asset, visit }) => (asset === null ? [] : [{ asset, order: visit?.order.id ?? null }]))

const ofVisit = (visit: SeenVisit): SeenStop => ({
  key: visit.order.id,
  asset: visit.asset?.tag ?? null,
  title: visit.order.title,
  visit,
  place: null,
  state: isEnded(visit.order) ? 'done' : visit.stop?.skipped ? 'skipped' : 'open',
  skipped: isEnded(visit.order) ? null : (visit.stop?.skipped ?? null),
  doneAt: isEnded(visit.order)
    ? (visit.order.history.findLast(({ field }) => field === 'state')?.at ?? null)
    : null,
})

const ofPlace = (stop: Stop, place: FieldDay['places'][number]): SeenStop => ({
  key: stop.asset,
  asset: stop.asset,
  // Bins that stand together have one name.
  title: place.name.includes(place.tag) ? place.name : `${place.name} ${place.tag}`,
  visit: null,
  place,
  state: stop.visitedAt !== null ? 'done' : stop.skipped ? 'skipped' : 'open',
  skipped: stop.skipped,
  doneAt: stop.visitedAt,
})
