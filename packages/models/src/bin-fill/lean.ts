import { sigmoid } from '../common/logistic.ts'
import { FULL } from './config.ts'
import { type DayLevel, filledOn } from './day-levels.ts'

/**
 * How far a container's own last answers were off, as a step along the log-odds: holidays, a neighbour who
 * moved in or a pandemic show here within weeks, long before they show in what was learnt.
 */
export interface Lean {
  /** Of what happened less what was said, and of how uncertain it was; both fade. */
  surprise: number
  doubt: number
  /** Log-odds said on the last days for one, two … days ahead, as far as they can still come true. */
  said: readonly { day: number; odds: readonly number[] }[]
}

export const newLean = (): Lean => ({ surprise: 0, doubt: 0, said: [] })

const HALF_LIFE_DAYS = 20
/** Surprises prove little before this much doubt has been met; and they are followed this far. */
const PRIOR_DOUBT = 4
const FOLLOWED = 0.6

export const leaning = (lean: Lean): number => (FOLLOWED * lean.surprise) / (lean.doubt + PRIOR_DOUBT)

/** Takes in what the newest of `days` makes of what was said before, by log-odds that don't lean themselves. */
export function followLean(lean: Lean, days: readonly DayLevel[]): Lean {
  const fade = 0.5 ** (1 / HALF_LIFE_DAYS)
  let surprise = lean.surprise * fade
  let doubt = lean.doubt * fade
  const last = days.length - 1
  for (const { day, odds } of lean.said) {
    const start = days.findLastIndex((d) => d.day === day)
    const p = sigmoid(odds[last - start - 1] ?? Number.NaN)
    if (start < 0 || Number.isNaN(p) || !filledOn(days, start, last - start)) continue
    surprise += (days[last]!.fill! >= FULL - 1e-9 ? 1 : 0) - p
    doubt += p * (1 - p)
  }
  return { ...lean, surprise, doubt }
}

/** With what is said of the newest day, if its fill is known and below full; what can't come true any more goes. */
export function remember(lean: Lean, days: readonly DayLevel[], odds: readonly number[]): Lean {
  const { day, fill } = days.at(-1)!
  const open = lean.said.filter((s) => day - s.day < s.odds.length)
  if (fill === null || fill >= FULL - 1e-9 || odds.length === 0) return { ...lean, said: open }
  return { ...lean, said: [...open, { day, odds: odds.map((o) => Math.round(o * 1e4) / 1e4) }] }
}
