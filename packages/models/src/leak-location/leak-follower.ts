import type { PastDay } from './flow-smoother.ts'
import { LEAST_FLOW } from './leak-filter.ts'
import {
  type KnownLeak,
  lookForLeaks,
  noLeaks,
  type TrackerSettings,
  type TrackerState,
  trackerSettings,
} from './leak-tracker.ts'
import type { Signatures, Suspect } from './locate-leak.ts'
import { type Refit, type RefittedLeak, refitLeaks } from './refit-leaks.ts'
import type { ZoneWatch } from './zone-watch.ts'

/** Leaks that are followed from look to look, with all their days in mind. A leak is known by where it was first. */
export interface FollowerState {
  tracker: TrackerState
  /** Without what leaks did that have ended. */
  history: readonly PastDay[]
  leaks: ReadonlyMap<number, FollowedLeak>
}

interface FollowedLeak {
  /** Day. */
  firstSeen: number
  /** Places that a crew was sent to. */
  told: readonly number[]
}

/** That a leak is near a place is now sure enough to send somebody there. */
export interface Told {
  /** What it was first known by. */
  of: number
  place: number
  /** m³/h */
  flow: number
  probability: number
  suspects: readonly Suspect[]
}

/** That it lies near a place before that is told, and at most that it is where it was told for before it is told anew. */
const SURE = { place: 0.95, stays: 0.03 }
/** Days from one look back over everything to the next. */
const LOOK_BACK = 7
/** Days before an end is noticed that say of no flow what it was. */
const ENDING = 2

export const nothingFollowed = (): FollowerState => ({ tracker: noLeaks(), history: [], leaks: new Map() })

/**
 * A look at the mean deviation of the sensors over the last day. `day` counts days and their parts; each whole one is
 * learnt from, and now and then all of them are gone through again.
 */
export function followLeaks(
  { signatures, noise }: Pick<ZoneWatch, 'signatures' | 'noise'>,
  before: FollowerState,
  deviation: Float64Array,
  day: number,
  settings: TrackerSettings = trackerSettings,
): { state: FollowerState; told: Told[] } {
  const learns = Number.isInteger(day)
  const past = learns ? [...before.history, { day, deviation, counts: true }] : before.history
  const look = lookForLeaks(signatures, noise, before.tracker, deviation, learns, settings)
  const ended = look.events.flatMap((event) => (event.type === 'repaired' ? [event.of] : []))
  const refit = (days: readonly PastDay[], { leaks }: TrackerState) =>
    refitLeaks(signatures, noise, days, leaks.map(seenFrom(before.leaks, day)), settings.near)
  const history =
    ended.length === 0
      ? past
      : withoutEnded(
          past,
          day,
          before.tracker.leaks.map((leak) => ended.includes(leak.told[0]!)),
          refit(
            past.filter((one) => one.day < day - ENDING),
            before.tracker,
          ),
        )
  const leaks = new Map(
    look.state.leaks.map((leak): [number, FollowedLeak] => [
      leak.told[0]!,
      before.leaks.get(leak.told[0]!) ?? { firstSeen: day, told: [] },
    ]),
  )
  const told: Told[] = []
  for (const event of look.events) {
    if (event.type !== 'found' || event.moved || event.probability < SURE.place) continue
    told.push({ ...event, of: event.place })
    leaks.set(event.place, { firstSeen: day, told: [event.place] })
  }
  const { pending } = look.state
  if (!learns || day % LOOK_BACK !== 0 || pending !== null || look.state.leaks.length === 0)
    return { state: { tracker: look.state, history, leaks }, told }

  const refitted = refit(history, look.state)
  for (const [l, { told: first }] of look.state.leaks.entries()) {
    const of = first[0]!
    const leak = leaks.get(of)!
    const { flow, located } = refitted.leaks[l]!
    if (!isElsewhere(signatures, leak.told, refitted.leaks[l]!, settings)) continue
    leaks.set(of, { ...leak, told: [...leak.told, located.place] })
    told.push({ ...located, of, flow })
  }
  return { state: { tracker: trackedFrom(look.state, refitted, settings), history, leaks }, told }
}

/** Whether all its days say of a leak that it is somewhere else than anybody was told. */
function isElsewhere(
  { distance }: Signatures,
  told: readonly number[],
  { flow, located }: RefittedLeak,
  { near, leastFlow }: TrackerSettings,
): boolean {
  const { place, probability, suspects } = located
  const isTold = (other: number) => told.some((one) => distance(one, other) < near)
  const stays = suspects.reduce((sum, one) => (isTold(one.place) ? sum + one.probability : sum), 0)
  return probability >= SURE.place && flow >= leastFlow && !isTold(place) && stays < SURE.stays
}

const seenFrom = (known: FollowerState['leaks'], day: number) => (leak: KnownLeak) => ({
  place: leak.place,
  flow: leak.flow,
  firstSeen: known.get(leak.told[0]!)?.firstSeen ?? day,
})

/** The days with what ended leaks did taken off them; the last of them, on which they ended, don't count. */
const withoutEnded = (
  past: readonly PastDay[],
  day: number,
  hasEnded: readonly boolean[],
  { leaks, days }: Refit,
): PastDay[] => {
  const flows = new Map(days.map((one) => [one.day, one.flows]))
  return past.map((one): PastDay => {
    if (one.day >= day - ENDING) return { ...one, counts: false }
    const ran = flows.get(one.day)
    if (!ran) return one
    return {
      ...one,
      deviation: one.deviation.map((v, i) =>
        leaks.reduce((left, { direction }, l) => (hasEnded[l] ? left - ran[l]! * direction[i]! : left), v),
      ),
    }
  })
}

/** The filter goes on from what all days together say. */
const trackedFrom = (
  tracker: TrackerState,
  { leaks, covariance }: Refit,
  { probability, leastFlow }: TrackerSettings,
): TrackerState => ({
  ...tracker,
  covariance,
  leaks: tracker.leaks.map((leak, l) => {
    const { flow, peak, direction, located } = leaks[l]!
    const isSure = located.probability >= probability && flow >= leastFlow
    return {
      ...leak,
      flow: Math.max(LEAST_FLOW, flow),
      peak,
      direction,
      place: isSure ? located.place : leak.place,
    }
  }),
})
