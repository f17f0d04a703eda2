import { DAY, HOUR, type Micros } from '@driftbild/core'

/** A signal's buckets [from, to). */
export interface SignalRange {
  signal: number
  from: Micros
  to: Micros
}

/** Rows of the queue as one list: of each signal ranges that neither touch nor overlap, oldest first. */
export function mergeRanges(
  rows: Iterable<{ signals: readonly number[]; from: Micros; to: Micros }>,
): SignalRange[] {
  const bySignal = new Map<number, SignalRange[]>()
  for (const { signals, from, to } of rows) {
    for (const signal of signals) {
      const ranges = bySignal.get(signal)
      if (ranges) ranges.push({ signal, from, to })
      else bySignal.set(signal, [{ signal, from, to }])
    }
  }
  const merged: SignalRange[] = []
  for (const ranges of bySignal.values()) {
    let last: SignalRange | null = null
    for (const range of ranges.sort((a, b) => a.from - b.from)) {
      if (last && range.from <= last.to) last.to = Math.max(last.to, range.to)
      else {
        last = range
        merged.push(range)
      }
    }
  }
  return merged
}

/** Hours of one signal in one UTC day: bit h of `hours` stands for the one that begins h hours into the day. */
export interface DayHours {
  signal: number
  day: Micros
  hours: number
}

/** The hours that these buckets lie in, and the hour after each, into which the last value is carried. */
export function dayHoursOf(ranges: Iterable<SignalRange>): DayHours[] {
  const bySignal = new Map<number, Map<Micros, number>>()
  for (const { signal, from, to } of ranges) {
    const days = bySignal.get(signal) ?? new Map<Micros, number>()
    bySignal.set(signal, days)
    const last = Math.ceil(to / HOUR) * HOUR
    for (let hour = Math.floor(from / HOUR) * HOUR; hour <= last; hour += HOUR) {
      const day = Math.floor(hour / DAY) * DAY
      days.set(day, (days.get(day) ?? 0) | (1 << ((hour - day) / HOUR)))
    }
  }
  return [...bySignal].flatMap(([signal, days]) =>
    [...days].map(([day, hours]): DayHours => ({ signal, day, hours })),
  )
}

/** Back to ranges, that neither touch nor overlap. */
export const rangesOfHours = (rows: Iterable<DayHours>): SignalRange[] =>
  mergeRanges(
    [...rows].flatMap(({ signal, day, hours }) =>
      HOURS_OF_DAY.filter((hour) => hours & (1 << hour)).map((hour) => ({
        signals: [signal],
        from: day + hour * HOUR,
        to: day + (hour + 1) * HOUR,
      })),
    ),
  )

const HOURS_OF_DAY = Array.from({ length: 24 }, (_, hour) => hour)
