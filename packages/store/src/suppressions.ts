import type { AlarmSuppression, Micros } from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

export type StoredSuppression = AlarmSuppression & {
  id: string
  from: Micros
  by: string
}

interface Row {
  id: string
  kind: AlarmSuppression['kind']
  asset: string | null
  rule: string | null
  whileRule: string | null
  reason: string
  from: Micros
  until: Micros | null
  by: string
}

/** Those that hold at an instant, the newest first. */
export async function listSuppressions(tx: Tx, now: Micros): Promise<StoredSuppression[]> {
  const rows = await tx.query<Row>(
    `select p.id, p.kind, a.tag as asset, r.name as rule, w.name as "whileRule", p.reason,
            p.from_time as "from", p.until, p.by_user as by
     from alarm_suppression p
     left join asset a on a.id = p.asset
     left join alarm_rule r on r.id = p.rule
     left join alarm_rule w on w.id = p.while_rule
     where p.ended_at is null and (p.until is null or p.until > $1)
     order by p.from_time desc, p.id`,
    [timestamp(now)],
  )
  return rows.map(({ asset, rule, whileRule, until, kind, ...rest }) =>
    kind === 'out-of-service'
      ? { ...rest, kind, asset: asset!, until: until! }
      : { ...rest, kind, rule: rule!, whileRule: whileRule! },
  )
}

/** One person after the other, until the transaction ends: whether one more may hold depends on all others. */
export async function lockSuppressions(tx: Tx): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('driftbild.suppressions'), $1)`, [
    Number(tx.municipality),
  ])
}

/** Null when the asset or a rule isn't there. */
export async function addSuppression(
  tx: Tx,
  one: AlarmSuppression,
  { by, at }: { by: string; at: Micros },
): Promise<string | null> {
  const [row] =
    one.kind === 'out-of-service'
      ? await tx.query<{ id: string }>(
          `insert into alarm_suppression (kind, asset, reason, from_time, until, by_user)
           select 'out-of-service', id, $2, $3, $4, $5 from asset where tag = $1 returning id`,
          [one.asset, one.reason, timestamp(at), timestamp(one.until), by],
        )
      : await tx.query<{ id: string }>(
          `insert into alarm_suppression (kind, rule, while_rule, reason, from_time, by_user)
           select 'by-design', r.id, w.id, $3, $4, $5 from alarm_rule r, alarm_rule w
           where r.name = $1 and w.name = $2 returning id`,
          [one.rule, one.whileRule, one.reason, timestamp(at), by],
        )
  if (row) await notify(tx, 'alarms')
  return row?.id ?? null
}

/** False when there is none that holds. */
export async function endSuppression(
  tx: Tx,
  id: string,
  { by, at }: { by: string; at: Micros },
): Promise<boolean> {
  const ended = await tx.query(
    'update alarm_suppression set ended_at = $2, ended_by = $3 where id = $1 and ended_at is null returning 1',
    [id, timestamp(at), by],
  )
  if (ended.length > 0) await notify(tx, 'alarms')
  return ended.length > 0
}

/** Names of the rules whose alarm stands. */
export async function activeRules(tx: Tx): Promise<Set<string>> {
  const rows = await tx.query<{ name: string }>(
    `select distinct r.name from alarm l join alarm_rule r on r.id = l.rule
     where l.cleared_at is null and not l.withdrawn`,
  )
  return new Set(rows.map(({ name }) => name))
}
