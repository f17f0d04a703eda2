import type { OccasionKind } from '@driftbild/core'
import { dayOf } from '../common/dates.ts'
import { weekdayOfDay } from '../common/local-index.ts'
import { clamp, mean } from '../common/statistics.ts'
import type { ToldOccasion } from '../model.ts'
import { PLACES } from './carried-fill.ts'
import type { DayFactor } from './day-factor.ts'
import { type DayLevel, moveAt } from './day-levels.ts'
import { AHEAD_DAYS } from './fill-paths.ts'

/** What an occasion is taken to bring to a container: the log of how many times a usual day's amount. */
export interface Effect {
  log: number
  /** Standard deviation of the next one like it. */
  spread: number
  /** Days of earlier ones of its kind at this container that it was learnt from. */
  seen: number
}

export interface OccasionDay {
  occasion: ToldOccasion
  effect: Effect
}

/** Times a usual day's amount, until a container has shown it. Round figures of ours. */
const GENERAL: Record<OccasionKind, number> = { market: 2, match: 2, concert: 2.5, festivity: 2, other: 1.5 }
/** How far (log) that, or what a person expects, may lie off at one container; and one occasion off the next of its kind. */
const DOUBT = { stated: 0.4, unstated: 0.6 }
const BETWEEN = 0.25
/** Of a day's amount (log), until the container has shown its own; and more where it was emptied meanwhile. */
const USUAL_NOISE = 0.35
const LEAST_NOISE = 0.15
const EMPTIED_NOISE = 0.4
/** Near the brim nothing more shows. */
const BRIM = 0.88
/** A gain of so much of the container is the sensor's own. */
const GRAIN = 0.02
/** Days of all that a weekday counts beside. */
const WEEKDAY_DOUBT = 4
const LOOKED_BACK = 200

/** By date, what was told to be on, and what it is taken to bring. Several on one day multiply. */
export function occasionDays(
  told: readonly ToldOccasion[],
  days: readonly DayLevel[],
): ReadonlyMap<number, readonly OccasionDay[]> {
  if (told.length === 0) return new Map()
  const dates = new Map<number, ToldOccasion[]>()
  for (const occasion of told)
    for (let date = dayOf(occasion.from); date <= dayOf(occasion.to); date++)
      dates.set(date, [...(dates.get(date) ?? []), occasion])
  const usual = usualDays(days, (date) => dates.has(date))
  const effects = effectsOf(days, dates, usual)
  return new Map(
    [...dates].map(([date, of]) => [
      date,
      of.map((occasion) => ({ occasion, effect: effects(occasion, date) })),
    ]),
  )
}

export interface Way {
  factor: DayFactor
  weight: number
}

/** How the next days may differ from usual ones: in one way, unless something is on whose effect isn't known. */
export function waysOf(
  usual: DayFactor,
  on: ReadonlyMap<number, readonly OccasionDay[]>,
  today: number,
): Way[] {
  if (on.size === 0) return [{ factor: usual, weight: 1 }]
  const isAhead = Array.from({ length: AHEAD_DAYS }, (_, ahead) => today + ahead).some((date) => on.has(date))
  return (isAhead ? PLACES : [{ off: 0, weight: 1 }]).map(({ off, weight }) => ({
    ...{ factor: withOccasions(usual, on, today, off), weight },
  }))
}

/** What may come on yesterday or today without a sensor being in doubt. */
export function mostExpected(
  gain: number,
  on: ReadonlyMap<number, readonly OccasionDay[]>,
  today: number,
): number {
  const effects = [today - 1, today].flatMap((date) => on.get(date) ?? []).map(({ effect }) => effect)
  return gain * Math.max(1, ...effects.map(({ log, spread }) => Math.exp(log + spread)))
}

/** How dates differ, with what occasions bring on them: those to come at `place` standard deviations from what is likeliest. */
function withOccasions(
  usual: DayFactor,
  on: ReadonlyMap<number, readonly OccasionDay[]>,
  today: number,
  place: number,
): DayFactor {
  const times = (date: number) =>
    Math.exp(
      (on.get(date) ?? []).reduce(
        (sum, { effect: { log, spread } }) => sum + log + (date >= today ? place * spread : 0),
        0,
      ),
    )
  return {
    of: (date) => usual.of(date) * times(date),
    between: (from, to) => (usual.between(from, to) * times(to)) / times(from),
  }
}

