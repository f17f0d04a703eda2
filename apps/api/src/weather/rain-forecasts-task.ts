import { convert, type Forecast, formatTime, HOUR, type Micros, type Signal } from '@driftbild/core'
import { type Database, keepForecast, newestForecast } from '@driftbild/store'
import { describeError, type Log } from '../log.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { Picture } from '../picture/picture.ts'
import type { Pictures } from '../picture/pictures.ts'
import { type PointForecast, readPointForecast } from './point-forecast.ts'

interface Parts {
  db: Database
  pictures: Pick<Pictures, 'list'>
  /** Address with `{lon}` and `{lat}`, and what the service is called where it is told of. */
  source: { url: string; name: string }
  log: Log
  now: () => Micros
}

/** A service that says nothing for so long is taken for down; the next look is another try. */
const PATIENCE_MS = 15_000
const MOST_BYTES = 10_000_000
const HOURS = 60

/**
 * Asks a weather service for the rain at each gauge and keeps what it says as a forecast of that gauge's signal, by when it
 * was known here: a step, now or taken again, is told what had come by then.
 */
export async function takeRainForecasts({ db, pictures, source, log, now }: Parts): Promise<void> {
  for (const picture of pictures.list()) {
    // Nobody forecasts the weather of a recording.
    if (picture.municipality.recording !== null) continue
    for (const signal of picture.register.signals.filter(({ role }) => role === 'rain')) {
      try {
        await takeOne(db, picture, signal, source, now)
      } catch (error) {
        log('warn', `no forecast of the rain at ${signal.asset} from ${source.name}: ${describeError(error)}`)
      }
    }
  }
}

async function takeOne(
  db: Database,
  picture: Picture,
  signal: Signal,
  source: Parts['source'],
  now: () => Micros,
): Promise<void> {
  const position = picture.assets.get(signal.asset)?.position
  if (!position) return
  const forecast = forecastOf(signal, await ask(source.url, position), source.name, dataNow(picture, now()))
  if (!forecast) return
  const scope = { municipality: picture.code, role: 'api' } as const
  await db.transaction(scope, async (tx) => {
    const known = await newestForecast(tx, signal.key)
    if (known?.model.version !== forecast.model.version) await keepForecast(tx, forecast)
  })
}

async function ask(url: string, [lon, lat]: readonly [number, number]): Promise<PointForecast> {
  const at = url.replace('{lon}', lon.toFixed(6)).replace('{lat}', lat.toFixed(6))
  const answer = await fetch(at, { redirect: 'manual', signal: AbortSignal.timeout(PATIENCE_MS) })
  if (!answer.ok) {
    await answer.body?.cancel()
    throw new Error(`it answered ${answer.status}`)
  }
  const text = await answer.text()
  if (text.length > MOST_BYTES) throw new Error(`it answered with ${text.length} bytes`)
  return readPointForecast(JSON.parse(text))
}

/** Hour by hour from the one that runs. The run that it is of is its model's version. */
export function forecastOf(
  signal: Pick<Signal, 'key' | 'unit'>,
  { issued, spans }: PointForecast,
  name: string,
  asOf: Micros,
): Forecast | null {
  const first = Math.floor(asOf / HOUR) * HOUR
  const hours = Array.from({ length: HOURS }, (_, i) => first + i * HOUR).flatMap((at) => {
    const span = spans.find(({ from, to }) => from <= at && to >= at + HOUR)
    return span ? [{ at, span }] : []
  })
  if (hours.length === 0) return null
  const of = (pick: 'least' | 'median' | 'mean' | 'most') =>
    hours.map(({ span }) => convert(span[pick], 'mm/h', signal.unit))
  return {
    ...{ signal: signal.key, asOf, time: hours.map(({ at }) => at), mean: of('mean') },
    // The least and the most of a service's members: hardly ever less, hardly ever more.
    ...{ quantiles: [0.05, 0.5, 0.95], values: [of('least'), of('median'), of('most')] },
    model: { name, version: formatTime(issued) },
  }
}
