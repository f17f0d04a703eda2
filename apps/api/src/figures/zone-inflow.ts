import { DAY, type Forecast, HOUR, type Micros, type Zone } from '@driftbild/core'
import { type Database, foldedRollups, forecastsSince } from '@driftbild/store'
import type { ZoneInflow } from '../contract/index.ts'
import type { Picture } from '../picture/picture.ts'
import { expectedBefore, type HourBand, hoursBefore } from './expected-band.ts'
import { netHours } from './net-hours.ts'

const WEEKS_BEFORE = 4

/** Net inflow by the hour, m³/h, with the band that it was expected in. */
export async function zoneInflow(
  db: Database,
  picture: Picture,
  zone: Zone,
  { from, to, now }: { from: Micros; to: Micros; now: Micros },
): Promise<ZoneInflow> {
  const start = Math.floor(from / HOUR) * HOUR
  const past = start - WEEKS_BEFORE * 7 * DAY
  const hours = await netHours(zone, (key) =>
    foldedRollups(db, picture.code, key, { step: '1h', from: past, to, now }),
  )
  const shown = [...hours].filter(([hour]) => hour >= start && hour < now).sort(([a], [b]) => a - b)
  // A forecast is one signal's: the band of a difference of several is nobody's.
  const [only] = zone.inflow
  const forecasts =
    only !== undefined && zone.inflow.length + zone.outflow.length === 1
      ? await db.transaction({ municipality: picture.code, role: 'reader' }, (tx) =>
          forecastsSince(tx, only, start - 2 * DAY),
        )
      : []
  return {
    time: shown.map(([hour]) => hour / 1e6),
    values: shown.map(([, value]) => value),
    expected: bandOf(forecasts, hours, start, to),
  }
}

function bandOf(
  forecasts: readonly Forecast[],
  hours: ReadonlyMap<Micros, number | null>,
  from: Micros,
  to: Micros,
): ZoneInflow['expected'] {
  const forecast = expectedBefore(forecasts).filter(({ at }) => at >= from)
  const isForecast = forecast.length > 0
  const band: HourBand[] = isForecast ? forecast : hoursBefore(hours, from, to, WEEKS_BEFORE)
  if (band.length === 0) return null
  return {
    time: band.map(({ at }) => at / 1e6),
    low: band.map(({ low }) => low),
    mid: band.map(({ mid }) => mid),
    high: band.map(({ high }) => high),
    from: isForecast ? 'forecast' : 'weeks-before',
  }
}
