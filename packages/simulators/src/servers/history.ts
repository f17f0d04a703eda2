import type { Micros } from '@driftbild/core'
import type { Sample } from '../value-source.ts'

/** A sample of a variable that is known already. */
export type Observed = Omit<Sample, 'key'>

/** What a device remembers of one variable. */
export interface History {
  /** Both ends inclusive, in time order or the other way round; `most` 0 means all. */
  between(from: Micros, to: Micros, most: number, newestFirst: boolean): Observed[]
}

export interface Ring extends History {
  add(sample: Observed): void
}

/** Keeps the newest `capacity` samples, as a device's own memory does. */
export function createRing(capacity: number): Ring {
  const times = new Float64Array(capacity)
  const values = new Float64Array(capacity)
  const statuses = new Uint32Array(capacity)
  let added = 0
  const at = (n: number): Observed => {
    const i = n % capacity
    const value = values[i]!
    return { time: times[i]!, value: Number.isNaN(value) ? null : value, status: statuses[i]! }
  }
  return {
    add({ time, value, status }) {
      const i = added++ % capacity
      times[i] = time
      values[i] = value ?? Number.NaN
      statuses[i] = status
    },
    between(from, to, most, newestFirst) {
      const oldest = Math.max(0, added - capacity)
      const found: Observed[] = []
      for (let n = oldest; n < added && !(most > 0 && found.length === most); n++) {
        const sample = at(newestFirst ? added - 1 - (n - oldest) : n)
        if (sample.time >= from && sample.time <= to) found.push(sample)
      }
      return found
    },
  }
}
