import { DAY, HOUR, startOfLocalDay } from '@driftbild/core'
import { meanOf } from '../backtest/scores.ts'
import { dayOf } from '../common/dates.ts'
import type { Weather } from '../inflow-forecast/demand-weather.ts'
import { forecastInflows, QUANTILES } from '../inflow-forecast/inflow-forecast.ts'
import { type LocalDays, localDays } from '../inflow-forecast/local-days.ts'
import { type Bench, readOptions } from './bench.ts'
import { BadData, findFile, readCsv } from './csv-file.ts'
import { readLocalHours } from './local-hours.ts'

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
  /** Where nine of ten hours should lie. */
  /** By quantile, hour by hour. */
  quantiles: readonly number[][]
  /** Mean of the same hour of the last four weeks. */
  naive: number[]
}

/** Inflow of ten Italian DMAs a week ahead, by the product's own forecast; only inflow before the week is used. */
export const bwdf: Bench = {
  about:
    'hourly inflow of ten Italian district metered areas, a week ahead (Battle of Water Demand Forecasting)',
  files: [
    { name: 'inflow_Ls.csv', what: 'local time, then L/s of each area by the hour', needed: true },
    { name: 'weather.csv', what: 'local time, then rain, temperature by the hour', needed: false },
    { name: 'Holidays.txt', what: 'a column holiday, DD/MM/YYYY', needed: false },
    { name: 'competitor_scores_by_cell.csv', what: 'week,dma,PI1,PI2,PI3 of other teams', needed: false },
  ],
  options: known,
  run: async ({ data, options, progress }) => {
    const weeks = readOptions(known, options).weeks.split(',')
    for (const week of weeks) {
      if (!WEEKS[week]) throw new BadData(`no week ${week}; there are ${Object.keys(WEEKS).join(', ')}`)
    }
    const inflow = readLocalHours(data, 'inflow_Ls.csv', ZONE)
    const names = [...inflow.keys()].map((column) => column.replace(' (L/s)', ''))
    const series = [...inflow.values()]
    const days = series.map((s) => localDays(s, ZONE))
    const holidays = readHolidays(data)
    const weather = findFile(data, 'weather.csv') ? readWeather(data) : undefined
    const cells = weeks.flatMap((week, w) => {
      progress?.(w / weeks.length, `learning for ${week}`)
      const origin = dayOf(WEEKS[week]!)
      const asOf = startOfLocalDay(origin * DAY + DAY / 2, ZONE)
      const known = series.map((s) => ({ ...s, values: s.values.slice(0, asOf / HOUR - s.start) }))
      const around = { zone: ZONE, holiday: (day: number) => holidays.has(day), ...(weather && { weather }) }
      const forecasts = forecastInflows(known, asOf, WEEK, around)
      return names.map((dma, d): Cell => {
        const values = forecasts[d]?.values ?? QUANTILES.map(() => new Array<number>(WEEK).fill(0))
        const naive = fourWeekMean(until(days[d]!, origin), origin)
        return { week, dma, forecast: values[QUANTILES.indexOf(0.5)]!, quantiles: values, naive }
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
    const told = truth.flatMap((v, i) => (v === null ? [] : [{ v, at: cell.quantiles.map((of) => of[i]!) }]))
    const inside = told.map(({ v, at }) => (v >= at[0]! && v <= at.at(-1)! ? 1 : 0))
    const below = QUANTILES.map((_, q) => told.map(({ v, at }) => (v <= at[q]! ? 1 : 0)))
    const others = teams.filter((t) => t.week === cell.week && t.dma === cell.dma)
    const ranks = own.map((value, i) => 1 + others.filter((t) => t.indicators[i]! < value).length)
    table.push([
      cell.week,
      cell.dma,
      ...[...own, ...naive].map((v) => v.toFixed(3)),
      others.length > 0 ? ranks.join(' ') : '–',
    ])
    return [{ own, naive, ranks, inside, below, ranked: others.length > 0 }]
  })
  const figures: Record<string, string | number> = { bench: 'bwdf' }
  if (scored.length === 0) return { table, figures }
  for (const [i, name] of ['pi1', 'pi2', 'pi3'].entries()) {
    figures[name] = rounded(meanOf(scored.map((s) => s.own[i]!)))
    figures[`${name}_naive`] = rounded(meanOf(scored.map((s) => s.naive[i]!)))
  }
  const ranked = scored.filter((s) => s.ranked)
  if (ranked.length > 0) figures.mean_rank = rounded(meanOf(ranked.flatMap((s) => s.ranks)))
  figures.band_90 = rounded(meanOf(scored.flatMap((s) => s.inside)))
  figures.cells_worse_than_naive = scored.filter((s) => meanOf(s.own) > meanOf(s.naive)).length
  const reliability = QUANTILES.map((said, q) => {
    const below: number[] = scored.flatMap((s) => s.below[q]!)
    return { said, was: meanOf(below), count: below.length }
  })
  return { table, figures, reliability }
}

/** MAE of hours 0–23, largest error of hours 0–23, MAE of hours 24–167; hours without truth are skipped. */
function indicators(forecast: readonly number[], truth: readonly (number | null)[]): number[] {
  const errors = truth.map((v, i) => (v === null ? null : Math.abs(v - forecast[i]!)))
  const day = errors.slice(0, 24).filter((e) => e !== null)
  return [meanOf(day), Math.max(...day), meanOf(errors.slice(24).filter((e) => e !== null))]
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

function readWeather(data: string): Weather {
  const columns = readLocalHours(data, 'weather.csv', ZONE)
  const column = (start: string) => {
    const series = [...columns].find(([name]) => name.startsWith(start))?.[1]
    if (!series) throw new BadData(`weather.csv has no column ${start}`)
    return series
  }
  return { temperature: column('Air temperature'), rain: column('Rainfall') }
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