interface Gain {
  /** The date on which it came. */
  date: number
  gain: number
  emptied: boolean
  /** It may have been more. */
  isBrimful: boolean
}

/** What lies between two days' levels came on the date of the first; after an emptying what is in it is taken for it. */
function gainsOf(days: readonly DayLevel[]): Gain[] {
  return days.flatMap(({ fill }, i) => {
    const move = moveAt(days, i)
    if (fill === null || move === 'unknown') return []
    const { day: date, fill: before } = days[i - 1]!
    const emptied = move === 'emptied'
    return [{ date, gain: Math.max(0, emptied ? fill : fill - before!), emptied, isBrimful: fill > BRIM }]
  })
}

/** What a date without an occasion brings, by its weekday, and how much that varies (log). */
function usualDays(days: readonly DayLevel[], isOccasion: (date: number) => boolean) {
  const plain = gainsOf(days.slice(-LOOKED_BACK)).filter(
    ({ date, emptied, isBrimful }) => !isOccasion(date) && !emptied && !isBrimful,
  )
  const all = mean(plain.map(({ gain }) => gain))
  const byWeekday = Map.groupBy(plain, ({ date }) => weekdayOfDay(date))
  const of = (date: number): number | null => {
    if (all === null || plain.length < 5) return null
    const own = byWeekday.get(weekdayOfDay(date)) ?? []
    const sum = own.reduce((total, { gain }) => total + gain, 0)
    return (sum + WEEKDAY_DOUBT * all) / (own.length + WEEKDAY_DOUBT)
  }
  const squares = plain.map(({ date, gain }) => logRatio(gain, of(date)!) ** 2)
  const noise = plain.length < 10 ? USUAL_NOISE : Math.max(LEAST_NOISE, Math.sqrt(mean(squares)!))
  return { of, noise: Math.min(1, noise) }
}

const logRatio = (gain: number, usual: number): number => Math.log((gain + GRAIN) / (usual + GRAIN))

/**
 * What an occasion brings: what is expected of it, moved by how far earlier ones of its kind at this container lay off what
 * was expected of them (normal in the log, known spreads). Only days before the date teach.
 */
function effectsOf(
  days: readonly DayLevel[],
  dates: ReadonlyMap<number, readonly ToldOccasion[]>,
  usual: ReturnType<typeof usualDays>,
): (occasion: ToldOccasion, date: number) => Effect {
  const expected = ({ expected, kind }: ToldOccasion) => Math.log(expected ?? GENERAL[kind])
  const seen = gainsOf(days).flatMap(({ date, gain, emptied, isBrimful }) => {
    const of = dates.get(date) ?? []
    const [only] = of
    const plain = usual.of(date)
    // Of two at once nobody knows which it was.
    if (!only || of.length > 1 || plain === null) return []
    const off = logRatio(gain, plain) - expected(only)
    // At the brim, or emptied in the middle of it, it was at least so much.
    if ((isBrimful || emptied) && off < 0) return []
    return [{ date, kind: only.kind, off, noise: usual.noise + (emptied ? EMPTIED_NOISE : 0) }]
  })
  return (occasion, date) => {
    const doubt = occasion.expected === null ? DOUBT.unstated : DOUBT.stated
    const alike = seen.filter((one) => one.kind === occasion.kind && one.date < date)
    let precision = 1 / doubt ** 2
    let sum = 0
    for (const { off, noise } of alike) {
      const weight = 1 / (noise ** 2 + BETWEEN ** 2)
      precision += weight
      sum += weight * off
    }
    return {
      log: clamp(expected(occasion) + sum / precision, Math.log(0.2), Math.log(20)),
      spread: Math.sqrt(1 / precision + BETWEEN ** 2),
      seen: alike.length,
    }
  }
}
