import { DAY, HOUR, MINUTE, type Micros } from '@driftbild/core'
import { halfDay, solarNoon } from './sun.ts'

/** Lamps burn while the sun is lower than this; near midsummer it never is. */
const BURN_BELOW = -2.2

/** When a cabinet's lamps burn, and for how long they have. */
export interface Dusk {
  isDark(at: Micros): boolean
  /** Hours burnt since the town's records began; their difference is what counts. */
  burnt(at: Micros): number
}

/** The night that follows a day's noon; empty where it does not get dark. */
interface Night {
  from: Micros
  to: Micros
}

/** `lag` is how much later than the sun says a cabinet's own light sensor switches on, and earlier off. */
export function duskOf(lag: number, since: number): Dusk {
  const nightOf = (day: number): Night => {
    const from = Math.round(solarNoon(day) + halfDay(day, BURN_BELOW) + lag)
    const to = Math.round(solarNoon(day + 1) - halfDay(day + 1, BURN_BELOW) - lag)
    return to - from < 4 * MINUTE ? { from, to: from } : { from, to }
  }
  const nightAt = (at: Micros): number => {
    const day = Math.floor(at / DAY)
    return at < solarNoon(day) ? day - 1 : day
  }
  const nights = new Map<number, Night>()
  const known = (day: number): Night => {
    let night = nights.get(day)
    if (!night) {
      night = nightOf(day)
      nights.set(day, night)
    }
    return night
  }
  const before = [0]
  return {
    isDark(at) {
      const { from, to } = known(nightAt(at))
      return at >= from && at < to
    },
    burnt(at) {
      const day = nightAt(at)
      for (let n = before.length; n <= day - since; n++) {
        const night = known(since + n - 1)
        before.push(before[n - 1]! + night.to - night.from)
      }
      const { from, to } = known(day)
      return (before[Math.max(0, day - since)]! + Math.max(0, Math.min(at, to) - from)) / HOUR
    },
  }
}
