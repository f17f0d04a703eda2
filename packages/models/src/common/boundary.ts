import { HOUR, type Micros, zoneOffset } from '@driftbild/core'
import { localHourIndex } from './local-index.ts'

/**
 * The first instant after `after` at which the zone's clock shows one of these full hours. An hour that
 * spring skips is passed over; one that autumn repeats counts both times.
 */
export function nextLocalHour(after: Micros, zone: string, hours: readonly number[]): Micros {
  // In a zone whose offset isn't whole hours the local full hours lie off the UTC grid.
  const phase = ((zoneOffset(after, zone) % HOUR) + HOUR) % HOUR
  let at = (Math.floor((after + phase) / HOUR) + 1) * HOUR - phase
  for (let i = 0; i < 50; i++, at += HOUR) {
    if (hours.includes(((localHourIndex(at, zone) % 24) + 24) % 24)) return at
  }
  throw new Error(`no local hour of ${hours.join(', ')} follows ${after} in ${zone}`)
}
