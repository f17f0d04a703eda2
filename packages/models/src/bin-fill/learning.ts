import { DAY } from '@driftbild/core'
import { type Calibration, calibrate, fitCalibration, UNCALIBRATED } from '../common/calibration.ts'
import { dateText, dayOf } from '../common/dates.ts'
import { isSwedishHoliday } from '../common/swedish-holidays.ts'
import type { Lacking, Learnt, Stretch } from '../learning.ts'
import { EMIT_PROBABILITY, type Told } from '../model.ts'
import { type TwiceAnswered, worthOf } from '../revision/worth.ts'
import { type BinFillConfig, FULL } from './config.ts'
import { type DayFactor, everyDayAlike, holidayFactor } from './day-factor.ts'
import { type DayLevel, filledOn } from './day-levels.ts'
import { AHEAD_DAYS } from './fill-paths.ts'
import { fullFeatures } from './full-features.ts'
import { type FullArtefact, fullLogOdds, fullProbability } from './full-probability.ts'
import { followLean, type Lean, newLean, remember } from './lean.ts'
import { type FullRow, growForest, HORIZONS } from './learn-full.ts'

/** What a container's state remembers, and the dates on which something was on beside it. */
export interface BinPast {
  tag: string
  holidays: BinFillConfig['holidays']
  days: readonly DayLevel[]
  occasions: readonly number[]
}

/** A forest that many containers taught, and what its probabilities turned out to mean. */
export interface BinWeights {
  forest: FullArtefact
  table: Calibration
}

/** Fewer teach a forest that is no better than each container by itself. */
export const LEAST = { subjects: 10, days: 120 }
/** As often as the product learns, and so far back each learning is tried on what came after it. */
const STRETCH_DAYS = 28
const STRETCHES = 4
/** A container's first days teach nothing: its features stand on too little. */
const WARM_DAYS = 30
/** Answers from which a table is learnt. */
const LEAST_ANSWERS = 200

export function pastOf(
  { tag, holidays }: BinFillConfig,
  days: readonly DayLevel[],
  told: Told | undefined,
): BinPast {
  const occasions = (told?.occasions ?? []).flatMap(({ from, to }) => {
    const first = dayOf(from)
    return Array.from({ length: dayOf(to) - first + 1 }, (_, i) => first + i)
  })
  return { tag, holidays, days, occasions }
}

/**
 * Grows a forest from all that the containers remember, and tries the same on the last months: each is answered by a forest
 * and a table that only what lay before it had taught, and by the model as it came, `came`.
 */
export function learnForest(
  pasts: readonly BinPast[],
  came: BinWeights,
  onDone: (share: number) => void = () => {},
): Learnt<BinWeights> | Lacking {
  const warm = pasts.filter(({ days }) => days.length > WARM_DAYS)
  const first = Math.min(...warm.map(({ days }) => days[0]!.day))
  const end = Math.max(...warm.map(({ days }) => days.at(-1)!.day)) + 1
  const lacking = {
    subjects: Math.max(0, LEAST.subjects - warm.length),
    days: warm.length === 0 ? LEAST.days : Math.max(0, LEAST.days - (end - first)),
  }
  if (lacking.subjects > 0 || lacking.days > 0) return { lacking }

  const cases = warm.flatMap(casesOf)
  const cuts = cutsOf(first, end)
  let grown = 0
  const forestUntil = (day: number): FullArtefact => {
    const known = cases.filter((one) => one.day + one.ahead < day)
    const trees = growForest(known, (share) => onDone((grown + share) / (cuts.length + 1)))
    grown++
    return { trainedOn: `${warm.length} containers until ${dateText(day - 1)}`, trees }
  }
  const heldOut: TwiceAnswered[] = []
  const raw: { raw: number; happened: boolean }[] = []
  const tableOf = () =>
    raw.length < LEAST_ANSWERS ? UNCALIBRATED : fitCalibration(raw, `${raw.length} answers`, EMIT_PROBABILITY)
  for (const [i, cut] of cuts.entries()) {
    const until = cuts[i + 1] ?? end
    const forest = forestUntil(cut)
    const table = tableOf()
    for (const past of warm) {
      const before = answersOf(past, came.forest, cut, until)
      for (const [n, { probability, happened, day }] of answersOf(past, forest, cut, until).entries()) {
        raw.push({ raw: probability, happened })
        heldOut.push({
          before: calibrate(came.table, before[n]!.probability),
          after: calibrate(table, probability),
          ...{ happened, at: day * DAY, about: past.tag },
        })
      }
    }
  }
  return {
    weights: { forest: forestUntil(end), table: tableOf() },
    taught: stretchOf(cases.map(({ tag, day }) => ({ about: tag, at: day * DAY }))),
    heldOut: { ...stretchOf(heldOut), ...worthOf(heldOut) },
  }
}

