import { type HourSeries, hourAt } from '../common/hour-series.ts'
import { localHourIndex } from '../common/local-index.ts'

/**
 * An hourly series folded into local days of 24 places. The hour that spring skips stays empty; of the two
 * that autumn repeats the mean stands.
 */
export interface LocalDays {
  first: number
  /** `values[day − first][hour]` */
  values: (number | null)[][]
}

export function localDays(series: HourSeries, zone: string): LocalDays {
  if (series.values.length === 0) return { first: 0, values: [] }
  const first = Math.floor(localHourIndex(hourAt(series, 0), zone) / 24)
  const values: (number | null)[][] = []
  for (const [i, value] of series.values.entries()) {
    const index = localHourIndex(hourAt(series, i), zone)
    const day = Math.floor(index / 24) - first
    while (values.length <= day) values.push(new Array<number | null>(24).fill(null))
    if (value === null) continue
    const before = values[day]![index % 24]
    values[day]![index % 24] = before == null ? value : (before + value) / 2
  }
  return { first, values }
}
