import { type Micros, type Rollup, type RollupStep, rollupSteps } from '@driftbild/core'
import type { SeriesSource } from './drive.ts'

/** Columns of one signal's buckets in time order; NaN is no good reading. */
interface Columns {
  bucket: number[]
  average: number[]
  minimum: number[]
  maximum: number[]
  last: number[]
  good: number[]
  bad: number[]
}

/** A history in memory, rolled up as readings come; what a backtest reads. */
export interface RollupStore extends SeriesSource {
  add(key: string, time: Micros, value: number | null): void
}

/** Keeps only the signals asked for, each at its step. Readings of a signal must come in time order. */
export function createRollupStore(wanted: ReadonlyMap<string, ReadonlySet<RollupStep>>): RollupStore {
  const columns = new Map<string, Columns>()
  const of = (key: string, step: RollupStep): Columns => {
    const name = `${step} ${key}`
    const known = columns.get(name)
    if (known) return known
    const fresh = { bucket: [], average: [], minimum: [], maximum: [], last: [], good: [], bad: [] }
    columns.set(name, fresh)
    return fresh
  }
  return {
    add(key, time, value) {
      for (const step of wanted.get(key) ?? [])
        put(of(key, step), Math.floor(time / rollupSteps[step]) * rollupSteps[step], value)
    },
    rollups(key, step, from, to) {
      const c = of(key, step)
      const out: Rollup[] = []
      for (
        let i = firstAt(c.bucket, from);
        i < c.bucket.length && c.bucket[i]! + rollupSteps[step] <= to;
        i++
      )
        out.push(rollupAt(c, i))
      return out
    },
  }
}

function put(c: Columns, bucket: Micros, value: number | null): void {
  const i = c.bucket.length - 1
  if (c.bucket[i] !== bucket) {
    c.bucket.push(bucket)
    for (const column of [c.average, c.minimum, c.maximum, c.last]) column.push(value ?? Number.NaN)
    c.good.push(value === null ? 0 : 1)
    c.bad.push(value === null ? 1 : 0)
    return
  }
  if (value === null) {
    c.bad[i]!++
    return
  }
  const n = c.good[i]!
  c.average[i] = n === 0 ? value : c.average[i]! + (value - c.average[i]!) / (n + 1)
  c.minimum[i] = n === 0 ? value : Math.min(c.minimum[i]!, value)
  c.maximum[i] = n === 0 ? value : Math.max(c.maximum[i]!, value)
  c.last[i] = value
  c.good[i] = n + 1
}

function rollupAt(c: Columns, i: number): Rollup {
  const some = (v: number) => (Number.isNaN(v) ? null : v)
  return {
    bucket: c.bucket[i]!,
    average: some(c.average[i]!),
    minimum: some(c.minimum[i]!),
    maximum: some(c.maximum[i]!),
    last: some(c.last[i]!),
    timeWeighted: some(c.average[i]!),
    good: c.good[i]!,
    uncertain: 0,
    bad: c.bad[i]!,
  }
}

function firstAt(buckets: readonly number[], from: Micros): number {
  let low = 0
  let high = buckets.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (buckets[middle]! < from) low = middle + 1
    else high = middle
  }
  return low
}
