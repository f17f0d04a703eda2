import { DAY, type Micros, type Rollup } from '@driftbild/core'
import { type Answered, auc, brier, calibrationError, logLoss, meanOf } from '../backtest/scores.ts'
import { type BinFillConfig, FULL } from '../bin-fill/config.ts'
import type { DayLevel } from '../bin-fill/day-levels.ts'
import { AHEAD_DAYS, fillPaths, fillQuantiles } from '../bin-fill/fill-paths.ts'
import { type FullArtefact, fullLogOdds, fullProbability } from '../bin-fill/full-probability.ts'
import type { Lean } from '../bin-fill/lean.ts'
import { HORIZONS, learnFull } from '../bin-fill/learn-full.ts'
import { type BinPast, type BinWeights, pastOf } from '../bin-fill/learning.ts'
import { binFillArtefact, binFillWith, shippedBinWeights } from '../bin-fill/model.ts'
import { calibrate, UNCALIBRATED } from '../common/calibration.ts'
import { dateText, dayOf } from '../common/dates.ts'
import { RAW_SPEECH } from '../common/speech.ts'
import { type Bench, readOptions } from './bench.ts'
import { BadData, numberOf, readCsv } from './csv-file.ts'

/** The protocol's stretches. */
const TRAINED_UNTIL = dayOf('2019-12-31')
const WARM_DAYS = 45
const COLUMNS = ['timestamp', 'latestFullness', 'serialNumber', 'reason']
const asked = {
  from: { default: '2020-01-01', help: 'first day to answer for' },
  to: { default: '2020-06-30', help: 'last day to answer for' },
}

/** One bin's daily fills 0…1 from `first` on; a day without a usable reading is null. */
interface BinDays {
  serial: string
  first: number
  fills: (number | null)[]
}

/** With what the product's step knew after each day. */
interface KnownBin extends BinDays {
  known: readonly KnownDay[]
}

interface KnownDay {
  day: number
  days: readonly DayLevel[]
  lean: Lean
}

interface Case {
  serial: string
  day: number
  h: number
  fill: number
  /** The fill h days later. */
  after: number
  known: KnownDay
}

/** Smart bins of Wyndham: P(fill ≥ 0.8) 1, 2 and 3 days ahead, by the product's own bin-fill step. */
export const wyndham: Bench = {
  about: 'fill of 31 bins a day, one to three days ahead (Wyndham smart bins)',
  files: [{ name: 'fill.csv', what: COLUMNS.join(','), needed: true }],
  options: asked,
  run: async ({ data, options, progress }) => {
    const { from, to } = readOptions(asked, options)
    const firstDay = askedDay('from', from)
    const lastDay = askedDay('to', to)
    const rows = readCsv(data, 'fill.csv', { columns: COLUMNS })
    const bins = readBins(rows)
    const until = Math.min(TRAINED_UNTIL, firstDay - 1)
    progress?.(0.1, 'learning')
    const asShipped = bins.map((bin) => known(bin, binFillArtefact))
    const artefact = trainFull(asShipped, until)
    progress?.(0.5, 'answering')
    const stepped = bins.map((bin) => known(bin, artefact))
    const ask = (of: readonly KnownBin[], by: BinWeights) =>
      of.flatMap((bin) => casesOf(bin, firstDay, lastDay)).map((c) => answerOf(c, by))
    const answers = ask(stepped, { forest: artefact, table: UNCALIBRATED })
    const shipped = ask(asShipped, shippedBinWeights)
    const baseline = empiricalPerBin(stepped, until)
    const figures: Record<string, string | number> = { bench: 'wyndham' }
    const table: string[][] = [
      ['h', 'n', 'Brier', 'per-bin empirical', 'as shipped', 'AUC', 'ECE', 'log-loss', 'MAE', 'per-bin MAE'],
    ]
    for (const h of HORIZONS) {
      const part = answers.filter((a) => a.h === h)
      if (part.length === 0) continue
      const said = part.map(answered)
      const saidShipped = shipped.filter((a) => a.h === h)
      const naive = part.map((a) => ({
        ...baseline(a.serial, a.fill, h),
        happened: a.after >= FULL,
        after: a.after,
      }))
      const scores = {
        n: part.length,
        brier: brier(said),
        brier_baseline: brier(naive),
        auc: auc(said),
        ece: calibrationError(said),
        log_loss: logLoss(said),
        mae: meanOf(part.map((a) => Math.abs(a.expected - a.after))),
        mae_baseline: meanOf(naive.map((a) => Math.abs(a.expected - a.after))),
        brier_shipped: brier(saidShipped.map(answered)),
        auc_shipped: auc(saidShipped.map(answered)),
        ece_shipped: calibrationError(saidShipped.map(answered)),
        mae_shipped: meanOf(saidShipped.map((a) => Math.abs(a.expected - a.after))),
      }
      for (const [name, value] of Object.entries(scores)) {
        // Where nothing became full there is no order to score.
        if (Number.isFinite(value)) figures[`${name}_${h}d`] = Number(value.toFixed(5))
      }
      const shown = [
        scores.brier,
        scores.brier_baseline,
        scores.brier_shipped,
        scores.auc,
        scores.ece,
        scores.log_loss,
        scores.mae,
        scores.mae_baseline,
      ]
      table.push([String(h), String(scores.n), ...shown.map((v) => v.toFixed(4))])
    }
    return {
      answers: {
        header: ['serial', 'date', 'h', 'probability', 'expected_fill'],
        rows: answers.map((a) => [
          a.serial,
          dateText(a.day),
          a.h,
          a.probability.toFixed(6),
          a.expected.toFixed(4),
        ]),
      },
      table,
      figures,
    }
  },
}

