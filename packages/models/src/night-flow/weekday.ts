import { weekdayOfDay } from '../common/local-index.ts'
import { madScale, median } from '../common/statistics.ts'

/**
 * What each weekday's night uses more or less than its neighbours: an industry's shifts show here. Measured
 * against a running middle of seven nights, which a step or a slope can't bias, and believed as far as it
 * stands out of the nights' spread.
 */
export function weekdayEffects(nights: readonly { day: number; flow: number }[]): number[] {
  const residuals: number[][] = Array.from({ length: 8 }, () => [])
  for (const [i, night] of nights.entries()) {
    const around = nights.slice(Math.max(0, i - 3), i + 4)
    if (around.length < 7) continue
    residuals[weekdayOfDay(night.day)]!.push(night.flow - median(around.map((n) => n.flow))!)
  }
  const middles = residuals.map((r) => median(r) ?? 0)
  const spread =
    madScale(residuals.flatMap((r, w) => (r.length > 1 ? r.map((v) => v - middles[w]!) : r))) ?? 0
  return residuals.map((r, w) => {
    const effect = middles[w]!
    if (r.length === 0 || effect === 0) return 0
    return (effect * effect ** 2) / (effect ** 2 + (2 * spread ** 2) / r.length)
  })
}
