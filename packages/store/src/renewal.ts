import type { Micros } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** A plan's terms under a name. */
export interface SavedScenario {
  id: string
  name: string
  scenario: unknown
  savedAt: Micros
}

/** The municipality's own figures; null where it counts with the product's. */
export async function renewalFigures(tx: Tx): Promise<{ figures: unknown; savedAt: Micros } | null> {
  const [row] = await tx.query<{ figures: unknown; savedAt: Micros }>(
    'select figures, saved_at as "savedAt" from renewal_figures',
  )
  return row ?? null
}

export async function saveRenewalFigures(
  tx: Tx,
  { figures, at, by }: { figures: unknown; at: Micros; by: string },
): Promise<void> {
  await tx.query(
    `insert into renewal_figures (figures, saved_at, saved_by) values ($1, $2, $3)
     on conflict (municipality) do update set figures = excluded.figures, saved_at = excluded.saved_at,
       saved_by = excluded.saved_by`,
    [JSON.stringify(figures), timestamp(at), by],
  )
}

export const listScenarios = (tx: Tx): Promise<SavedScenario[]> =>
  tx.query('select id, name, scenario, saved_at as "savedAt" from renewal_scenario order by name')

/** One of the same name is replaced by it. */
export async function saveScenario(tx: Tx, one: SavedScenario & { by: string }): Promise<void> {
  await tx.query(
    `insert into renewal_scenario (id, name, scenario, saved_at, saved_by) values ($1, $2, $3, $4, $5)
     on conflict (municipality, name) do update set scenario = excluded.scenario, saved_at = excluded.saved_at,
       saved_by = excluded.saved_by`,
    [one.id, one.name, JSON.stringify(one.scenario), timestamp(one.savedAt), one.by],
  )
}

export async function removeScenario(tx: Tx, id: string): Promise<boolean> {
  const gone = await tx.query('delete from renewal_scenario where id = $1 returning 1', [id])
  return gone.length > 0
}

/** The newest judgement of every asset that was judged, by tag. */
export const conditionsNow = (
  tx: Tx,
  { after = '', limit = 5000 }: { after?: string; limit?: number } = {},
): Promise<{ asset: string; grade: number; at: Micros }[]> =>
  tx.query(
    `select distinct on (a.tag) a.tag as asset, e.grade, e.at
     from assessment e join asset a on a.id = e.asset where a.tag > $1 order by a.tag, e.at desc limit $2`,
    [after, limit],
  )
