import type { Kommunkod, LateArrival, Micros } from '@driftbild/core'
import { notify } from './changes.ts'
import type { Database, Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

export interface CollectorRow {
  id: string
  name: string
  kind: 'edge' | 'import'
  createdAt: Micros
  revokedAt: Micros | null
  lastBatchAt: Micros | null
  readings: number
  unassigned: number
}

/** A one-time code by which one edge may enrol. Hashes are SHA-256 of what the person or edge holds. */
export async function createEnrolment(
  tx: Tx,
  { name, codeHash, at, expires }: { name: string; codeHash: Buffer; at: Micros; expires: Micros },
): Promise<string> {
  const [row] = await tx.query<{ id: string }>(
    'insert into enrolment (name, code_hash, created_at, expires_at) values ($1, $2, $3, $4) returning id',
    [name, codeHash, timestamp(at), timestamp(expires)],
  )
  return row!.id
}

/** Turns a code into a collector with its key; null when there is no such code, it was used, or it is too old. */
export const redeemEnrolment = (
  db: Database,
  { codeHash, keyHash, name, at }: { codeHash: Buffer; keyHash: Buffer; name?: string; at: Micros },
): Promise<{ municipality: Kommunkod; collector: string; name: string } | null> =>
  db.across(async (tx) => {
    const [enrolment] = await tx.query<{ id: string; municipality: Kommunkod; name: string }>(
      `select id, municipality, name from enrolment
       where code_hash = $1 and collector is null and expires_at > $2 for update`,
      [codeHash, timestamp(at)],
    )
    if (!enrolment) return null
    const [collector] = await tx.query<{ id: string; name: string }>(
      `insert into collector (municipality, name, kind, key_hash, created_at)
       values ($1, $2, 'edge', $3, $4) returning id, name`,
      [enrolment.municipality, name ?? enrolment.name, keyHash, timestamp(at)],
    )
    await tx.query('update enrolment set collector = $2 where id = $1', [enrolment.id, collector!.id])
    await notify({ ...tx, municipality: enrolment.municipality }, 'collectors', collector!.id)
    return { municipality: enrolment.municipality, collector: collector!.id, name: collector!.name }
  })

/** The collector of this municipality that holds the key; null when there is none or it was revoked. */
export async function collectorByKey(tx: Tx, keyHash: Buffer): Promise<{ id: string; name: string } | null> {
  const [row] = await tx.query<{ id: string; name: string }>(
    'select id, name from collector where key_hash = $1 and revoked_at is null',
    [keyHash],
  )
  return row ?? null
}

export async function revokeCollector(tx: Tx, id: string, at: Micros): Promise<boolean> {
  const rows = await tx.query(
    'update collector set revoked_at = $2, key_hash = null where id = $1 and revoked_at is null returning 1',
    [id, timestamp(at)],
  )
  if (rows.length > 0) await notify(tx, 'collectors', id)
  return rows.length > 0
}

/** The collector that stands for one imported file; the same file gives the same one. */
export async function importCollector(
  tx: Tx,
  { name, hash, at }: { name: string; hash: string; at: Micros },
): Promise<string> {
  await tx.query(
    `insert into collector (name, kind, source_hash, created_at) values ($1, 'import', $2, $3)
     on conflict (municipality, source_hash) do nothing`,
    [name, hash, timestamp(at)],
  )
  const [row] = await tx.query<{ id: string }>('select id from collector where source_hash = $1', [hash])
  return row!.id
}

export interface ImportRow {
  id: string
  name: string
  hash: string
  createdAt: Micros
  readings: number
}

/** Imports whose hash begins so, oldest first. */
export const listImports = (tx: Tx, hashPrefix: string): Promise<ImportRow[]> =>
  tx.query(
    `select id, name, source_hash as hash, created_at as "createdAt", readings from collector
     where kind = 'import' and starts_with(source_hash, $1) order by created_at, id`,
    [hashPrefix],
  )

export const listCollectors = (tx: Tx): Promise<CollectorRow[]> =>
  tx.query(
    `select id, name, kind, created_at as "createdAt", revoked_at as "revokedAt", last_batch_at as "lastBatchAt",
            readings, unassigned
     from collector order by created_at, id`,
  )

/** The newest sequence that is in, of each epoch of a collector. */
export async function ledgerOf(tx: Tx, collector: string): Promise<Record<string, number>> {
  const rows = await tx.query<{ uuid: string; durable: number }>(
    'select uuid, durable from epoch where collector = $1',
    [collector],
  )
  return Object.fromEntries(rows.map(({ uuid, durable }) => [uuid, durable]))
}

/** Batches of a collector with late readings, the newest of them, in the order they arrived. */
export async function lateBatches(tx: Tx, collector: string, limit: number): Promise<LateArrival[]> {
  const rows = await tx.query<LateArrival>(
    `select late_from as "from", late_to as "to", arrived as "arrivedFrom", arrived as "arrivedTo",
            late_readings as readings
     from batch where epoch in (select id from epoch where collector = $1) and late_readings > 0
     order by arrived desc, epoch, first desc limit $2`,
    [collector, limit],
  )
  return rows.reverse()
}

export const issueKinds = ['unknown-key', 'wrong-unit', 'ahead-of-time'] as const
export type IssueKind = (typeof issueKinds)[number]

export interface Issue {
  kind: IssueKind
  collector: string
  key: string
  unit: string
  expectedUnit: string | null
  firstAt: Micros
  lastAt: Micros
  readings: number
}

/** What collectors sent that could not be assigned and still is not, newest first. */
export const listIssues = (tx: Tx, limit = 100): Promise<Issue[]> =>
  tx.query(
    `select kind, collector, key, unit, expected_unit as "expectedUnit", first_at as "firstAt",
            last_at as "lastAt", readings
     from issue where settled_at is null order by last_at desc, id desc limit $1`,
    [limit],
  )
