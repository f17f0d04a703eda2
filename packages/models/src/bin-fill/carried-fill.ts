import { clamp, mean } from '../common/statistics.ts'
import type { DayFactor } from './day-factor.ts'
import type { DayLevel } from './day-levels.ts'
import type { FillPath } from './fill-paths.ts'

const SHOWN_DAYS = 42
/** What a container gains a day and how much that varies, until it has shown its own. */
const USUAL = { gain: 0.1, spread: 0.07 }
/** Five places of a normal distribution with their say. */
export const PLACES = [
  { off: -1.6, weight: 0.12 },
  { off: -0.7, weight: 0.24 },
  { off: 0, weight: 0.28 },
  { off: 0.7, weight: 0.24 },
  { off: 1.6, weight: 0.12 },
]

/** Gains of the last weeks' days without an emptying. */
function gainsOf(days: readonly DayLevel[]): number[] {
  return days.slice(-SHOWN_DAYS).flatMap((d, i, all) => {
    const before = all[i - 1]
    return d.fill !== null && before?.fill != null && !d.emptied && d.day === before.day + 1
      ? [Math.max(0, d.fill - before.fill)]
      : []
  })
}

/** What it usually gains a day. */
export function usualGain(days: readonly DayLevel[]): number {
  const gains = gainsOf(days)
  return gains.length >= 3 ? mean(gains)! : USUAL.gain
}

/**
 * How the fill may have gone on since it was last believed, and goes on: at the usual gain, which varies, and as often
 * emptied meanwhile as it usually is. Null of a container whose fill was never believed.
 */
export function carriedPaths(days: readonly DayLevel[], factor: DayFactor): FillPath[] | null {
  const known = days.findLast((d) => d.fill !== null)
  if (!known) return null
  const today = days.at(-1)!.day
  const unknown = today - known.day
  const gains = gainsOf(days)
  const gain = usualGain(days)
  const spread = gains.length >= 3 ? Math.sqrt(mean(gains.map((one) => (one - gain) ** 2))!) : USUAL.spread
  const rate = emptyingsADay(days)
  const came = (from: number, to: number) => {
    let sum = 0
    for (let day = from; day < to; day++) sum += gain * factor.of(day)
    return sum
  }
  const starts = Array.from({ length: unknown }, (_, ago) => ({
    ...{ level: came(today - ago, today), days: ago, weight: rate * (1 - rate) ** ago },
  }))
  starts.push({
    ...{ level: known.fill! + came(known.day, today), days: unknown, weight: (1 - rate) ** unknown },
  })
  return starts.flatMap((start) =>
    PLACES.map(({ off, weight }) => {
      const fillIn = (ahead: number) =>
        clamp(start.level + came(today, today + ahead) + off * spread * Math.sqrt(start.days + ahead), 0, 1)
      const [now, one, two, three] = [0, 1, 2, 3].map(fillIn) as FillPath['fills']
      // Without an emptying it doesn't get less.
      return {
        fills: [now, Math.max(now, one), Math.max(now, one, two), Math.max(now, one, two, three)],
        weight: start.weight * weight,
      } satisfies FillPath
    }),
  )
}

function emptyingsADay(days: readonly DayLevel[]): number {
  const known = days.filter((d) => d.fill !== null)
  return known.length < 7 ? 0 : known.filter((d) => d.emptied).length / known.length
}
