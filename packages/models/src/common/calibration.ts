import { clamp } from './statistics.ts'

/** What raw probabilities turned out to mean: points of a rising line, by which a model's answer is bent. */
export interface Calibration {
  /** Where the points come from. */
  data: string
  points: readonly (readonly [raw: number, calibrated: number])[]
}

export const UNCALIBRATED: Calibration = { data: 'none', points: [] }

/** Along straight lines between the points, from 0 at 0 to 1 at 1. */
export function calibrate(table: Calibration, belief: number): number {
  // Sums of weights overshoot 1 by a rounding.
  const raw = clamp(belief, 0, 1)
  if (table.points.length === 0) return raw
  const points = [[0, 0] as const, ...table.points, [1, Math.max(raw, table.points.at(-1)![1])] as const]
  const after = points.findIndex(([x], i) => i > 0 && x >= raw)
  const [x0, y0] = points[after - 1]!
  const [x1, y1] = points[after]!
  return x1 > x0 ? y0 + ((y1 - y0) * (raw - x0)) / (x1 - x0) : y1
}

/** Cases by which a block's rate is drawn towards what the model itself said. */
const SHRINK = 20

/**
 * Pool adjacent violators on (raw, happened) pairs, thinned to few points. Each block is drawn towards the
 * model's own word: few cases prove little. Beliefs below `from` are never said and stay as they are: a simulated
 * town has so much trouble that it would teach to suspect every sound pump.
 */
export function fitCalibration(
  pairs: readonly { raw: number; happened: boolean }[],
  data: string,
  from: number,
): Calibration {
  const sorted = pairs.filter((p) => p.raw >= from).toSorted((a, b) => a.raw - b.raw)
  const blockSize = Math.max(20, Math.ceil(sorted.length / 12))
  const blocks: Block[] = []
  for (let i = 0; i < sorted.length; i += blockSize) {
    const part = sorted.slice(i, i + blockSize)
    blocks.push({
      raw: part.reduce((sum, p) => sum + p.raw, 0),
      hits: part.filter((p) => p.happened).length,
      n: part.length,
    })
    while (blocks.length > 1 && rate(blocks.at(-2)!) >= rate(blocks.at(-1)!)) {
      const last = blocks.pop()!
      const into = blocks.at(-1)!
      into.raw += last.raw
      into.hits += last.hits
      into.n += last.n
    }
  }
  const learnt = blocks.map((b) => [rounded(b.raw / b.n), rounded(rate(b))] as const)
  const points = [[from, Math.min(from, learnt[0]?.[1] ?? from)] as const, ...learnt]
  return { data, points: points.filter(([x], i) => i === 0 || x > points[i - 1]![0]) }
}

interface Block {
  raw: number
  hits: number
  n: number
}

const rate = (b: Block): number => (b.hits + SHRINK * (b.raw / b.n)) / (b.n + SHRINK)
const rounded = (value: number): number => Math.round(value * 1e4) / 1e4
