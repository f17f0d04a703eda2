import {
  type Fault,
  type FaultEvidence,
  type FaultMode,
  type Micros,
  mergeFaults,
  splitFault,
} from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { timestamp, timestampOrNull } from './timestamp.ts'

/**
 * One writer of faults at a time in a municipality, so that two pieces of evidence that arrive together
 * become one fault. Held until the transaction ends; take it before reading the faults that decide.
 */
export async function lockFaults(tx: Tx): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('driftbild.faults'), $1)`, [Number(tx.municipality)])
}

/** Faults that still last, and those that ended after `endedAfter`: what new evidence may belong to. */
export const listOpenFaults = (tx: Tx, endedAfter: Micros | null = null): Promise<Fault[]> =>
  select(
    tx,
    'f.merged_into is null and (f.to_time is null or f.to_time > $1::timestamptz) order by f.from_time desc, f.id',
    [timestampOrNull(endedAfter)],
  )

/** Newest first, merged ones left out. */
export const listFaults = (
  tx: Tx,
  { after, limit = 100 }: { after?: { from: Micros; id: string }; limit?: number } = {},
): Promise<Fault[]> =>
  select(
    tx,
    `f.merged_into is null and ($1::timestamptz is null or (f.from_time, f.id) < ($1, $2::uuid))
     order by f.from_time desc, f.id desc limit $3`,
    [after ? timestamp(after.from) : null, after?.id ?? null, limit],
  )

/** An inspection's order names none: null. */
export async function findFault(tx: Tx, id: string | null): Promise<Fault | null> {
  if (id === null) return null
  const [fault] = await select(tx, 'f.id = $1', [id])
  return fault ?? null
}

/** What went wrong, of each of these faults. */
export async function faultModesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, FaultMode>> {
  const rows = await tx.query<{ id: string; mode: FaultMode }>(
    'select id, mode from fault where id = any ($1)',
    [ids],
  )
  return new Map(rows.map(({ id, mode }) => [id, mode]))
}

/**
 * Faults for which nothing speaks any longer: every alarm cleared or was taken back, no prediction stands, nobody
 * reported it, and no order is open.
 */
export async function listOverFaults(tx: Tx): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select f.id from fault f
     where f.to_time is null and f.merged_into is null
       and not exists (
         select from fault_evidence e
         left join alarm a on e.source = 'alarm' and a.id = e.id
         left join prediction p on e.source = 'prediction' and p.id = e.id
         where e.fault = f.id
           and (e.source = 'report' or (a.cleared_at is null and not a.withdrawn) or p.standing))
       and not exists (
         select from work_order w where w.fault = f.id and w.state not in ('done', 'not-found', 'cancelled'))
     order by f.from_time limit 100`,
  )
  return rows.map(({ id }) => id)
}

/** Inserts or updates a fault with its evidence; evidence that spoke for another fault moves here. */
export async function saveFault(tx: Tx, fault: Fault): Promise<void> {
  await tx.query(
    `insert into fault (id, subject_type, subject_tag, mode, from_time, to_time, merged_into)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (id) do update set subject_type = excluded.subject_type, subject_tag = excluded.subject_tag,
       mode = excluded.mode, from_time = excluded.from_time, to_time = excluded.to_time,
       merged_into = excluded.merged_into`,
    [
      fault.id,
      fault.subject.type,
      fault.subject.tag,
      fault.mode,
      timestamp(fault.from),
      timestampOrNull(fault.to),
      fault.mergedInto,
    ],
  )
  // A merged fault's evidence speaks for the one it went into.
  if (fault.mergedInto === null) {
    await tx.query(
      `insert into fault_evidence (id, fault, source, subject_type, subject_tag, zone, mode, ordinal, at)
       select id, $1, source, type, tag, zone, mode, coalesce(ordinal, 1), at from jsonb_to_recordset($2)
         as r (id uuid, source text, type text, tag text, zone text, mode text, ordinal integer,
               at timestamptz)
       on conflict (id) do update set fault = excluded.fault
       where fault_evidence.fault <> excluded.fault`,
      [
        fault.id,
        JSON.stringify(
          fault.evidence.map(({ subject, at, ...rest }) => ({ ...rest, ...subject, at: timestamp(at) })),
        ),
      ],
    )
  }
  await notify(tx, 'faults', fault.id)
}

/** Two faults were one. The first keeps its name; null when one of them is not there. */
export async function mergeFaultInto(tx: Tx, into: string, other: string): Promise<Fault | null> {
  await lockFaults(tx)
  const [a, b] = [await findFault(tx, into), await findFault(tx, other)]
  if (!a || !b) return null
  const merged = mergeFaults(a, b)
  await saveFault(tx, merged.into)
  await saveFault(tx, merged.other)
  return merged.into
}

/** One fault was two: the named evidence leaves for a new one. Null when there is no such fault. */
export async function splitFaultOff(
  tx: Tx,
  id: string,
  evidence: readonly string[],
  newId: string,
): Promise<[Fault, Fault] | null> {
  await lockFaults(tx)
  const fault = await findFault(tx, id)
  if (!fault) return null
  const parts = splitFault(fault, evidence, newId)
  for (const part of parts) await saveFault(tx, part)
  return parts
}

interface FaultRow extends Omit<Fault, 'subject' | 'evidence'> {
  type: 'asset' | 'zone'
  tag: string
}
interface EvidenceRow extends Omit<FaultEvidence, 'subject' | 'ordinal'> {
  fault: string
  ordinal: number | null
  type: 'asset' | 'zone'
  tag: string
}

async function select(tx: Tx, where: string, values: unknown[]): Promise<Fault[]> {
  const faults = await tx.query<FaultRow>(
    `select f.id, f.subject_type as type, f.subject_tag as tag, f.mode, f.from_time as "from", f.to_time as "to",
            f.merged_into as "mergedInto"
     from fault f where ${where}`,
    values,
  )
  const evidence = await tx.query<EvidenceRow>(
    `select e.fault, e.id, e.source, e.subject_type as type, e.subject_tag as tag, e.zone, e.mode,
            nullif(e.ordinal, 1) as ordinal, e.at
     from fault_evidence e where e.fault = any ($1) order by e.at, e.id`,
    [faults.map(({ id }) => id)],
  )
  const byFault = Map.groupBy(evidence, (e) => e.fault)
  return faults.map(({ type, tag, ...fault }) => ({
    ...fault,
    subject: { type, tag },
    evidence: (byFault.get(fault.id) ?? []).map(({ fault: _, type, tag, ordinal, ...e }) => ({
      ...e,
      ...(ordinal !== null && { ordinal }),
      subject: { type, tag },
    })),
  }))
}
