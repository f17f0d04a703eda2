import { HOUR, localTime } from '@driftbild/core'
import { NIGHT_HOURS } from '@driftbild/models'
import type { Daily, DayBook } from './day-book.ts'
import { netHours } from './net-hours.ts'
import type { Scope } from './scope.ts'

/** m³/h that still flow in when the town sleeps, night by night: the mean of the night's hours. */
export async function netNightFlow(book: DayBook, { flows, picture }: Scope): Promise<Daily> {
  if (flows.inflow.length === 0) return book.bounds.slice(1).map(() => null)
  const hours = await netHours(flows, (key) => book.folded(key, '1h'))
  const { zone } = picture.municipality
  return book.bounds.slice(1).map((to, i) => {
    const night: (number | null)[] = []
    for (let at = book.bounds[i]!; at < to; at += HOUR) {
      if (NIGHT_HOURS.includes(localTime(at, zone).hour)) night.push(hours.get(at) ?? null)
    }
    const known = night.filter((value) => value !== null)
    return known.length === 0 || known.length < night.length
      ? null
      : known.reduce((sum, value) => sum + value, 0) / known.length
  })
}
