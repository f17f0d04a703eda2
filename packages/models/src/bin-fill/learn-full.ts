import { type BoostedTrees, growTrees, type TreeOptions } from '../common/boosted-trees.ts'
import { FULL } from './config.ts'
import type { DayLevel } from './day-levels.ts'
import { fullFeatures } from './full-features.ts'
import type { FullArtefact } from './full-probability.ts'

/** A day of a container that nobody emptied in the days after it. */
export interface FullCase {
  /** Up to and with that day. */
  days: readonly DayLevel[]
  fill: number
  ahead: number
  /** The fill `ahead` days later. */
  after: number
}

export const HORIZONS = [1, 2, 3] as const

const TREE = {
  loss: 'logistic',
  trees: 300,
  rate: 0.02,
  leaves: 12,
  leastRows: 60,
  columnShare: 0.3,
  rowShare: 0.6,
  ridge: 10,
} as const
const TREES: readonly TreeOptions[] = [1, 2, 3, 4].map((seed) => ({ ...TREE, seed }))

/** What many containers teach of becoming full; `isWarm` says whose past is long enough to learn by. */
export function learnFull<C extends FullCase>(
  trainedOn: string,
  cases: readonly C[],
  isWarm: (one: C) => boolean,
): FullArtefact {
  const general = Object.fromEntries(
    HORIZONS.map((ahead) => [ahead, gainsOf(cases.filter((one) => one.ahead === ahead))]),
  )
  const open = cases
    .filter((one) => one.fill < FULL && isWarm(one))
    .map(({ days, fill, ahead, after }) => ({
      features: fullFeatures(days, fill, ahead),
      happened: after >= FULL,
    }))
  return { trainedOn, trees: growForest(open), general }
}

/** What the features of a day said of it, and whether it came true. */
export interface FullRow {
  features: readonly number[]
  happened: boolean
}

/** `onDone` is told 0…1. */
export function growForest(
  rows: readonly FullRow[],
  onDone: (share: number) => void = () => {},
): BoostedTrees[] {
  const columns = (rows[0]?.features ?? []).map((_, f) =>
    Float32Array.from(rows, ({ features }) => features[f]!),
  )
  const happened = Float32Array.from(rows, (one) => (one.happened ? 1 : 0))
  return TREES.map((options, i) => {
    const trees = inFewDigits(growTrees(columns, happened, options))
    onDone((i + 1) / TREES.length)
    return trees
  })
}

/** A forest is kept as text; its columns are single-precision numbers, whose long tails mean nothing. */
const inFewDigits = (trees: BoostedTrees): BoostedTrees => ({
  ...trees,
  value: trees.value.map((value) => Number(value.toPrecision(DIGITS))),
})
const DIGITS = 6

function gainsOf(cases: readonly FullCase[]) {
  return [...Map.groupBy(cases, (one) => one.fill)].flatMap(([fill, from]) =>
    [...Map.groupBy(from, (one) => Math.round((one.after - fill) * 100) / 100)].map(([gain, same]) => ({
      fill,
      gain,
      share: same.length / from.length,
    })),
  )
}
