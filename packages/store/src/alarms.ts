import {
  type AlarmAction,
  type AlarmPhase,
  type AlarmRule,
  AT_REST,
  type Micros,
  type Transition,
} from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { timestamp, timestampOrNull } from './timestamp.ts'

/** All rules, or those of some signals. */
export const listRules = (tx: Tx, keys: readonly string[] | null = null): Promise<AlarmRule[]> =>
  tx.query(`${selectRule} where ($1::text[] is null or s.key = any ($1)) order by r.name`, [keys])

/** A page by name. */
export const rulesAfter = (tx: Tx, after: string | null, limit: number): Promise<AlarmRule[]> =>
  tx.query(`${selectRule} where $1::text is null or r.name > $1 order by r.name limit $2`, [after, limit])

/** Where a rule stands: its phase, and the source time up to which readings were judged. */
export interface StandingRule {
  rule: AlarmRule
  phase: AlarmPhase
  judgedTo: Micros | null
  /** Readings up to here were judged by other limits, and stay so; null where they never changed. */
  settledTo: Micros | null
}

/** The rules of some signals, or all, with where they stand; a rule that never ran is at rest and judged nothing. */
export async function standingRules(tx: Tx, keys: readonly string[] | null = null): Promise<StandingRule[]> {
  const rules = await listRules(tx, keys)
  const rows = await tx.query<AlarmPhase & { name: string; judgedTo: Micros; settledTo: Micros | null }>(
    `select r.name, p.active, p.pending_since as "pendingSince", p.slices, p.judged_to as "judgedTo",
            (select max(s.judged_to) from alarm_setting s where s.rule = r.id) as "settledTo"
     from alarm_phase p join alarm_rule r on r.id = p.rule where r.name = any ($1)`,
    [rules.map((rule) => rule.id)],
  )
  const byName = new Map(rows.map((row) => [row.name, row]))
  return rules.map((rule) => {
    const at = byName.get(rule.id)
    if (!at) return { rule, phase: AT_REST, judgedTo: null, settledTo: null }
    const { active, pendingSince, slices, judgedTo, settledTo } = at
    return { rule, phase: { active, pendingSince, slices }, judgedTo, settledTo }
  })
}

/** What a run of a rule found: where it stands now, what it adds to the journal and what never happened. */
export interface RuleRun {
  rule: string
  phase: AlarmPhase
  judgedTo: Micros
  added: readonly Transition[]
  withdrawn: readonly Transition[]
}

/** Stores a run. Gives the alarms it raised and that are still active, and those it took back. */
export async function saveTransitions(
  tx: Tx,
  run: RuleRun,
  now: Micros,
): Promise<{ raised: string[]; withdrawn: string[] }> {
  const [rule] = await tx.query<{ id: number }>('select id from alarm_rule where name = $1', [run.rule])
  if (!rule) throw new Error(`there is no alarm rule ${run.rule}`)
  const withdrawn = await withdraw(tx, rule.id, run.withdrawn, now)
  for (const transition of run.added) await addTransition(tx, rule.id, transition, now)
  await reclear(tx, rule.id, run)
  await tx.query(
    `insert into alarm_phase (rule, active, pending_since, slices, judged_to) values ($1, $2, $3, $4, $5)
     on conflict (rule) do update set active = excluded.active, pending_since = excluded.pending_since,
       slices = excluded.slices, judged_to = excluded.judged_to`,
    [
      ...[rule.id, run.phase.active, timestampOrNull(run.phase.pendingSince)],
      ...[JSON.stringify(run.phase.slices), timestamp(run.judgedTo)],
    ],
  )
  const raisedAt = run.added.filter((t) => t.type === 'raised').map((t) => timestamp(t.at))
  const raised = await tx.query<{ id: string }>(
    'select id from alarm where rule = $1 and raised_at = any ($2) and cleared_at is null and not withdrawn',
    [rule.id, raisedAt],
  )
  if (run.added.length + run.withdrawn.length > 0) await notify(tx, 'alarms')
  return { raised: raised.map(({ id }) => id), withdrawn }
}