function askedDay(option: string, text: string): number {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw new BadData(`--${option} ${text} is no day like 2020-01-31`)
  return dayOf(text)
}

function dayIn(timestamp: string): number {
  const date = timestamp.slice(0, 10)
  if (!/^\d{4}-\d\d-\d\d$/.test(date)) throw new BadData(`fill.csv: ${timestamp} is no day like 2020-01-31`)
  return dayOf(date)
}

function readBins(rows: readonly Record<string, string>[]): BinDays[] {
  const bySerial = Map.groupBy(rows, (r) => r.serialNumber!)
  return [...bySerial]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([serial, own]) => {
      const days = own.map((r) => dayIn(r.timestamp!))
      const first = Math.min(...days)
      const fills = new Array<number | null>(Math.max(...days) - first + 1).fill(null)
      for (const [i, r] of own.entries()) {
        // An alert with level 0 is the sensor saying that it saw nothing.
        const level = numberOf(r.latestFullness!, `fill.csv, ${serial} on ${r.timestamp}`)
        if (level !== null && !(r.reason === 'ALERT' && level === 0)) fills[days[i]! - first] = level / 10
      }
      return { serial, first, fills }
    })
}

interface Answer extends Case {
  probability: number
  expected: number
}

/** What the product says is how likely it is full at the end of its days ahead: that is bent, the days before are as believed. */
function answerOf(one: Case, { forest, table }: BinWeights): Answer {
  const { fill, h, known } = one
  const believed = fullProbability(fill, fullLogOdds(forest, known.days, fill, h), known.lean)
  return {
    ...one,
    probability: h === AHEAD_DAYS ? calibrate(table, believed) : believed,
    expected: fillQuantiles(fillPaths(known.days, fill, h, forest.general), h, [0.5])[0]!,
  }
}

const answered = ({ probability, after }: Answer): Answered => ({ probability, happened: after >= FULL })

/** What the product would remember of each bin on a day, and learn from. */
export function wyndhamPasts(data: string, day: number): BinPast[] {
  return readBins(readCsv(data, 'fill.csv', { columns: COLUMNS })).flatMap((bin) => {
    const fills = bin.fills.slice(0, Math.max(0, day - bin.first))
    const last = known({ ...bin, fills }, binFillArtefact).known.at(-1)
    return last ? [pastOf(configOf(bin), last.days, undefined)] : []
  })
}

const configOf = ({ serial }: BinDays): BinFillConfig => ({
  ...{ tag: serial, timeZone: 'UTC', key: `${serial}/fill`, unit: '1', holidays: 'none' },
})

/** Eligible (day, h) of one bin: every reading from day to day + h is there and none falls. */
function casesOf(bin: KnownBin, from: number, to: number): Case[] {
  const out: Case[] = []
  for (const known of bin.known) {
    const { day } = known
    if (day < from) continue
    if (day > to) break
    const at = day - bin.first
    for (const h of HORIZONS) {
      const run = bin.fills.slice(at, at + h + 1)
      if (run.length <= h || run.some((v, i) => v === null || (i > 0 && v < run[i - 1]!))) continue
      out.push({ serial: bin.serial, day, h, fill: run[0]!, after: run[h]!, known })
    }
  }
  return out
}

/** The product's step, day by day, and what its state then holds. */
function known(bin: BinDays, artefact: FullArtefact): KnownBin {
  const model = binFillWith(artefact, RAW_SPEECH)
  let state = model.init(configOf(bin))
  const known = bin.fills.map((fill, i) => {
    const day = bin.first + i
    const fills = fill === null ? [] : [dailyBucket(day * DAY, fill)]
    const inputs = { from: day * DAY, to: (day + 1) * DAY, series: { fill: fills } }
    state = model.step(state, inputs, (day + 1) * DAY).state
    return { day, days: state.days, lean: state.lean }
  })
  return { ...bin, known }
}

const dailyBucket = (at: Micros, fill: number): Rollup => ({
  bucket: at,
  average: fill,
  minimum: fill,
  maximum: fill,
  last: fill,
  timeWeighted: fill,
  good: 1,
  uncertain: 0,
  bad: 0,
})

/** What all bins' eligible days up to `until` teach; the first weeks only fill the states. */
function trainFull(bins: readonly KnownBin[], until: number): FullArtefact {
  const cases = bins
    .flatMap((bin) => casesOf(bin, bin.first, until))
    .filter((c) => c.day + c.h <= until)
    .map((c) => ({ ...c, days: c.known.days, ahead: c.h }))
  const firstDay = Math.min(...bins.map((b) => b.first))
  return learnFull(
    `${bins.length} bins until ${dateText(until)}`,
    cases,
    (c) => c.day >= firstDay + WARM_DAYS,
  )
}

/** The published baseline: how often this bin, from this tenth, was full h days later; mean fill likewise. */
function empiricalPerBin(bins: readonly KnownBin[], until: number) {
  const cases = bins.flatMap((bin) => casesOf(bin, bin.first, until)).filter((c) => c.day + c.h <= until)
  const byPlace = Map.groupBy(cases, (c) => `${c.serial} ${c.fill} ${c.h}`)
  const byLevel = Map.groupBy(cases, (c) => `${c.fill} ${c.h}`)
  return (serial: string, fill: number, h: number): { probability: number; expected: number } => {
    const own = byPlace.get(`${serial} ${fill} ${h}`) ?? byLevel.get(`${fill} ${h}`) ?? []
    if (own.length === 0) return { probability: fill >= FULL ? 1 : 0, expected: fill }
    return {
      probability: meanOf(own.map((c) => (c.after >= FULL ? 1 : 0))),
      expected: meanOf(own.map((c) => c.after)),
    }
  }
}
