/** Milliseconds between attempts at what doesn't answer, unless said otherwise. */
export const BACK_OFF = { first: 1000, most: 60_000 }

/** Milliseconds to wait before the next attempt: doubling from `first` to `most`, ±20 % so that many don't knock at once. */
export function backOff(
  failures: number,
  { first, most }: { first: number; most: number },
  random: number,
): number {
  const base = Math.min(most, first * 2 ** Math.max(0, failures - 1))
  return Math.round(base * (0.8 + 0.4 * random))
}
