import { HOUR, instantsOf, type Micros } from '@driftbild/core'
import { meanOf } from '../backtest/scores.ts'
import { dayOf } from '../common/dates.ts'
import type { HourSeries } from '../common/hour-series.ts'
import { hourlyDemand } from '../inflow-forecast/hourly-demand.ts'
import { type LocalDays, localDays } from '../inflow-forecast/local-days.ts'
import { type Bench, readOptions } from './bench.ts'
import { BadData, findFile, numberOf, readCsv } from './csv-file.ts'

const ZONE = 'Europe/Rome'
const WEEK = 168
/** Mondays of the evaluation weeks, from the competition's protocol. */
const WEEKS: Record<string, string> = {
  W1: '2022-07-25',
  W2: '2022-10-31',
  W3: '2023-01-16',
  W4: '2023-03-06',
}
const known = { weeks: { default: 'W1,W2', help: `evaluation weeks, of ${Object.keys(WEEKS).join(', ')}` } }

interface Cell {
  week: string
  dma: string
  forecast: number[]
  /** Mean of the same hour of the last four weeks. */
  naive: number[]
}

/** Inflow of ten Italian DMAs a week ahead, by the product's own hourly demand; only inflow before the week is used. */
export const bwdf: Bench = {
  about:
    'hourly inflow of ten Italian district metered areas, a week ahead (Battle of Water Demand Forecasting)',
  files: [
    { name: 'inflow_Ls.csv', what: 'local time, then L/s of each area by the hour', needed: true },
    { name: 'Holidays.txt', what: 'a column holiday, DD/MM/YYYY', needed: false },
    { name: 'competitor_scores_by_cell.csv', what: 'week,dma,PI1,PI2,PI3 of other teams', needed: false },
  ],
  options: known,
  run: async ({ data, options }) => {
    const weeks = readOptions(known, options).weeks.split(',')
    for (const week of weeks) {
      if (!WEEKS[week]) throw new BadData(`no week ${week}; there are ${Object.keys(WEEKS).join(', ')}`)
    }
    const { names, days } = readInflow(readCsv(data, 'inflow_Ls.csv'))
    const holidays = readHolidays(data)
    const cells = weeks.flatMap((week) => {
      const origin = dayOf(WEEKS[week]!)
      return names.map((dma, d): Cell => {
        const before = until(days[d]!, origin)
        const forecast = hourlyDemand(before, origin, 7, (day) => holidays.has(day)).map((v) => v ?? 0)
        return { week, dma, forecast, naive: fourWeekMean(before, origin) }
      })
    })
    const rows = cells.flatMap((c) => c.forecast.map((v, hour) => [c.week, c.dma, hour, v.toFixed(4)]))
    return {
      answers: { header: ['week', 'dma', 'hour', 'forecast'], rows },
      ...score(cells, names, days, readCompetitors(data)),
    }
  },
}

function score(cells: readonly Cell[], names: readonly string[], days: readonly LocalDays[], teams: Team[]) {
  const table: string[][] = [['week', 'DMA', 'PI1', 'PI2', 'PI3', 'naive PI1', 'PI2', 'PI3', 'rank of teams']]
  const scored = cells.flatMap((cell) => {
    const truth = weekOf(days[names.indexOf(cell.dma)]!, dayOf(WEEKS[cell.week]!))
    if (truth.every((v) => v === null)) return []
    const own = indicators(cell.forecast, truth)
    const naive = indicators(cell.naive, truth)
    const others = teams.filter((t) => t.week === cell.week && t.dma === cell.dma)
    const ranks = own.map((value, i) => 1 + others.filter((t) => t.indicators[i]! < value).length)
    table.push([
      cell.week,
      cell.dma,
      ...[...own, ...naive].map((v) => v.toFixed(3)),
      others.length > 0 ? ranks.join(' ') : '–',
    ])
    return [{ own, naive, ranks, ranked: others.length > 0 }]
  })
  const figures: Record<string, string | number> = { bench: 'bwdf' }
  if (scored.length === 0) return { table, figures }
  for (const [i, name] of ['pi1', 'pi2', 'pi3'].entries()) {
    figures[name] = rounded(meanOf(scored.map((s) => s.own[i]!)))
    figures[`${name}_naive`] = rounded(meanOf(scored.map((s) => s.naive[i]!)))
  }
  const ranked = scored.filter((s) => s.ranked)
  if (ranked.length > 0) figures.mean_rank = rounded(meanOf(ranked.flatMap((s) => s.ranks)))
  figures.cells_worse_than_naive = scored.filter((s) => meanOf(s.own) > meanOf(s.naive)).length
  return { table, figures }
}

