import { HOUR, type Micros } from '@driftbild/core'
import type { Balance } from '../contract/index.ts'
import type { Daily } from './day-book.ts'
import type { RepairedLeak } from './repaired-leak.ts'

const YEAR_DAYS = 365
/** Fewer whole days than these stand for no year. */
const ENOUGH_DAYS = 7

export interface SystemInput {
  /** m³ in a year; null where too few days are known. */
  value: number | null
  days: number
  basis: Balance['measured']['basis']
}

/**
 * What a zone takes in over a year as it is now. Where a leak was repaired within the days, only those since then count;
 * until they are enough, every day counts less what ran out of the leaks that are repaired.
 */
export function systemInput(
  bounds: readonly Micros[],
  daily: Daily,
  repaired: readonly Pick<RepairedLeak, 'began' | 'at' | 'flow'>[],
): SystemInput {
  const days = daily.flatMap((volume, i) =>
    volume === null ? [] : [{ from: bounds[i]!, to: bounds[i + 1]!, volume }],
  )
  const within = repaired.filter(({ at }) => at > bounds[0]!)
  if (days.length < ENOUGH_DAYS) return { value: null, days: days.length, basis: 'all-days' }
  const last = Math.max(...within.map(({ at }) => at))
  const since = days.filter(({ from }) => from >= last)
  if (within.length > 0 && since.length < ENOUGH_DAYS) {
    const lost = (from: Micros, to: Micros) =>
      within.reduce((sum, { began, at, flow }) => {
        const hours = Math.max(0, Math.min(to, at) - Math.max(from, began)) / HOUR
        return sum + hours * (flow ?? 0)
      }, 0)
    const left = days.map(({ from, to, volume }) => Math.max(0, volume - lost(from, to)))
    return { value: yearOf(left), days: days.length, basis: 'less-repaired' }
  }
  return {
    value: yearOf(since.map(({ volume }) => volume)),
    days: since.length,
    basis: within.length > 0 ? 'since-repair' : 'all-days',
  }
}

const yearOf = (volumes: readonly number[]): number =>
  (volumes.reduce((sum, volume) => sum + volume, 0) / volumes.length) * YEAR_DAYS
