import { type Micros, type Rollup, type RollupStep, rollupSteps } from '@driftbild/core'

/** A small seeded generator (mulberry32), so that a test's noise is the same on every machine. */
export function randomFrom(seed: number): { uniform(): number; normal(): number } {
  let state = seed >>> 0
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  }
}

/** A bucket of readings that spread a little about one value; null is a bucket of bad readings. */
export function bucket(
  at: Micros,
  value: number | null,
  options: { flat?: boolean; readings?: number } = {},
): Rollup {
  const readings = options.readings ?? 12
  if (value === null) {
    return {
      bucket: at,
      average: null,
      minimum: null,
      maximum: null,
      last: null,
      timeWeighted: null,
      good: 0,
      uncertain: 0,
      bad: readings,
    }
  }
  const spread = options.flat ? 0 : 0.01 * Math.abs(value) + 1e-6
  return {
    bucket: at,
    average: value,
    minimum: value - spread,
    maximum: value + spread,
    last: value,
    timeWeighted: value,
    good: readings,
    uncertain: 0,
    bad: 0,
  }
}

/** Roll-ups of a function of time; `undefined` leaves the bucket out. */
export function series(
  from: Micros,
  to: Micros,
  valueAt: (at: Micros) => number | null | undefined,
  options: { step?: RollupStep; flat?: boolean; readings?: number } = {},
): Rollup[] {
  const step = rollupSteps[options.step ?? '1h']
  const out: Rollup[] = []
  for (let at = Math.ceil(from / step) * step; at + step <= to; at += step) {
    const value = valueAt(at)
    if (value !== undefined) out.push(bucket(at, value, options))
  }
  return out
}
