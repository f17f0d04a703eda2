import { fromMillis, type Micros } from '@driftbild/core'

const KEY = 'driftbild.clock-offset'
/** Two clocks that agree this well are the same: what is measured over a network is no finer. */
const SAME_MS = 2000

/** Milliseconds to add to this phone's clock, as of the last contact; null before the first. */
export function clockOffset(): number | null {
  try {
    const known = localStorage.getItem(KEY)
    return known === null ? null : Number(known)
  } catch {
    return null
  }
}

/** Compares the phone's clock with the centre's, which said `theirs` in answer to a question asked at `asked`. */
export function compareClocks(theirs: number, asked: number, answered: number): void {
  const offset = offsetBetween(theirs, asked, answered)
  try {
    localStorage.setItem(KEY, String(offset))
  } catch {
    // The next contact tells it again.
  }
}

export function offsetBetween(theirs: number, asked: number, answered: number): number {
  const offset = Math.round(theirs - (asked + answered) / 2)
  return Math.abs(offset) < SAME_MS ? 0 : offset
}

/** The time by the centre's clock, as well as this phone knows it. */
export const centreNow = (): Micros => fromMillis(Date.now() + (clockOffset() ?? 0))
