import { findEvents, hoursOf, type InconsistentEvent } from '../consistency/inconsistent-events.ts'
import { type PlantSeries, signalOf } from '../consistency/plant-series.ts'
import { learnPlant, VIOLATED, watchPlant, worstOf } from '../consistency/watch-plant.ts'
import { type Bench, readOptions } from './bench.ts'
import { cTown } from './c-town.ts'
import { BadData, numberOf, readCsv } from './csv-file.ts'

const LEARNT = 'BATADAL_dataset03.csv'
const known = {
  test: { default: 'aeed_fully_labelled/dataset04.csv', help: 'the file in DIR to answer for' },
}
const SIGNALS = [
  ...new Set(
    [
      ...cTown.relations.flatMap((r) => [r.of, ...r.from, ...r.states]),
      ...cTown.switchings.flatMap((s) => [s.state, s.level]),
    ].map(signalOf),
  ),
]

/** Manipulated signals and pumps in C-Town's hourly record, by what a clean year says hangs together. */
export const batadal: Bench = {
  about: 'hours in which what a water system reports can’t be true, and which signal lies (BATADAL)',
  files: [
    { name: LEARNT, what: `a clean year: DATETIME,${SIGNALS.slice(0, 3).join(',')} …`, needed: true },
    { name: known.test.default, what: 'the same columns, to be answered; another by --test', needed: false },
  ],
  options: known,
  run: async ({ data, options, progress }) => {
    const { test } = readOptions(known, options)
    const clean = readRecord(data, LEARNT)
    const asked = readRecord(data, test)
    progress?.(0.1, 'learning')
    const learnt = learnPlant(clean, cTown)
    progress?.(0.8, 'answering')
    const views = watchPlant(asked, learnt)
    const worst = worstOf(views)
    const events = findEvents(asked, views, worst, VIOLATED)
    const said = new Set(events.flatMap(hoursOf))
    const rows = asked.times.map((time, i) => [time, said.has(i) ? 1 : 0, worst[i]!.toFixed(3)])
    return {
      answers: { header: ['DATETIME', 'ATT_FLAG', 'score'], rows },
      table: [EVENT_HEAD, ...events.map((event) => shown(event, asked.times))],
      figures: { bench: 'batadal', events: events.length, ...score(readTruth(data, test), said) },
    }
  },
}

interface PlantRecord extends PlantSeries {
  times: readonly string[]
}

/** Levels, flows and pressures to the hundredths that such systems report; the learnt year has more digits. */
function readRecord(data: string, name: string): PlantRecord {
  const rows = readCsv(data, name, { columns: ['DATETIME', ...SIGNALS] })
  const cell = (text: string, line: number, signal: string): number => {
    const value = numberOf(text, `${name} line ${line}, ${signal}`)
    return value === null ? Number.NaN : Math.round(value * 100) / 100
  }
  return {
    times: rows.map((row) => row.DATETIME!),
    hourOfWeek: rows.map((row, i) => hourOfWeek(row.DATETIME!, `${name} line ${i + 2}`)),
    signals: Object.fromEntries(
      SIGNALS.map((signal) => [
        signal,
        Float64Array.from(rows, (row, i) => cell(row[signal]!, i + 2, signal)),
      ]),
    ),
  }
}

function hourOfWeek(time: string, where: string): number {
  const match = /^(\d\d)\/(\d\d)\/(\d\d) (\d\d)$/.exec(time)
  if (!match) throw new BadData(`${where}: ${time} is no time like 31/12/16 23`)
  const [day, month, year, hour] = match.slice(1).map(Number) as [number, number, number, number]
  const weekday = new Date(Date.UTC(2000 + year, month - 1, day)).getUTCDay()
  return ((weekday + 6) % 7) * 24 + hour
}

const EVENT_HEAD = ['from', 'to', 'hours', 'worst', 'suspects']

function shown({ from, to, worst, suspects }: InconsistentEvent, times: readonly string[]): string[] {
  const named = suspects.map((s) => `${s.signal} ${s.kind} (${(100 * s.share).toFixed(0)} %)`)
  return [times[from]!, times[to]!, `${to - from + 1}`, worst.toFixed(1), named.join(', ') || 'none alone']
}

/** One flag an hour; null where the file has none, or keeps them to itself. */
function readTruth(data: string, name: string): boolean[] | null {
  const flags = readCsv(data, name).map((row) => row.ATT_FLAG)
  return flags.every((f) => f === '0' || f === '1') ? flags.map((f) => f === '1') : null
}

/** S of the competition: half how soon, half how rightly each hour; times to detection as shares of the attack. */
function score(truth: readonly boolean[] | null, said: ReadonlySet<number>): Record<string, number> {
  const attacks: { from: number; to: number }[] = []
  for (const [i, attacked] of truth?.entries() ?? []) {
    if (!attacked) continue
    const last = attacks.at(-1)
    if (last?.to === i - 1) last.to = i
    else attacks.push({ from: i, to: i })
  }
  if (!truth || attacks.length === 0) return {}
  const delays = attacks.map(({ from, to }) => {
    const length = to - from + 1
    for (let i = from; i <= to; i++) if (said.has(i)) return (i - from) / length
    return 1
  })
  const soon = 1 - delays.reduce((sum, d) => sum + d, 0) / delays.length
  const hits = truth.filter((attacked, i) => attacked && said.has(i)).length
  const quiet = truth.filter((attacked, i) => !attacked && !said.has(i)).length
  const attackedHours = truth.filter(Boolean).length
  const tpr = hits / attackedHours
  const tnr = quiet / (truth.length - attackedHours)
  const figures = { s: soon / 2 + (tpr + tnr) / 4, s_ttd: soon, s_cm: (tpr + tnr) / 2, tpr, tnr }
  return Object.fromEntries(Object.entries(figures).map(([k, v]) => [k, Number(v.toFixed(4))]))
}
