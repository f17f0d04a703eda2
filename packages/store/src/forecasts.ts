import { DAY, type Forecast, type Micros } from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** How long a run stays behind a newer one of the same model: a zone's chart shows what was expected of its inflow. */
const CHARTED = 62 * DAY
const OTHERWISE = 2 * DAY

/** Stores a model's series ahead; a second one of the same instant replaces the first, and what nobody shows any more goes. */
export async function saveForecast(tx: Tx, forecast: Forecast): Promise<void> {
  await keepForecast(tx, forecast)
  await tx.query(
    `delete from forecast f using signal s
     where s.key = $1 and f.signal = s.id and f.model = $2
       and f.as_of < case when exists (select from zone z where s.key = any (z.inflow)) then $3::timestamptz
                          else $4::timestamptz end`,
    [
      ...[forecast.signal, forecast.model.name],
      ...[timestamp(forecast.asOf - CHARTED), timestamp(forecast.asOf - OTHERWISE)],
    ],
  )
}

/** The same of one that a step is told: it stays, so that the step can be taken again. */
export async function keepForecast(tx: Tx, forecast: Forecast): Promise<void> {
  const rows = await tx.query(
    `insert into forecast (signal, model, as_of, body) select id, $2, $3, $4 from signal where key = $1
     on conflict (signal, model, as_of) do update set body = excluded.body returning 1`,
    [forecast.signal, forecast.model.name, timestamp(forecast.asOf), JSON.stringify(forecast)],
  )
  if (rows.length === 0) throw new Error(`there is no signal ${forecast.signal} to store a forecast of`)
  await notify(tx, 'forecasts', forecast.signal)
}

export async function newestForecast(tx: Tx, key: string): Promise<Forecast | null> {
  const [row] = await tx.query<{ body: Forecast }>(
    `select f.body from forecast f join signal s on s.id = f.signal where s.key = $1 order by f.as_of desc limit 1`,
    [key],
  )
  return row?.body ?? null
}

/** What was forecast of a signal from an instant on, each model's run, oldest first. */
export const forecastsSince = async (tx: Tx, key: string, from: Micros): Promise<Forecast[]> => {
  const rows = await tx.query<{ body: Forecast }>(
    'select f.body from forecast f join signal s on s.id = f.signal where s.key = $1 and f.as_of >= $2 order by f.as_of',
    [key, timestamp(from)],
  )
  return rows.map(({ body }) => body)
}