/** Writes down where rules stand that found nothing: from there they go on after a restart. */
export async function savePhases(
  tx: Tx,
  phases: readonly { rule: string; phase: AlarmPhase; judgedTo: Micros }[],
): Promise<void> {
  await tx.query(
    `insert into alarm_phase (rule, active, pending_since, slices, judged_to)
     select r.id, p.active, p."pendingSince", p.slices, p."judgedTo"
     from jsonb_to_recordset($1)
       as p (rule text, active boolean, "pendingSince" timestamptz, slices jsonb, "judgedTo" timestamptz)
     join alarm_rule r on r.name = p.rule
     on conflict (rule) do update set active = excluded.active, pending_since = excluded.pending_since,
       slices = excluded.slices, judged_to = excluded.judged_to`,
    [
      JSON.stringify(
        phases.map(({ rule, phase, judgedTo }) => ({
          rule,
          active: phase.active,
          pendingSince: timestampOrNull(phase.pendingSince),
          slices: phase.slices,
          judgedTo: timestamp(judgedTo),
        })),
      ),
    ],
  )
}

export interface AlarmRow {
  id: string
  rule: AlarmRule
  /** Tag. */
  asset: string
  raisedAt: Micros
  clearedAt: Micros | null
  value: number | null
  acknowledged: boolean
  shelvedUntil: Micros | null
  fault: string | null
}

export interface AlarmFilter {
  active?: boolean
  /** Evidence of a fault, or not yet. */
  gathered?: boolean
  asset?: string
  /** The last page's last alarm. */
  after?: { raisedAt: Micros; id: string }
  limit?: number
}

/** Newest first. */
export async function listAlarms(tx: Tx, filter: AlarmFilter = {}): Promise<AlarmRow[]> {
  const { active, gathered, asset, after, limit = 100 } = filter
  const rows = await tx.query<AlarmRecord>(
    `${selectAlarm}
     where not l.withdrawn and ($1::boolean is null or (l.cleared_at is null) = $1)
       and ($2::text is null or a.tag = $2)
       and ($3::timestamptz is null or (l.raised_at, l.id) < ($3, $4::uuid))
       and ($6::boolean is null or (l.fault is not null) = $6)
     order by l.raised_at desc, l.id desc limit $5`,
    [
      ...[active ?? null, asset ?? null, after ? timestamp(after.raisedAt) : null, after?.id ?? null, limit],
      gathered ?? null,
    ],
  )
  return rows.map(toAlarm)
}

export async function findAlarm(tx: Tx, id: string): Promise<AlarmRow | null> {
  const [row] = await tx.query<AlarmRecord>(`${selectAlarm} where l.id = $1`, [id])
  return row ? toAlarm(row) : null
}

export type PersonalAction = Extract<AlarmAction, { by: string }>

