import type { FieldDay } from '@driftbild/api/contract'
import { applyRoundCommand, type OrderField, type Round, type Stop } from '@driftbild/core'
import type { QueueEntry } from './queue-entry.ts'
import type { Kept } from './queue-store.ts'

export type Visit = FieldDay['visits'][number]
type Order = Visit['order']
/** A visit as the crew sees it. */
export interface SeenVisit extends Visit {
  stop: Stop | null
  /** Something about it waits in the queue. */
  waiting: boolean
  /** Values that nobody here has said of which one holds. */
  disputes: Order['conflicts']
}

/** The day with everything that was done since, whether the centre knows of it or not. */
export function seenDay(
  day: FieldDay,
  { entries, settled }: Pick<Kept, 'entries' | 'settled'>,
  user: string,
): SeenVisit[] {
  const stops = seenStops(day, entries, user)
  const place = new Map(stops.map((stop, i) => [stop.asset, i]))
  const placeOf = ({ asset }: Visit) => (asset && place.get(asset.tag)) ?? Number.POSITIVE_INFINITY
  return day.visits
    .map((visit, planned) => ({ visit, planned }))
    .toSorted((a, b) => compare(placeOf(a.visit), placeOf(b.visit)) || a.planned - b.planned)
    .map(({ visit }) => ({
      ...visit,
      order: seenOrder(visit.order, entries),
      stop: stops.find(({ asset }) => asset === visit.asset?.tag) ?? null,
      disputes: visit.order.conflicts.filter(({ command }) => !settled.includes(command)),
      waiting: entries.some(({ work }) => 'order' in work && work.order === visit.order.id),
    }))
}

/** Values of commands that were refused are not shown as if they held. */
export function seenOrder(order: Order, entries: readonly QueueEntry[]): Order {
  let seen = order
  for (const { work, refused } of entries) {
    if (work.kind !== 'order' || work.order !== order.id || refused) continue
    for (const { field, value } of work.commands) seen = { ...seen, [field]: value }
  }
  return seen
}

export function seenStops(day: FieldDay, entries: readonly QueueEntry[], user: string): Stop[] {
  let round: Round = { id: '', name: day.crew ?? '', day: day.day, crew: null, stops: day.stops }
  for (const { work, refused } of entries) {
    if (work.kind !== 'round' || refused || work.day !== day.day || work.name !== day.crew) continue
    for (const command of work.commands) round = applyRoundCommand(round, command, user)
  }
  return round.stops
}

/** Infinity minus itself is no number. */
const compare = (a: number, b: number): number => (a === b ? 0 : a - b)

/**
 * A day that was fetched again. What is ended, waits or is in dispute stays in sight though the centre no longer
 * counts it to the crew's day.
 */
export function renewDay(
  before: FieldDay | null,
  after: FieldDay,
  stays: (visit: Visit) => boolean,
): FieldDay {
  if (!before) return after
  const known = new Set(after.visits.map(({ order }) => order.id))
  const sameDay = before.day === after.day && before.crew === after.crew
  const staying = before.visits.filter(
    (visit) => !known.has(visit.order.id) && (stays(visit) || (sameDay && isEnded(visit.order))),
  )
  return { ...after, visits: [...after.visits, ...staying] }
}

export const isEnded = ({ state }: Pick<Order, 'state'>): boolean => state === 'done' || state === 'not-found'

/**
 * What still waits after the centre's answer to commands of an order: who made it knew of what it had sent before. A
 * field that somebody else changed in between has its conflict in the answer already.
 */
export function rebased(
  entry: QueueEntry,
  { order, fields, revision }: { order: string; fields: ReadonlySet<OrderField>; revision: number },
): QueueEntry {
  const { work } = entry
  if (work.kind !== 'order' || work.order !== order) return entry
  const commands = work.commands.map((command) =>
    fields.has(command.field)
      ? { ...command, baseRevision: Math.max(command.baseRevision, revision) }
      : command,
  )
  return { ...entry, work: { ...work, commands } }
}
