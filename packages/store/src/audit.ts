import type { Micros } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp, timestampOrNull } from './timestamp.ts'

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

export interface AuditFilter {
  /** How what was done begins. */
  what?: string | undefined
  ref?: string | undefined
  by?: string | undefined
  from?: Micros | undefined
  to?: Micros | undefined
  /** The last page's smallest id. */
  before?: number
  limit?: number
}

/** Newest first. */
export const listAudit = (
  tx: Tx,
  { what, ref, by, from, to, before, limit = 100 }: AuditFilter = {},
): Promise<(AuditEntry & { id: number })[]> =>
  tx.query(
    `select id, at, by_user as by, what, ref, detail from audit
     where ($1::bigint is null or id < $1)
       and ($2::text is null or starts_with(what, $2))
       and ($3::text is null or ref = $3)
       and ($4::text is null or by_user = $4)
       and ($5::timestamptz is null or at >= $5)
       and ($6::timestamptz is null or at < $6)
     order by id desc limit $7`,
    [
      ...[before ?? null, what ?? null, ref ?? null, by ?? null],
      ...[timestampOrNull(from ?? null), timestampOrNull(to ?? null), limit],
    ],
  )

/** What a noted id stands for: an order by its number, the others by the tag of what they are about or by their name. */
export interface AuditSubject {
  type: 'work-order' | 'prediction' | 'fault' | 'alarm' | 'document' | 'collector'
  name: string
}

/** By the id that was noted; what is gone, and what is no such thing, is left out. */
export async function auditSubjects(tx: Tx, refs: readonly string[]): Promise<Map<string, AuditSubject>> {
  const ids = refs.filter((ref) => UUID.test(ref))
  if (ids.length === 0) return new Map()
  const rows = await tx.query<AuditSubject & { id: string }>(
    `select id, 'work-order' as type, number::text as name from work_order where id = any ($1::uuid[])
     union all select id, 'prediction', subject_tag from prediction where id = any ($1::uuid[])
     union all select id, 'fault', subject_tag from fault where id = any ($1::uuid[])
     union all select l.id, 'alarm', a.tag
       from alarm l join alarm_rule r on r.id = l.rule join signal s on s.id = r.signal join asset a on a.id = s.asset
       where l.id = any ($1::uuid[])
     union all select id, 'document', name from document where id = any ($1::uuid[])
     union all select id, 'collector', name from collector where id = any ($1::uuid[])`,
    [[...new Set(ids)]],
  )
  return new Map(rows.map(({ id, ...subject }) => [id, subject]))
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
