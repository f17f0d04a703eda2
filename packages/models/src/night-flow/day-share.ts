import { madScale, median } from '../common/statistics.ts'
import type { Night } from './nights.ts'

/** Density of a change that follows neither rule, as wide as anything. */
const NEITHER = 0.2

/**
 * Water that leaks leaks all day: the day's mean rises by about as much as the night's. A meter that reads too
 * much, or a season, scales the whole day instead. `leak` is the belief in the first against the second;
 * `ratio` is the day's increase over the night's.
 */
export function dayShare(
  nights: readonly Night[],
  start: number,
  size: number,
): { leak: number; ratio: number; night: number; day: number } | null {
  const before = daysOf(nights.slice(Math.max(0, start - 28), start))
  const after = daysOf(nights.slice(start + 1)).slice(-14)
  if (before.length < 7 || after.length < 2 || size <= 0) return null
  const scaled =
    (median(before.map((d) => d.dayFlow))! / Math.max(0.01, median(before.map((d) => d.flow))!)) * size
  // Weekdays differ more by day than by night: each day is compared with its own weekday where there is one.
  const expected = (day: number) => {
    const same = before.filter((d) => (d.day - day) % 7 === 0).map((d) => d.dayFlow)
    return median(same.length >= 2 ? same : before.map((d) => d.dayFlow))!
  }
  const increase = median(after.map((d) => d.dayFlow - expected(d.day)))!
  const noise = Math.max(
    madScale(before.map((d) => d.dayFlow - expected(d.day)))!,
    0.03 * median(before.map((d) => d.dayFlow))!,
  )
  const spread = Math.hypot(1.25 * noise * Math.sqrt(1 / before.length + 1 / after.length) * 1.5, 0.3 * size)
  const density = (mid: number) => Math.exp(-0.5 * ((increase - mid) / spread) ** 2)
  // Most steps by night are leaks, some are meters or habits that scale the day, a few follow no rule.
  const [leaks, scales, neither] = [0.6 * density(0.95 * size), 0.3 * density(scaled), 0.1 * NEITHER]
  return { leak: leaks / (leaks + scales + neither), ratio: increase / size, night: size, day: increase }
}

const daysOf = (nights: readonly Night[]) =>
  nights.flatMap((n) =>
    n.dayFlow !== null && n.flow !== null && !n.leak
      ? [{ day: n.day, dayFlow: n.dayFlow, flow: n.flow }]
      : [],
  )