/** A person acknowledges, shelves or unshelves. False when there is no such alarm. */
export async function actOnAlarm(tx: Tx, id: string, action: PersonalAction, now: Micros): Promise<boolean> {
  const until = action.type === 'shelved' ? timestamp(action.until) : null
  const [row] = await tx.query<{ rule: number }>(
    `update alarm set
       acknowledged = acknowledged or $2 = 'acknowledged',
       shelved_until = case $2 when 'shelved' then $3::timestamptz when 'unshelved' then null else shelved_until end
     where id = $1 returning rule`,
    [id, action.type, until],
  )
  if (!row) return false
  await tx.query(
    `insert into alarm_journal (alarm, rule, type, at, by_user, until, reason, recorded_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      id,
      row.rule,
      action.type,
      timestamp(action.at),
      action.by,
      until,
      action.type === 'shelved' ? action.reason : null,
      timestamp(now),
    ],
  )
  await notify(tx, 'alarms', id)
  return true
}

/** Says which fault an alarm is evidence of. */
export async function linkAlarm(tx: Tx, id: string, fault: string | null): Promise<void> {
  await tx.query('update alarm set fault = $2 where id = $1', [id, fault])
}

async function addTransition(
  tx: Tx,
  rule: number,
  { type, at, value }: Transition,
  now: Micros,
): Promise<void> {
  const [alarm] =
    type === 'raised'
      ? await tx.query<{ id: string }>(
          `insert into alarm (rule, raised_at, value) values ($1, $2, $3)
           on conflict (rule, raised_at) do update set withdrawn = false, value = excluded.value, cleared_at = null
           returning id`,
          [rule, timestamp(at), value],
        )
      : await tx.query<{ id: string }>(
          `select id from alarm where rule = $1 and raised_at < $2 and not withdrawn order by raised_at desc limit 1`,
          [rule, timestamp(at)],
        )
  if (!alarm) throw new Error(`alarm rule ${rule} clears at ${timestamp(at)} without having been raised`)
  await tx.query(
    `insert into alarm_journal (alarm, rule, type, at, value, recorded_at) values ($1, $2, $3, $4, $5, $6)`,
    [alarm.id, rule, type, timestamp(at), value, timestamp(now)],
  )
}

async function withdraw(
  tx: Tx,
  rule: number,
  transitions: readonly Transition[],
  now: Micros,
): Promise<string[]> {
  const taken: string[] = []
  for (const { type, at } of transitions) {
    await tx.query(
      `update alarm_journal set withdrawn_at = $4
       where rule = $1 and type = $2 and at = $3 and withdrawn_at is null`,
      [rule, type, timestamp(at), timestamp(now)],
    )
    if (type === 'cleared') continue
    const rows = await tx.query<{ id: string }>(
      'update alarm set withdrawn = true where rule = $1 and raised_at = $2 returning id',
      [rule, timestamp(at)],
    )
    taken.push(...rows.map(({ id }) => id))
  }
  return taken
}

/** When each alarm of the corrected stretch cleared, told by the journal as it now stands. */
async function reclear(tx: Tx, rule: number, { added, withdrawn }: RuleRun): Promise<void> {
  const changed = [...added, ...withdrawn].map((t) => t.at)
  if (changed.length === 0) return
  await tx.query(
    `update alarm l set cleared_at = (
       select min(j.at) from alarm_journal j
       where j.rule = l.rule and j.type = 'cleared' and j.withdrawn_at is null and j.at > l.raised_at)
     where l.rule = $1 and not l.withdrawn
       and l.raised_at >= coalesce((select max(raised_at) from alarm where rule = $1 and raised_at < $2
                                     and not withdrawn), '-infinity')`,
    [rule, timestamp(Math.min(...changed))],
  )
}

/** Of a rule `r` as it holds: what a person set of it goes before what the register says. */
const ruleColumns = `
  r.condition, coalesce((t.body ->> 'limit')::float8, r.alarm_limit) as "limit",
  coalesce((t.body ->> 'hysteresis')::float8, r.hysteresis) as hysteresis,
  coalesce((t.body ->> 'delayOn')::bigint, r.delay_on) as "delayOn",
  coalesce((t.body ->> 'delayOff')::bigint, r.delay_off) as "delayOff",
  coalesce((t.body ->> 'window')::bigint, r.rate_window) as "window", r.priority, r.mode`

const joinSetting = `
  left join lateral (select body from alarm_setting where rule = r.id order by id desc limit 1) t on true`

const selectRule = `
  select r.name as id, s.key as signal, ${ruleColumns}
  from alarm_rule r join signal s on s.id = r.signal ${joinSetting}`

interface AlarmRecord extends Omit<AlarmRow, 'rule'>, Omit<AlarmRule, 'id'> {
  name: string
}

const selectAlarm = `
  select l.id, a.tag as asset, l.raised_at as "raisedAt", l.cleared_at as "clearedAt", l.value, l.acknowledged,
         l.shelved_until as "shelvedUntil", l.fault, r.name, s.key as signal, ${ruleColumns}
  from alarm l join alarm_rule r on r.id = l.rule join signal s on s.id = r.signal join asset a on a.id = s.asset
  ${joinSetting}`

function toAlarm(row: AlarmRecord): AlarmRow {
  const { name, signal, condition, limit, hysteresis, delayOn, delayOff, window, priority, mode, ...alarm } =
    row
  return {
    ...alarm,
    rule: { id: name, signal, condition, limit, hysteresis, delayOn, delayOff, window, priority, mode },
  }
}
