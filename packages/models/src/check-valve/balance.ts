import { mean } from '../common/statistics.ts'
import type { RestDay } from './rest-day.ts'

/** How much worse than the best explanation a valve may explain what is missing, and still be one. */
const AS_GOOD = 1.5
/** m³/h that no balance is better than. */
const LEAST_OFF = 0.3

/**
 * What of the pumps' flow no longer goes out while the own pump rests, m³/h: by least squares over the sets of pumps that ran,
 * against the same sets at first. None where another pump's valve, or a meter that is off, explains it better; null
 * where no meters tell.
 */
export function missingAtRest(
  first: readonly RestDay[],
  newest: readonly RestDay[],
  pumps: number,
): number | null {
  const usual = first.flatMap((d) => d.sets)
  const now = newest.flatMap((d) => d.sets)
  if (usual.length === 0 || now.length === 0) return null
  const usualOf = (ran: number) => {
    const same = usual.filter((set) => set.ran === ran)
    return mean((same.length > 0 ? same : usual).map(({ missing }) => missing))!
  }
  const added = now.map((set) => ({ ...set, off: set.missing - usualOf(set.ran) }))
  /** By how much, and the mean square that is left, (m³/h)². */
  const fit = (x: (set: (typeof added)[number]) => number) => {
    const sum = (of: (set: (typeof added)[number]) => number) =>
      added.reduce((all, set) => all + set.count * of(set), 0)
    const squares = sum((set) => x(set) ** 2)
    const by = squares === 0 ? 0 : sum((set) => x(set) * set.off) / squares
    return { by, left: sum((set) => (set.off - by * x(set)) ** 2) / sum(() => 1) }
  }
  const bits = Array.from({ length: pumps }, (_, n) => 1 << n)
  const valves = bits.map((bit) => fit(({ ran }) => ((ran & bit) === 0 ? 1 : 0)))
  const meters = bits.map((bit) => fit(({ ran }) => ((ran & bit) === 0 ? 0 : 1)))
  const own = valves[0]!
  const others = [...valves.slice(1), ...meters, fit(({ given }) => given)]
  const best = Math.min(...others.map(({ left }) => left))
  return own.left <= AS_GOOD * best + LEAST_OFF ** 2 ? own.by : 0
}
