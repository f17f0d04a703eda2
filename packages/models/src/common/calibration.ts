import { clamp } from './statistics.ts'

/** What raw probabilities turned out to mean: points of a rising line, by which a model's answer is bent. */
export interface Calibration {
  /** Where the points come from. */
  data: string
  points: readonly (readonly [raw: number, calibrated: number])[]
}

export const UNCALIBRATED: Calibration = { data: 'none', points: [] }

export function calibrate(table: Calibration, raw: number): number {
  const { points } = table
  if (points.length === 0) return raw
  const after = points.findIndex(([x]) => x >= raw)
  if (after === 0) return points[0]![1]
  if (after === -1) return points.at(-1)![1]
  const [x0, y0] = points[after - 1]!
  const [x1, y1] = points[after]!
  return y0 + ((y1 - y0) * (raw - x0)) / (x1 - x0)
}

/**
 * Pool adjacent violators on (raw, happened) pairs, thinned to few points. Shrunk by one pseudo case each way
 * per block, so that no table ever says never or always.
 */
export function fitCalibration(
  pairs: readonly { raw: number; happened: boolean }[],
  data: string,
  blockSize = Math.max(10, Math.ceil(pairs.length / 12)),
): Calibration {
  const sorted = pairs.toSorted((a, b) => a.raw - b.raw)
  const blocks: { raw: number; hits: number; n: number }[] = []
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
  const points = blocks.map((b) => [b.raw / b.n, clamp(rate(b), 0, 1)] as const)
  return { data, points: points.filter(([x], i) => i === 0 || x > points[i - 1]![0]) }
}

const rate = (b: { hits: number; n: number }): number => (b.hits + 1) / (b.n + 2)
