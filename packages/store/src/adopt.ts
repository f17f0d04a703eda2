import {
  type Batch,
  type Kommunkod,
  type Micros,
  mostAhead,
  type ReportingRule,
  reasons,
} from '@driftbild/core'
import { notify } from './changes.ts'
import type { Database, Tx } from './database.ts'
import { placeReadings } from './place-readings.ts'
import { type ReadingRow, readingColumns } from './reading-row.ts'
import { timestamp } from './timestamp.ts'

/** Readings in one transaction. */
const AT_ONCE = 2_000

/**
 * Takes over readings that were kept because nobody knew their signal, for the signals that there are now, and
 * those that were too far ahead once their time has come near: with the sequence they came with, so what was known
 * at an instant stays true. Gives how many; call again until there are none.
 */
export const adoptUnassigned = (db: Database, municipality: Kommunkod, now: Micros): Promise<number> =>
  db.transaction({ municipality, role: 'ingest' }, async (tx) => {
    const simulated = await isSimulated(tx)
    const rows = await takeAdoptable(tx, now + mostAhead({ simulated }))
    if (rows.length === 0) return 0
    const reporting = new Map(rows.map((row) => [row.signal, row.reporting]))
    for (const [epoch, some] of Map.groupBy(rows, (row) => row.epoch)) {
      const assigned = some.map(({ signal }, row) => ({ row, signal }))
      await placeReadings(
        db,
        tx,
        { epoch, simulated, at: now },
        columnsOf(some),
        assigned,
        (signal) => reporting.get(signal)!,
      )
    }
    await settleIssues(tx, [...new Set(rows.map(({ key }) => key))], now)
    await notify(tx, 'readings')
    return rows.length
  })

interface AdoptedRow extends ReadingRow {
  epoch: number
  sequence: number
  key: string
  signal: number
  reporting: ReportingRule
}

async function isSimulated(tx: Tx): Promise<boolean> {
  const [row] = await tx.query<{ simulated: boolean }>('select simulated from municipality where code = $1', [
    tx.municipality,
  ])
  return row!.simulated
}

const takeAdoptable = (tx: Tx, latest: Micros): Promise<AdoptedRow[]> =>
  tx.query(
    `with adoptable as (
       select u.epoch, u.sequence, s.id as signal, s.reporting
       from unassigned_reading u join signal s on s.key = u.key and s.unit = u.unit
       where u.source_time <= $2
       order by u.epoch, u.sequence limit $1
     )
     delete from unassigned_reading u using adoptable a
     where u.epoch = a.epoch and u.sequence = a.sequence
     returning u.epoch, u.sequence, u.key, a.signal, a.reporting, ${readingColumns}`,
    [AT_ONCE, timestamp(latest)],
  )

const columnsOf = (rows: readonly AdoptedRow[]): Pick<Batch, 'readings'> => ({
  readings: {
    sequence: rows.map(({ sequence }) => sequence),
    signal: rows.map(({ signal }) => signal),
    sourceTime: rows.map(({ sourceTime }) => sourceTime),
    serverTime: rows.map(({ sourceTime, serverOffset }) =>
      serverOffset === null ? null : sourceTime + serverOffset,
    ),
    receivedTime: rows.map(({ sourceTime, receivedOffset }) => sourceTime + receivedOffset),
    value: rows.map(({ value }) => value),
    reason: rows.map(({ reason }) => (reason === null ? null : reasons[reason]!)),
    status: rows.map(({ status }) => status >>> 0),
    collectorClock: rows.map(({ collectorClock }) => collectorClock),
  },
})

/** An issue is settled when nothing is left of what it was about. */
async function settleIssues(tx: Tx, keys: readonly string[], now: Micros): Promise<void> {
  await tx.query(
    `update issue i set settled_at = $2
     where i.key = any ($1) and i.settled_at is null and not exists (
       select from unassigned_reading u join epoch e on e.id = u.epoch
       where e.collector = i.collector and u.key = i.key and u.unit = i.unit)`,
    [keys, timestamp(now)],
  )
}
