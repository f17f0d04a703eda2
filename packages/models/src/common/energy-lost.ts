import { DEFAULT_SETTINGS, type Sentence } from '@driftbild/core'
import { sentence } from '../sentences.ts'
import { round } from './prediction.ts'
import { median } from './statistics.ts'

/** A day of a machine: what it used, and the share of its own usual work that it did for that. */
export interface EnergyDay {
  /** kWh; null where it isn't known. */
  used: number | null
  share: number | null
}

/** Days that are looked at together: one bad day is no loss that goes on. */
const SMOOTHED = 5
/** A share above this is not worth a word. */
const LOST_FROM = 0.985

/** kWh since a machine began to do less than it used to, and a day now. */
export interface EnergyLoss {
  lost: number
  perDay: number
}

/** What a machine that does less than it used to has taken more than it should; null where it hasn't. */
export function energyLossOf(days: readonly EnergyDay[]): EnergyLoss | null {
  let lost = 0
  let today: number | null = null
  for (let d = days.length - 1; d >= 0; d--) {
    const near = days.slice(Math.max(0, d - SMOOTHED + 1), d + 1).flatMap((n) => n.share ?? [])
    const share = median(near)
    if (share !== null && share > LOST_FROM) break
    const { used } = days[d]!
    if (used === null || share === null) continue
    // The same work at the old share would have taken so much less.
    const ofDay = used * (1 - share)
    today ??= ofDay
    lost += ofDay
  }
  return today === null || today < 0.1 ? null : { lost, perDay: today }
}

/** The same as a sentence. */
export function energyLost(days: readonly EnergyDay[]): Sentence | null {
  const loss = energyLossOf(days)
  return (
    loss &&
    sentence('energy-lost', {
      lost: round(loss.lost, 0),
      // Told again at the municipality's own price where it is shown.
      cost: round(loss.lost * DEFAULT_SETTINGS.energyPrice, 0),
      perDay: round(loss.perDay, 1),
    })
  )
}
