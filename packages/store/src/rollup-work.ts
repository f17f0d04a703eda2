import { HOUR, type Micros } from '@driftbild/core'

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

/** The hours that these buckets lie in, and the hour after each, into which the last value is carried. */
export function hoursOf(ranges: Iterable<SignalRange>): Map<Micros, number[]> {
  const hours = new Map<Micros, Set<number>>()
  for (const { signal, from, to } of ranges) {
    const last = Math.ceil(to / HOUR) * HOUR
    for (let hour = Math.floor(from / HOUR) * HOUR; hour <= last; hour += HOUR) {
      const signals = hours.get(hour)
      if (signals) signals.add(signal)
      else hours.set(hour, new Set([signal]))
    }
  }
  return new Map([...hours].map(([hour, signals]) => [hour, [...signals]]))
}

/**
 * The part of some hours' work that is about `pairs` of a signal and an hour: all hours of few signals, rather
 * than one hour of all, because each signal's hours need the one before them read as well.
 */
export function takeSignals(
  hours: readonly { hour: Micros; signals: readonly number[] }[],
  pairs: number,
): { signals: number[]; pairs: number } {
  const counts = new Map<number, number>()
  for (const { signals } of hours)
    for (const signal of signals) counts.set(signal, (counts.get(signal) ?? 0) + 1)
  const taken: number[] = []
  let sum = 0
  for (const [signal, count] of [...counts].sort(([a], [b]) => a - b)) {
    if (taken.length > 0 && sum + count > pairs) break
    taken.push(signal)
    sum += count
  }
  return { signals: taken, pairs: sum }
}
