import { type Micros, MunicipalitySettings } from '@driftbild/core'
import { notify } from './changes.ts'
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

export async function nameMunicipality(
  tx: Tx,
  { name, zone }: { name: string; zone: string },
): Promise<void> {
  await tx.query('update municipality set name = $1, zone = $2', [name, zone])
  await notify(tx, 'assets')
}

/** False when there is no such site. */
export async function nameSite(tx: Tx, tag: string, name: string): Promise<boolean> {
  const named = await tx.query('update site set name = $2 where tag = $1 returning 1', [tag, name])
  if (named.length > 0) await notify(tx, 'assets')
  return named.length > 0
}
