import type { Micros } from '@driftbild/core'
import type { Tx } from './database.ts'
import { timestamp } from './timestamp.ts'

/** A file of readings that somebody wrote and read back. Its stretch is of whole days in UTC. */
export interface ArchivedStretch {
  name: string
  sha256: string
  from: Micros
  to: Micros
}

/** Signals in one statement. */
const AT_ONCE = 1_000

/**
 * Notes that readings lie in a file: by signal how many of each of its days. Only what is noted may be let go of.
 * The same file again changes nothing but when it was written.
 */
export async function noteArchived(
  tx: Tx,
  { name, sha256, from, to }: ArchivedStretch,
  counts: ReadonlyMap<string, readonly number[]>,
  at: Micros,
): Promise<void> {
  const [file] = await tx.query<{ id: number }>(
    `insert into archive_file (name, sha256, from_time, to_time, written_at) values ($1, $2, $3, $4, $5)
     on conflict (municipality, sha256) do update set written_at = excluded.written_at, name = excluded.name
     returning id`,
    [name, sha256, timestamp(from), timestamp(to), timestamp(at)],
  )
  const rows = [...counts].map(([key, readings]) => ({ key, readings }))
  for (let i = 0; i < rows.length; i += AT_ONCE) {
    await tx.query(
      `insert into archived_signal (file, signal, readings)
       select $1, s.id, r.readings from jsonb_to_recordset($2) as r (key text, readings integer[])
       join signal s on s.key = r.key
       on conflict do nothing`,
      [file!.id, JSON.stringify(rows.slice(i, i + AT_ONCE))],
    )
  }
}

/** Every file that was noted, the newest of a stretch last. */
export const listArchived = (tx: Tx): Promise<(ArchivedStretch & { writtenAt: Micros })[]> =>
  tx.query(
    `select name, sha256, from_time as "from", to_time as "to", written_at as "writtenAt" from archive_file
     order by from_time, written_at, id`,
  )

export interface EpochOrigin {
  epoch: string
  collector: string
  name: string
  kind: string
}

/** Where the numbers of readings came from: every outbox there was. */
export const listEpochs = (tx: Tx): Promise<EpochOrigin[]> =>
  tx.query(
    `select e.uuid as epoch, e.collector, c.name, c.kind from epoch e join collector c on c.id = e.collector
     order by e.id`,
  )
