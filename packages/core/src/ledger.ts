import { MINUTE, type Micros } from './time.ts'

/** From one instant to another; what is at the ends was heard. */
export interface Interval {
  from: Micros
  to: Micros
}

/** A reading is late when it reaches the centre so long after its source time; an upload takes seconds. */
export const LATE_AFTER = MINUTE

/**
 * What is still missing of an interval of which somebody said that nothing could be read, now that these
 * instants in it were heard after all: what lies between two of them is missing no longer where the signal's
 * reporting rule allows the pause. `heard` is in order; instants outside of the interval don't count.
 */
export function stillMissing({ from, to }: Interval, heard: Iterable<Micros>, allowed: number): Interval[] {
  const missing: Interval[] = []
  let before = from
  let any = false
  for (const at of heard) {
    if (at <= from || at >= to) continue
    any = true
    if (at - before > allowed) missing.push({ from: before, to: at })
    before = at
  }
  if (!any) return [{ from, to }]
  if (to - before > allowed) missing.push({ from: before, to })
  return missing
}

/** Late readings of a batch, or of several that came together. */
export interface LateArrival {
  /** Source times. */
  from: Micros
  to: Micros
  arrivedFrom: Micros
  arrivedTo: Micros
  readings: number
}

/** Late batches in the order they arrived, those joined that came within `pause` of each other. */
export function joinLate(batches: Iterable<LateArrival>, pause: number): LateArrival[] {
  const joined: LateArrival[] = []
  for (const batch of batches) {
    const last = joined.at(-1)
    if (!last || batch.arrivedFrom - last.arrivedTo > pause) {
      joined.push({ ...batch })
      continue
    }
    last.from = Math.min(last.from, batch.from)
    last.to = Math.max(last.to, batch.to)
    last.arrivedTo = batch.arrivedTo
    last.readings += batch.readings
  }
  return joined
}
