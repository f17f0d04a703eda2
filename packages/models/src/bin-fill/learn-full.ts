import { growTrees, type TreeOptions } from '../common/boosted-trees.ts'
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
  const open = cases.filter((one) => one.fill < FULL && isWarm(one))
  const rows = open.map((one) => fullFeatures(one.days, one.fill, one.ahead))
  const columns = (rows[0] ?? []).map((_, f) => Float32Array.from(rows, (row) => row[f]!))
  const happened = Float32Array.from(open, (one) => (one.after >= FULL ? 1 : 0))
  return { trainedOn, trees: TREES.map((options) => growTrees(columns, happened, options)), general }
}

function gainsOf(cases: readonly FullCase[]) {
  return [...Map.groupBy(cases, (one) => one.fill)].flatMap(([fill, from]) =>
    [...Map.groupBy(from, (one) => Math.round((one.after - fill) * 100) / 100)].map(([gain, same]) => ({
      fill,
      gain,
      share: same.length / from.length,
    })),
  )
}
