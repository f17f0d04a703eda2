import type { Micros } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** Who did what, to what. People by their opaque id. Rows are only ever added. */
export interface AuditEntry {
  at: Micros
  by: string
  what: string
  ref: string
  detail: Record<string, unknown>
}

export async function appendAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  const { at, by, what, ref, detail } = entry
  await tx.query('insert into audit (at, by_user, what, ref, detail) values ($1, $2, $3, $4, $5)', [
    timestamp(at),
    by,
    what,
    ref,
    detail,
  ])
}

/** Newest first; `before` is the last page's smallest id. */
export const listAudit = (
  tx: Tx,
  { before, limit = 100 }: { before?: number; limit?: number } = {},
): Promise<(AuditEntry & { id: number })[]> =>
  tx.query(
    `select id, at, by_user as by, what, ref, detail from audit
     where ($1::bigint is null or id < $1) order by id desc limit $2`,
    [before ?? null, limit],
  )
