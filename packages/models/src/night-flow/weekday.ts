import { weekdayOfDay } from '../common/local-index.ts'
import { median } from '../common/statistics.ts'

/**
 * What each weekday's night uses more or less than its neighbours, shrunk towards none while few are known.
 * Measured against a running middle of seven nights, which a step or a slope can't bias.
 */
export function weekdayEffects(nights: readonly { day: number; flow: number }[]): number[] {
  const residuals: number[][] = Array.from({ length: 8 }, () => [])
  for (const [i, night] of nights.entries()) {
    const around = nights.slice(Math.max(0, i - 3), i + 4)
    if (around.length < 7) continue
    residuals[weekdayOfDay(night.day)]!.push(night.flow - median(around.map((n) => n.flow))!)
  }
  return residuals.map((r) => (r.length < 2 ? 0 : median(r)! * (r.length / (r.length + 3))))
}
