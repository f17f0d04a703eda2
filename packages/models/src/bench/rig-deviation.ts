import { type Regime, regimesOf } from '../common/regimes.ts'
import { median } from '../common/statistics.ts'

/** One setting for all files, from the plateau that leaving out one open file of SKAB after the other agrees on. */
const WANDER = 1.5
const DRIFTS = 3
const DEPARTURE = 6
const COST = 5
const NOISE = 1.5
/** Rows over which the learnt stretch is averaged to see how it drifts. */
const BLOCK = 25
const LOUDEST = 60
/** Vibration wanders with the rig's warmth: it speaks for itself from so many spreads and rows on. */
const VIBRATES = 8
const SHORTEST = 5

/** What a rig shows, a number a row: the flow is what it works for, the rest may tell why. */
export interface RigRecord {
  flow: Float64Array
  vibrations: readonly Float64Array[]
}

/**
 * Rows in which a rig isn't as it was while it was learnt, in hindsight over the whole record: the likeliest
 * regimes of its flow, and stretches of vibration far beyond what was learnt. A regime that follows another within
 * an anomaly is told by one row between them, as the change that it is.
 */
export function rigDeviation(record: RigRecord, learnt: number): { score: number; anomaly: boolean }[] {
  const flow = unusualRegimes(record.flow, learnt)
  const shaken = record.vibrations
    .flatMap((v) => unusualRegimes(v, learnt))
    .filter((r) => Math.abs(r.mean) >= VIBRATES && r.to - r.from >= SHORTEST)
  const answers = Array.from(record.flow, () => ({ score: 0, anomaly: false }))
  for (const { from, to, mean } of [...flow, ...shaken])
    for (let i = from; i < to; i++)
      answers[i] = { score: Math.max(answers[i]!.score, Math.abs(mean)), anomaly: true }
  for (const [k, regime] of flow.entries())
    if (k > 0 && flow[k - 1]!.to === regime.from) answers[regime.from]!.anomaly = false
  return answers
}

/** Unusual regimes after the learnt rows, in spreads of what was learnt. */
function unusualRegimes(column: Float64Array, learnt: number): Regime[] {
  const { rows, noise, drift } = standardised(column, learnt)
  const priors = { noise: NOISE * noise, wander: WANDER + DRIFTS * drift, departure: DEPARTURE, cost: COST }
  return regimesOf(rows.subarray(learnt), priors)
    .filter((r) => !r.usual)
    .map((r) => ({ ...r, from: r.from + learnt, to: r.to + learnt }))
}

function standardised(column: Float64Array, learnt: number) {
  const seen = column.subarray(0, learnt)
  const middle = median([...seen])!
  const spread = Math.max(deviation(seen), 1e-9)
  const rows = column.map((v) => Math.max(-LOUDEST, Math.min(LOUDEST, (v - middle) / spread)))
  const level = average(rows.subarray(0, learnt))
  const centred = rows.map((v) => v - level)
  const blocks = Float64Array.from({ length: Math.floor(learnt / BLOCK) }, (_, b) =>
    average(centred.subarray(b * BLOCK, (b + 1) * BLOCK)),
  )
  const steps = blocks.subarray(1).map((v, b) => (v - blocks[b]!) ** 2)
  // Rows that share their error make a block's mean less sure than its length says.
  return { rows: centred, noise: Math.max(1, (BLOCK / 2) * average(steps)), drift: deviation(blocks) }
}

const average = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0) / values.length

function deviation(values: Float64Array): number {
  const middle = average(values)
  return Math.sqrt(values.reduce((sum, v) => sum + (v - middle) ** 2, 0) / values.length)
}
