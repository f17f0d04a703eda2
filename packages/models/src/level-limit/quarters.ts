import { MINUTE, type Micros, type Rollup } from '@driftbild/core'
import { median } from '../common/statistics.ts'

export const QUARTER = 15 * MINUTE
export const A_DAY = 96

/** Levels by the quarter of an hour without holes in time; a missing one is null. `start` counts quarters since 1970. */
export interface Quarters {
  start: number
  values: (number | null)[]
}

export const noQuarters = (): Quarters => ({ start: 0, values: [] })

/** The quarter that begins where these end. */
export const endOf = ({ start, values }: Quarters): number => start + values.length

export const levelAt = ({ start, values }: Quarters, quarter: number): number | null =>
  values[quarter - start] ?? null

/** The series with a step's quarters appended and no more than `keep` of them kept; each is the middle of its buckets. */
export function appendQuarters(
  series: Quarters,
  rollups: readonly Rollup[],
  from: Micros,
  to: Micros,
  keep: number,
): Quarters {
  const byQuarter = Map.groupBy(rollups, ({ bucket }) => Math.floor(bucket / QUARTER))
  const isNew = series.values.length === 0
  const start = isNew ? Math.ceil(from / QUARTER) : series.start
  const values = [...series.values]
  for (let quarter = start + values.length; quarter < Math.floor(to / QUARTER); quarter++) {
    const told = (byQuarter.get(quarter) ?? []).flatMap(({ average, good, bad }) =>
      average !== null && good > 0 && good >= bad ? [average] : [],
    )
    const middle = median(told)
    values.push(middle === null ? null : Math.round(middle * 1e4) / 1e4)
  }
  const cut = Math.max(0, values.length - keep)
  return { start: start + cut, values: cut > 0 ? values.slice(cut) : values }
}
