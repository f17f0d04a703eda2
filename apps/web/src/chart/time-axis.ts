import type { Format } from '@driftbild/words'

/**
 * Labels of a time axis in the municipality's zone: days where the ticks are days, else the clock. A year that is
 * not this one is named once.
 */
export function timeLabels(f: Format, splits: readonly number[], stepSeconds: number): string[] {
  let named: string | null = null
  const day = (at: number): string => {
    const year = f.year(at)
    const label = year === named ? f.dayAlone(at) : f.day(at)
    named = year
    return label
  }
  return splits.map((seconds) => {
    const at = seconds * 1_000_000
    if (stepSeconds >= 86_400) return day(at)
    const clock = f.clock(at)
    return clock === '00:00' ? day(at) : clock
  })
}
