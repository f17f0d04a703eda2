import type { Format } from '../i18n/format.ts'

/** Labels of a time axis in the municipality's zone: days where the ticks are days, else the clock. */
export function timeLabels(f: Format, splits: readonly number[], stepSeconds: number): string[] {
  return splits.map((seconds) => {
    const at = seconds * 1_000_000
    if (stepSeconds >= 86_400) return f.day(at)
    const clock = f.clock(at)
    return clock === '00:00' ? f.day(at) : clock
  })
}