/** MAE of hours 0–23, largest error of hours 0–23, MAE of hours 24–167; hours without truth are skipped. */
function indicators(forecast: readonly number[], truth: readonly (number | null)[]): number[] {
  const errors = truth.map((v, i) => (v === null ? null : Math.abs(v - forecast[i]!)))
  const day = errors.slice(0, 24).filter((e) => e !== null)
  return [meanOf(day), Math.max(...day), meanOf(errors.slice(24).filter((e) => e !== null))]
}

/**
 * One hourly series per DMA from local times: of a repeated autumn hour the first row is the earlier instant.
 */
function readInflow(rows: readonly Record<string, string>[]): { names: string[]; days: LocalDays[] } {
  const columns = Object.keys(rows[0] ?? {})
  const [timeColumn, ...values] = columns
  if (values.length === 0) throw new BadData('inflow_Ls.csv has no rows, or no column beside the time')
  const seen = new Set<Micros>()
  const times = rows.map((row) => {
    const text = row[timeColumn!]!
    const match = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)/.exec(text)
    if (!match)
      throw new BadData(`inflow_Ls.csv: ${text || 'an empty cell'} is no time like 2022-07-25 00:00`)
    const [year, month, day, hour, minute] = match.slice(1).map(Number)
    const local = { year: year!, month: month!, day: day!, hour: hour!, minute: minute!, second: 0 }
    const at = instantsOf(local, ZONE).find((i) => !seen.has(i))
    if (at === undefined)
      throw new BadData(`inflow_Ls.csv: ${ZONE} has no ${text}, or has it fewer times than the file`)
    seen.add(at)
    return at
  })
  const start = times[0]! / HOUR
  const days = values.map((column) => {
    const series: HourSeries = { start, values: [] }
    for (const [i, row] of rows.entries()) {
      const place = times[i]! / HOUR - start
      while (series.values.length < place) series.values.push(null)
      series.values.push(numberOf(row[column]!, `inflow_Ls.csv line ${i + 2}, ${column}`))
    }
    return localDays(series, ZONE)
  })
  return { names: values.map((c) => c.replace(' (L/s)', '')), days }
}

function until(days: LocalDays, origin: number): LocalDays {
  return { first: days.first, values: days.values.slice(0, Math.max(0, origin - days.first)) }
}

const weekOf = (days: LocalDays, origin: number): (number | null)[] =>
  Array.from(
    { length: WEEK },
    (_, i) => days.values[origin - days.first + Math.floor(i / 24)]?.[i % 24] ?? null,
  )

function fourWeekMean(days: LocalDays, origin: number): number[] {
  return Array.from({ length: WEEK }, (_, i) => {
    const same = [1, 2, 3, 4].flatMap(
      (w) => days.values[origin - 7 * w - days.first + Math.floor(i / 24)]?.[i % 24] ?? [],
    )
    return same.length > 0 ? meanOf(same) : 0
  })
}

function readHolidays(data: string): ReadonlySet<number> {
  if (!findFile(data, 'Holidays.txt')) return new Set()
  return new Set(
    readCsv(data, 'Holidays.txt', { columns: ['holiday'] }).map((row) => {
      const [day, month, year] = row.holiday!.split('/')
      return dayOf(`${year}-${month}-${day}`)
    }),
  )
}

interface Team {
  week: string
  dma: string
  indicators: number[]
}

function readCompetitors(data: string): Team[] {
  if (!findFile(data, 'competitor_scores_by_cell.csv')) return []
  return readCsv(data, 'competitor_scores_by_cell.csv', {
    columns: ['week', 'dma', 'PI1', 'PI2', 'PI3'],
  }).map((row) => ({
    week: row.week!,
    dma: row.dma!,
    indicators: [Number(row.PI1), Number(row.PI2), Number(row.PI3)],
  }))
}

const rounded = (value: number): number => Number(value.toFixed(5))
