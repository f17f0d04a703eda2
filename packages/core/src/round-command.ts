import { z } from 'zod'
import type { Round, Stop } from './round.ts'
import { Micros } from './time.ts'

const shared = { id: z.uuid(), at: Micros }
const asset = z.string().min(1)
const order = z.uuid().nullable()

/** One wish of who drives a round. The id makes it idempotent; a stop that nobody planned is added by it. */
export const RoundCommand = z.discriminatedUnion('type', [
  z.object({ ...shared, type: z.literal('reorder'), stops: z.array(z.object({ asset, order })).max(500) }),
  z.object({ ...shared, type: z.literal('skip'), asset, order, reason: z.string().min(1).max(500) }),
  z.object({ ...shared, type: z.literal('visit'), asset, order }),
  z.object({ ...shared, type: z.literal('take-up'), asset, order }),
])
export type RoundCommand = z.infer<typeof RoundCommand>

/** The wish of who plans it: these stops, in this order, driven by this person or by whoever takes it. */
export const PlanCommand = z.object({
  ...shared,
  type: z.literal('plan'),
  stops: z.array(asset).max(500),
  /** A person's opaque id. */
  crew: z.string().nullable(),
})
export type PlanCommand = z.infer<typeof PlanCommand>

/** The round after a command. Stops that a reordering did not know of stay, at the end. */
export function applyRoundCommand(round: Round, command: RoundCommand | PlanCommand, by: string): Round {
  if (command.type === 'plan') return { ...planned(round, command.stops), crew: command.crew }
  if (command.type === 'reorder') {
    const known = new Map(round.stops.map((stop) => [stop.asset, stop]))
    const named = new Map(command.stops.map((stop) => [stop.asset, stop.order]))
    const stops = [...named].map(([asset, order]) => known.get(asset) ?? newStop(asset, order))
    return { ...round, stops: [...stops, ...round.stops.filter((stop) => !named.has(stop.asset))] }
  }
  // What was done last holds: a stop is visited, left out, or still to come.
  const skipped = command.type === 'skip' ? { reason: command.reason, at: command.at, by } : null
  const visitedAt = command.type === 'visit' ? command.at : null
  const stops = round.stops.some((stop) => stop.asset === command.asset)
    ? round.stops
    : [...round.stops, newStop(command.asset, command.order)]
  return {
    ...round,
    stops: stops.map((stop) => (stop.asset === command.asset ? { ...stop, skipped, visitedAt } : stop)),
  }
}

/** The stops of a plan, and those of others only where something was done or said there. */
function planned(round: Round, assets: readonly string[]): Round {
  const known = new Map(round.stops.map((stop) => [stop.asset, stop]))
  const named = new Set(assets)
  const begun = round.stops.filter(
    ({ asset, order, visitedAt, skipped }) =>
      !named.has(asset) && (visitedAt !== null || skipped !== null || order !== null),
  )
  const stops = [...named].map((asset) => known.get(asset) ?? newStop(asset, null))
  return { ...round, stops: [...begun, ...stops] }
}

const newStop = (asset: string, order: string | null): Stop => ({
  asset,
  order,
  visitedAt: null,
  skipped: null,
})
