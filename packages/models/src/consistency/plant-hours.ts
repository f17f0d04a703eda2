import { HOUR, type Micros, type Rollup } from '@driftbild/core'
import type { PlantSeries } from './plant-series.ts'

/** Hours of a plant as JSON, carried in a state; `start` counts hours since 1970 UTC, every signal has as many. */
export interface PlantHours {
  start: number
  values: Record<string, (number | null)[]>
}

/** From two steps of a pump's day: what was on for part of an hour is neither on nor off in it. */
export function appendPlantHours(
  { start, values }: PlantHours,
  series: Readonly<Record<string, readonly Rollup[]>>,
  {
    keys,
    states,
    to,
    keep,
  }: { keys: readonly string[]; states: ReadonlySet<string>; to: Micros; keep: number },
): PlantHours {
  const end = Math.floor(to / HOUR)
  const first = keys.flatMap((key) => series[key]?.[0]?.bucket ?? []).reduce((a, b) => Math.min(a, b), to)
  const isNew = Object.keys(values).length === 0
  const from = isNew ? Math.floor(first / HOUR) : start + values[keys[0]!]!.length
  const begin = isNew ? from : start
  const cut = Math.max(0, end - begin - keep)
  return {
    start: begin + cut,
    values: Object.fromEntries(
      keys.map((key) => {
        const means = new Map((series[key] ?? []).map((r) => [Math.floor(r.bucket / HOUR), meanOf(r)]))
        const added = Array.from({ length: Math.max(0, end - from) }, (_, i) => {
          const mean = means.get(from + i) ?? null
          return mean !== null && states.has(key) && mean !== 0 && mean !== 1 ? null : mean
        })
        return [key, [...(values[key] ?? []), ...added].slice(cut)]
      }),
    ),
  }
}

const meanOf = ({ average, good, bad }: Rollup): number | null =>
  average === null || good < bad ? null : Math.round(average * 1e4) / 1e4

/** Hours by signal that are not believed, from and to with, since 1970. */
export type Doubted = Readonly<Record<string, readonly (readonly [from: number, to: number])[]>>

const WEEK = 168
/** Monday 00:00 UTC lies so many hours after 1970 began: a Thursday. */
const MONDAY = 96

/** A stretch of the hours as the relations read it; what is doubted is missing from it. */
export function plantSeries(hours: PlantHours, from: number, to: number, doubted: Doubted = {}): PlantSeries {
  const offset = hours.start
  const signals = Object.fromEntries(
    Object.entries(hours.values).map(([key, values]) => {
      const column = Float64Array.from(
        { length: to - from },
        (_, i) => values[from - offset + i] ?? Number.NaN,
      )
      for (const [first, last] of doubted[key] ?? [])
        for (let hour = Math.max(first, from); hour <= Math.min(last, to - 1); hour++)
          column[hour - from] = Number.NaN
      return [key, column]
    }),
  )
  return {
    hourOfWeek: Array.from({ length: to - from }, (_, i) => (((from + i - MONDAY) % WEEK) + WEEK) % WEEK),
    signals,
  }
}
