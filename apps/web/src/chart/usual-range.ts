import type { Series } from '@driftbild/api/contract'

export interface Usual {
  low: number
  high: number
}

const ENOUGH = 24

/** Where nine of ten good values of a series lay; null while there are too few to say "usual". */
export function usualRange(series: Pick<Series, 'average' | 'quality'>): Usual | null {
  const values: number[] = []
  for (const [i, value] of series.average.entries()) {
    if (value !== null && series.quality[i] === 'good') values.push(value)
  }
  if (values.length < ENOUGH) return null
  values.sort((a, b) => a - b)
  const at = (share: number) => values[Math.round(share * (values.length - 1))]!
  return { low: at(0.05), high: at(0.95) }
}

interface ScaleInput {
  value: number | null
  usual: Usual | null
  limits: readonly number[]
  /** What the instrument can measure. */
  range: readonly [number, number] | null
}

/** The stretch that a value's bar shows: all that matters with some room, never beyond the instrument. */
export function barScale({ value, usual, limits, range }: ScaleInput): [number, number] | null {
  const known = [...limits, ...(value === null ? [] : [value]), ...(usual ? [usual.low, usual.high] : [])]
  if (known.length === 0) return range ? [range[0], range[1]] : null
  const low = Math.min(...known)
  const high = Math.max(...known)
  const room = Math.max((high - low) * 0.35, Math.abs(high) * 0.05, 1e-6)
  const inside = (n: number) => (range ? Math.min(Math.max(n, range[0]), range[1]) : n)
  // A value outside what the instrument can mean is still drawn, at the bar's end.
  return [Math.min(inside(low - room), low), Math.max(inside(high + room), high)]
}
