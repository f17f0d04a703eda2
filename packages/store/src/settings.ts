import { type Micros, MunicipalitySettings } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** What was settled, with what holds where nothing was. */
export async function loadSettings(tx: Tx): Promise<MunicipalitySettings> {
  const [row] = await tx.query<{ body: unknown }>('select body from setting')
  return MunicipalitySettings.parse(row?.body ?? {})
}

export async function saveSettings(
  tx: Tx,
  settings: MunicipalitySettings,
  { by, at }: { by: string; at: Micros },
): Promise<void> {
  await tx.query(
    `insert into setting (body, set_by, set_at) values ($1, $2, $3)
     on conflict (municipality) do update set body = excluded.body, set_by = excluded.set_by, set_at = excluded.set_at`,
    [JSON.stringify(settings), by, timestamp(at)],
  )
}
