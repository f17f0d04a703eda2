import { DAY, HOUR, type Micros, type Transition } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** A rule of which something came late: what lies before it decides where the rule starts again. */
export interface LateRule {
  rule: string
  late: Micros
  /** The newest usable reading up to here is looked for; null when it doesn't matter. */
  witnessAt: Micros | null
}

/** Of each rule the last transition before its late reading, and the time of its witness. */
export async function restartPoints(
  tx: Tx,
  rules: readonly LateRule[],
): Promise<Map<string, { last: Transition | null; witness: Micros | null }>> {
  const rows = await tx.query<{ rule: string } & { [C in keyof Transition]: Transition[C] | null }>(
    `select l.rule, t.type, t.at, t.value
     from jsonb_to_recordset($1) as l (rule text, late timestamptz)
     join alarm_rule r on r.name = l.rule
     left join lateral (
       select j.type, j.at, j.value from alarm_journal j
       where j.rule = r.id and j.type in ('raised', 'cleared') and j.withdrawn_at is null and j.at < l.late
       order by j.at desc, j.id desc limit 1
     ) t on true`,
    [JSON.stringify(rules.map(({ rule, late }) => ({ rule, late: timestamp(late) })))],
  )
  const witnesses = await findWitnesses(
    tx,
    rules.flatMap(({ rule, witnessAt }) => (witnessAt === null ? [] : [{ rule, upTo: witnessAt }])),
  )
  return new Map(
    rows.map(({ rule, type, at, value }) => [
      rule,
      { last: type && { type, at: at!, value: value! }, witness: witnesses.get(rule) ?? null },
    ]),
  )
}

/** How far to look back, first where nearly all are, in the end everywhere. */
const LOOK_BACK = [HOUR, DAY, 30 * DAY, Number.POSITIVE_INFINITY]

/** The newest usable reading of each rule's signal up to an instant: a status that isn't bad has no sign. */
async function findWitnesses(
  tx: Tx,
  asked: readonly { rule: string; upTo: Micros }[],
): Promise<Map<string, Micros>> {
  const found = new Map<string, Micros>()
  for (const back of LOOK_BACK) {
    const open = asked.filter(({ rule }) => !found.has(rule))
    if (open.length === 0) break
    // A stretch of time, because a limit would be applied only after the signal's whole past was read.
    const stretches = open.map(({ rule, upTo }) => ({ rule, from: Math.max(0, upTo - back), upTo }))
    const rows = await tx.query<{ rule: string; at: Micros | null }>(
      `select l.rule, w.at
       from jsonb_to_recordset($1) as l (rule text, "from" timestamptz, "upTo" timestamptz)
       join alarm_rule r on r.name = l.rule
       cross join lateral (
         select max(source_time) as at from own_reading
         where signal = r.signal and source_time >= l."from" and source_time <= l."upTo"
           and source_time >= $2 and source_time <= $3 and value is not null and status >= 0
       ) w`,
      [
        JSON.stringify(
          stretches.map(({ rule, from, upTo }) => ({ rule, from: timestamp(from), upTo: timestamp(upTo) })),
        ),
        timestamp(Math.min(...stretches.map(({ from }) => from))),
        timestamp(Math.max(...stretches.map(({ upTo }) => upTo))),
      ],
    )
    for (const { rule, at } of rows) if (at !== null) found.set(rule, at)
  }
  return found
}

/** The transitions that still hold of each rule from an instant on, oldest first. */
export async function transitionsSince(
  tx: Tx,
  rules: readonly { rule: string; from: Micros }[],
): Promise<Map<string, Transition[]>> {
  const rows = await tx.query<Transition & { rule: string }>(
    `select l.rule, j.type, j.at, j.value
     from jsonb_to_recordset($1) as l (rule text, "from" timestamptz)
     join alarm_rule r on r.name = l.rule
     join alarm_journal j on j.rule = r.id and j.at >= l."from"
     where j.type in ('raised', 'cleared') and j.withdrawn_at is null
     order by j.at, j.id`,
    [JSON.stringify(rules.map(({ rule, from }) => ({ rule, from: timestamp(from) })))],
  )
  const found = new Map<string, Transition[]>(rules.map(({ rule }) => [rule, []]))
  for (const { rule, ...transition } of rows) found.get(rule)!.push(transition)
  return found
}
