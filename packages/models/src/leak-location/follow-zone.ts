import { copyOf, type Matrix } from '../common/matrix.ts'
import { doubtedSensor } from './doubted-sensor.ts'
import { type LeakLog, newLeakLog, withLeakDay } from './leak-log.ts'
import {
  type KnownLeak,
  lookForLeaks,
  noLeaks,
  type TrackerSettings,
  type TrackerState,
  trackerSettings,
} from './leak-tracker.ts'
import { type DayDeviation, deviationOf, type LearntZone, learnZone } from './learn-zone.ts'
import type { Signatures } from './locate-leak.ts'
import type { ZoneDay } from './zone-day.ts'

/** A zone as it is followed from day to day; plain JSON. */
export interface FollowedZone {
  /** The newest, of which those that nothing leaked in teach what is usual. */
  days: ZoneDay[]
  learnt: LearntZone | null
  /** When that was learnt. */
  learntOn: number | null
  tracker: PlainTracker
  leaks: LeakLog[]
  /** Sensors that are not believed, since when; until they show what is expected or the zone is learnt anew. */
  doubted: { sensor: number; since: number }[]
}

type PlainLeak = Omit<KnownLeak, 'direction'> & { direction: number[] }
interface PlainTracker {
  leaks: PlainLeak[]
  covariance: number[][]
  pending: TrackerState['pending']
}

export const unfollowed = (): FollowedZone => ({
  days: [],
  learnt: null,
  learntOn: null,
  tracker: plain(noLeaks()),
  leaks: [],
  doubted: [],
})

/** Days that are kept to learn from, and after how many a zone without a leak is learnt anew. */
const KEPT_DAYS = 35
const RENEWED_AFTER = 7
/** Deviations of a usual day within which a doubted sensor is believed again. */
const FORGIVEN = 3
/** Variance of a measure that is not known. */
const UNKNOWN = 1e6

/** What a utility's zone is looked at with: a day each time, its night flow among the measures. */
export const zoneSettings: TrackerSettings = {
  ...trackerSettings,
  evidence: { new: 6, repaired: 5 },
  probability: 0,
  leastFlow: 0.25,
  near: 400,
  beside: Number.POSITIVE_INFINITY,
  agreeing: 2,
  growth: { flow: 0.15, share: 0.1 },
  doubt: 1,
  unsure: 0.15,
  over: 0.15,
}

/** Whether the days that a zone is to be learnt from are free of leaks, as far as the night flow says. */
export interface Calm {
  now: boolean
  /** Days that belong to a leak. */
  leaking: ReadonlySet<number>
}

/** Takes a day in, and learns the zone when it is time to. */
export function withDay(before: FollowedZone, day: ZoneDay, calm: Calm): FollowedZone {
  const days = [...before.days.filter((one) => one.day !== day.day), day].slice(-KEPT_DAYS)
  const next = { ...before, days }
  const isQuiet = calm.now && before.leaks.length === 0 && before.tracker.pending === null
  const isDue = before.learntOn === null || day.day - before.learntOn >= RENEWED_AFTER
  if (!isQuiet || !isDue) return next
  const learnt = learnZone(days.filter((one) => !calm.leaking.has(one.day)))
  return learnt ? { ...next, learnt, learntOn: day.day, tracker: plain(noLeaks()), doubted: [] } : next
}

/** Looks at the newest day: known leaks are followed, what they leave is weighed against one more. */
export function look(
  before: FollowedZone,
  learnt: LearntZone,
  signatures: Signatures,
  settings = zoneSettings,
): FollowedZone {
  const day = before.days.at(-1)!
  const seen = deviationOf(learnt, day)
  // One that shows again what is expected is believed again.
  const still = before.doubted.filter(
    ({ sensor }) =>
      !seen.known[sensor] ||
      Math.abs(seen.values[sensor]!) > FORGIVEN * Math.sqrt(learnt.noise[sensor]![sensor]!),
  )
  let doubted = still.map(({ sensor }) => sensor)
  let tracker = trackerOf(before.tracker)
  let noise = noiseFor(learnt, seen, doubted)
  let values = believed(seen, doubted)
  for (;;) {
    const one = doubtedSensor(signatures, noise, tracker, values, settings.near)
    if (one === null || doubted.includes(one)) break
    doubted = [...doubted, one]
    noise = noiseFor(learnt, seen, doubted)
    values = believed(seen, doubted)
  }
  const looked = lookForLeaks(signatures, noise, tracker, values, true, settings)
  const wasPending = tracker.pending?.kind === 'new'
  tracker = looked.state
  const firstSeen = day.day - (wasPending ? settings.agreeing - 1 : 0)
  const known = seen.known.map((one, i) => one && !doubted.includes(i))
  // Of a sensor that is silent today, the usual noise says what its other days were worth.
  const dayOf = { day: day.day, values, known, noise: learnt.noise.map((row) => Float64Array.from(row)) }
  const taken = new Set(before.leaks.map(({ ordinal }) => ordinal))
  const leaks = tracker.leaks.map((leak, l): LeakLog => {
    const place = leak.told[0]!
    const own =
      before.leaks.find((log) => log.place === place) ??
      newLeakLog({ place, firstSeen, ordinal: leastFree(taken) }, values.length)
    taken.add(own.ordinal)
    const at = l * (values.length + 1)
    const spread = Math.sqrt(Math.max(0, tracker.covariance[at]![at]!))
    return withLeakDay(own, tracker.leaks, l, spread, dayOf, signatures, settings.near)
  })
  const since = (sensor: number) => still.find((one) => one.sensor === sensor)?.since ?? day.day
  return {
    ...before,
    tracker: plain(tracker),
    leaks,
    doubted: doubted.map((sensor) => ({ sensor, since: since(sensor) })),
  }
}

function leastFree(taken: ReadonlySet<number>): number {
  let ordinal = 1
  while (taken.has(ordinal)) ordinal++
  return ordinal
}

const believed = ({ values, known }: DayDeviation, doubted: readonly number[]): Float64Array =>
  values.map((v, i) => (known[i] && !doubted.includes(i) ? v : 0))

function noiseFor(learnt: LearntZone, { known }: DayDeviation, doubted: readonly number[]): Matrix {
  const isKnown = (i: number) => known[i]! && !doubted.includes(i)
  return learnt.noise.map((row, i) =>
    Float64Array.from(row, (v, j) => (isKnown(i) && isKnown(j) ? v : i === j ? UNKNOWN : 0)),
  )
}

const plain = ({ leaks, covariance, pending }: TrackerState): PlainTracker => ({
  leaks: leaks.map((leak) => ({ ...leak, direction: [...leak.direction] })),
  covariance: covariance.map((row) => [...row]),
  pending,
})

const trackerOf = ({ leaks, covariance, pending }: PlainTracker): TrackerState => ({
  leaks: leaks.map((leak) => ({ ...leak, direction: Float64Array.from(leak.direction) })),
  covariance: copyOf(covariance.map((row) => Float64Array.from(row))),
  pending,
})
