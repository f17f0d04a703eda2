import type { Micros, OverflowDecision, OverflowDetected } from '@driftbild/core'
import { notify } from './changes.ts'
import type { Tx } from './database.ts'
import { timestamp, timestampOrNull } from './timestamp.ts'

export interface StoredOverflow {
  id: string
  /** Tag. */
  station: string
  detected: OverflowDetected | null
  /** What people said of it, the newest first; the first holds. */
  decisions: { decision: OverflowDecision; at: Micros; by: string }[]
}

/** As the readings tell it now. One that began at the same instant is the same, told anew. */
export async function saveDetected(
  tx: Tx,
  { id, station, detected, at }: { id: string; station: string; detected: OverflowDetected; at: Micros },
): Promise<void> {
  const rows = await tx.query(
    `insert into overflow as o (id, station, began, detected, known_at)
     select $1, a.id, $3, $4, $5 from asset a where a.tag = $2
     on conflict (station, began) do update set detected = excluded.detected
       where o.detected is distinct from excluded.detected
     returning 1`,
    [id, station, timestamp(detected.began), JSON.stringify(detected), timestamp(at)],
  )
  if (rows.length > 0) await notify(tx, 'faults')
}

/**
 * One that no sensor saw, with who tells of it; 'again' for a report that is kept already. 'refused' when there is no such
 * station, or another is known there that began then.
 */
export async function addReported(
  tx: Tx,
  { id, station, decision, at, by }: { id: string; station: string } & StoredOverflow['decisions'][number],
): Promise<'added' | 'again' | 'refused'> {
  const rows = await tx.query(
    `insert into overflow (id, station, began, detected, known_at)
     select $1, id, $3, null, $4 from asset where tag = $2 and class = 'wastewater-pumping-station'
     on conflict do nothing returning 1`,
    [id, station, timestamp(decision.began), timestamp(at)],
  )
  if (rows.length > 0) {
    await addDecision(tx, id, { decision, at, by })
    return 'added'
  }
  const [kept] = await listOverflows(tx, { id, station })
  return kept ? 'again' : 'refused'
}

/** False when there is no such overflow. */
export async function addDecision(
  tx: Tx,
  id: string,
  { decision, at, by }: StoredOverflow['decisions'][number],
): Promise<boolean> {
  const rows = await tx.query(
    `insert into overflow_decision (overflow, body, at, by_user)
     select id, $2, $3, $4 from overflow where id = $1 returning 1`,
    [id, JSON.stringify(decision), timestamp(at), by],
  )
  if (rows.length > 0) await notify(tx, 'faults')
  return rows.length > 0
}

/** Those that were first told to begin in a stretch of time, of one station where one is named; the newest first. */
export async function listOverflows(
  tx: Tx,
  {
    from,
    to,
    station = null,
    id = null,
  }: { from?: Micros; to?: Micros; station?: string | null; id?: string | null },
): Promise<StoredOverflow[]> {
  const rows = await tx.query<Told>(
    `select o.id, a.tag as station, o.detected from overflow o join asset a on a.id = o.station
     where ($1::timestamptz is null or o.began >= $1) and ($2::timestamptz is null or o.began < $2)
       and ($3::text is null or a.tag = $3) and ($4::uuid is null or o.id = $4)
     order by o.began desc, a.tag`,
    [from === undefined ? null : timestamp(from), to === undefined ? null : timestamp(to), station, id],
  )
  return withDecisions(tx, rows)
}

/** Those that began in a stretch of time by what holds: the newest decision's word, where there is one. */
export async function overflowsBegun(tx: Tx, from: Micros, to: Micros): Promise<StoredOverflow[]> {
  const rows = await tx.query<Told>(
    `select id, station, detected from (
       select o.id, a.tag as station, o.detected, coalesce(
         (select 'epoch'::timestamptz + (d.body->>'began')::bigint * interval '1 microsecond'
          from overflow_decision d where d.overflow = o.id order by d.id desc limit 1), o.began) as held
       from overflow o join asset a on a.id = o.station) told
     where held >= $1 and held < $2 order by held desc, station`,
    [timestamp(from), timestamp(to)],
  )
  return withDecisions(tx, rows)
}

type Told = Omit<StoredOverflow, 'decisions'>

async function withDecisions(tx: Tx, rows: readonly Told[]): Promise<StoredOverflow[]> {
  const said = await tx.query<{ overflow: string; body: OverflowDecision; at: Micros; by: string }>(
    'select overflow, body, at, by_user as by from overflow_decision where overflow = any ($1) order by id desc',
    [rows.map((row) => row.id)],
  )
  const byOverflow = Map.groupBy(said, (one) => one.overflow)
  return rows.map((row) => ({
    ...row,
    decisions: (byOverflow.get(row.id) ?? []).map(({ body, at, by }) => ({ decision: body, at, by })),
  }))
}

/** Up to where each station's readings were looked through, by tag. */
export async function overflowScans(tx: Tx): Promise<Map<string, Micros>> {
  const rows = await tx.query<{ tag: string; seen: Micros }>(
    'select a.tag, s.seen_to as seen from overflow_scan s join asset a on a.id = s.station',
  )
  return new Map(rows.map(({ tag, seen }) => [tag, seen]))
}

/** Readings came that are older than what was looked through. */
export async function rewindScan(tx: Tx, station: string, to: Micros): Promise<void> {
  await tx.query(
    `update overflow_scan s set seen_to = $2 from asset a
     where a.id = s.station and a.tag = $1 and s.seen_to > $2`,
    [station, timestamp(to)],
  )
}

/**
 * Those that the readings of a stretch no longer tell of go, unless somebody said something of them. `seen` is up to where
 * the station had been looked through when this began: a scan that was taken back since stays back.
 */
export async function saveScan(
  tx: Tx,
  station: string,
  { from, to, began, seen }: { from: Micros; to: Micros; began: readonly Micros[]; seen: Micros | null },
): Promise<void> {
  await tx.query(
    `delete from overflow o using asset a where a.id = o.station and a.tag = $1 and o.detected is not null
       and o.began >= $2 and o.began < $3 and not o.began = any ($4::timestamptz[])
       and not exists (select from overflow_decision d where d.overflow = o.id)`,
    [station, timestamp(from), timestamp(to), began.map(timestamp)],
  )
  await tx.query(
    `insert into overflow_scan as s (station, seen_to) select id, $2 from asset where tag = $1
     on conflict (station) do update set seen_to = excluded.seen_to where s.seen_to = $3`,
    [station, timestamp(to), timestampOrNull(seen)],
  )
}