/** Beginnings of the last months, as far as so much lies before the first of them as it takes to learn. */
function cutsOf(first: number, end: number): number[] {
  const most = Math.floor((end - first - LEAST.days + STRETCH_DAYS) / STRETCH_DAYS)
  const count = Math.min(STRETCHES, most)
  return Array.from({ length: count }, (_, i) => end - (count - i) * STRETCH_DAYS)
}

interface BinCase extends FullRow {
  tag: string
  day: number
  ahead: number
}

/** Days below the limit that nobody emptied, and nothing was on, in the days after them. */
function casesOf(past: BinPast): BinCase[] {
  const { tag, days } = past
  return days.flatMap(({ day, fill }, i) =>
    i < WARM_DAYS || fill === null || fill >= FULL
      ? []
      : HORIZONS.filter((ahead) => isPlain(past, i, ahead)).map((ahead) => ({
          ...{ tag, day, ahead },
          features: fullFeatures(days.slice(0, i + 1), fill, ahead),
          happened: days[i + ahead]!.fill! >= FULL,
        })),
  )
}

const isPlain = ({ days, occasions }: BinPast, i: number, ahead: number): boolean =>
  i + ahead < days.length &&
  filledOn(days, i, ahead) &&
  !occasions.some((date) => date >= days[i]!.day && date < days[i]!.day + ahead)

interface BinAnswer {
  day: number
  probability: number
  happened: boolean
}

/** What weights say on the days from … until of being full within three, where it came to be known; uncalibrated. */
function answersOf(past: BinPast, forest: FullArtefact, from: number, until: number): BinAnswer[] {
  const { days, holidays } = past
  const answers: BinAnswer[] = []
  let lean: Lean = newLean()
  for (const [i, { day, fill }] of days.entries()) {
    if (day < from - LEANS_ON || day >= until) continue
    const known = days.slice(0, i + 1)
    lean = followLean(lean, known)
    if (fill === null) {
      lean = remember(lean, known, [])
      continue
    }
    const usual: DayFactor = holidays === 'SE' ? holidayFactor(known, isSwedishHoliday) : everyDayAlike
    const odds = HORIZONS.map((ahead) => fullLogOdds(forest, known, fill, ahead, usual))
    if (day >= from && day + AHEAD_DAYS < until && fill < FULL && isPlain(past, i, AHEAD_DAYS)) {
      const probability = fullProbability(fill, odds.at(-1)!, lean)
      answers.push({ day, probability, happened: days[i + AHEAD_DAYS]!.fill! >= FULL })
    }
    lean = remember(lean, known, odds)
  }
  return answers
}
/** Days after which a surprise has lost nearly all its say. */
const LEANS_ON = 90

function stretchOf(cases: readonly { about: string; at: number }[]): Stretch {
  const times = cases.map(({ at }) => at)
  return {
    subjects: new Set(cases.map(({ about }) => about)).size,
    cases: cases.length,
    from: times.reduce((a, b) => Math.min(a, b)),
    to: times.reduce((a, b) => Math.max(a, b)),
  }
}
