import { DAY, HOUR, halfDay, type Micros } from '@driftbild/core'

/** Lamps burn while the sun is lower than this. */
const BURN_BELOW = -2.2

const ofDay = (day: number, latitude: number): number => (DAY - 2 * halfDay(day, BURN_BELOW, latitude)) / HOUR

/** Hours from 1970 to the begin of each day by latitude, so that a thousand lamps cost one walk through the years. */
const sums = new Map<number, number[]>()

/** Hours that lamps at a place burn from dusk to dawn between two instants. */
export function burnHours([, latitude]: readonly [number, number], from: Micros, to: Micros): number {
  const near = Math.round(latitude * 10) / 10
  return Math.max(0, burntUntil(near, to) - burntUntil(near, from))
}

function burntUntil(latitude: number, at: Micros): number {
  const known = sums.get(latitude) ?? [0]
  sums.set(latitude, known)
  const day = Math.max(0, Math.floor(at / DAY))
  for (let d = known.length - 1; d < day; d++) known.push(known[d]! + ofDay(d, latitude))
  return known[day]! + ofDay(day, latitude) * (Math.max(at, 0) / DAY - day)
}
