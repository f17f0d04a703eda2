import { HOUR, instantsOf, type Micros } from '@driftbild/core'
import type { HourSeries } from '../common/hour-series.ts'
import { BadData, numberOf, readCsv } from './csv-file.ts'

/**
 * Hourly series by column name from a file of local times (its first column): of a repeated autumn hour the
 * first row is the earlier instant; an hour without a row is missing.
 */
export function readLocalHours(folder: string, name: string, zone: string): Map<string, HourSeries> {
  const rows = readCsv(folder, name)
  const [timeColumn, ...columns] = Object.keys(rows[0] ?? {})
  if (columns.length === 0) throw new BadData(`${name} has no rows, or no column beside the time`)
  const seen = new Set<Micros>()
  const times = rows.map((row) => {
    const text = row[timeColumn!]!
    const match = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)/.exec(text)
    if (!match) throw new BadData(`${name}: ${text || 'an empty cell'} is no time like 2022-07-25 00:00`)
    const [year, month, day, hour, minute] = match.slice(1).map(Number)
    const local = { year: year!, month: month!, day: day!, hour: hour!, minute: minute!, second: 0 }
    const at = instantsOf(local, zone).find((i) => !seen.has(i))
    if (at === undefined)
      throw new BadData(`${name}: ${zone} has no ${text}, or has it fewer times than the file`)
    seen.add(at)
    return at
  })
  const start = times[0]! / HOUR
  const series = columns.map((column): [string, HourSeries] => {
    const values: (number | null)[] = []
    for (const [i, row] of rows.entries()) {
      const place = times[i]! / HOUR - start
      while (values.length < place) values.push(null)
      values.push(numberOf(row[column]!, `${name} line ${i + 2}, ${column}`))
    }
    return [column, { start, values }]
  })
  return new Map(series)
}
