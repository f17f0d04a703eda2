import type { Kommunkod, Micros } from '@driftbild/core'
import type { Database, OwnerTx } from './database.ts'
import { areRolledUp, type DueSignals, dropChunk, dueUntil, noteLetGo } from './let-go-note.ts'
import { timestamp } from './timestamp.ts'

/** Signals of a chunk in one transaction: a hundred thousand buckets to look through. */
const SIGNALS_AT_ONCE = 50

/** Lets go of five-minute roll-ups that are due, chunk by chunk. Gives of how many signals each step took some. */
export async function* letGoRollups(
  db: Database,
  municipality: Kommunkod,
  due: DueSignals,
  now: Micros,
): AsyncGenerator<number> {
  if (due.size === 0) return
  const latest = Math.max(...[...due.values()].map(({ before }) => before))
  for (const { from, to } of await db.across((tx) => chunksUntil(tx, latest))) {
    const signals = dueUntil(due, to)
    let gone = 0
    for (let i = 0; i < signals.length; i += SIGNALS_AT_ONCE) {
      const stretch = { municipality, signals: signals.slice(i, i + SIGNALS_AT_ONCE), from, to, due, now }
      const some = await db.across((tx) => deleteRollups(tx, stretch))
      gone += some
      yield some
    }
    if (gone > 0) await db.across((tx) => dropIfEmpty(tx, from, to))
  }
}

const chunksUntil = (tx: OwnerTx, to: Micros): Promise<{ from: Micros; to: Micros }[]> =>
  tx.query(
    `select range_start as "from", range_end as "to" from timescaledb_information.chunks
     where hypertable_schema = 'public' and hypertable_name = 'rollup_5m' and range_end <= $1 order by range_start`,
    [timestamp(to)],
  )

interface Stretch {
  municipality: Kommunkod
  signals: readonly number[]
  from: Micros
  to: Micros
  due: DueSignals
  now: Micros
}

/** Of signals that have readings left there nothing goes: roll-ups outlive what they are computed of. */
async function deleteRollups(tx: OwnerTx, stretch: Stretch): Promise<number> {
  const { municipality, signals, from, to } = stretch
  if (!(await areRolledUp(tx, municipality, { from, to }))) return 0
  const asked = [municipality, signals, timestamp(from), timestamp(to)]
  const found = await tx.query<{ signal: number }>(
    `select distinct signal from rollup_5m
     where municipality = $1 and signal = any ($2) and bucket >= $3 and bucket < $4
     except
     select distinct signal from reading
     where municipality = $1 and signal = any ($2) and source_time >= $3 and source_time < $4`,
    asked,
  )
  if (found.length === 0) return 0
  const gone = found.map(({ signal }) => signal)
  // By whole chunks and by what they are segmented by, so that compressed batches go as they are.
  await tx.query(
    'delete from rollup_5m where municipality = $1 and signal = any ($2) and bucket >= $3 and bucket < $4',
    asked.with(1, gone),
  )
  await noteLetGo(tx, { ...stretch, what: 'rollup_5m', signals: gone, file: null })
  return gone.length
}

async function dropIfEmpty(tx: OwnerTx, from: Micros, to: Micros): Promise<void> {
  // Only the roll-ups' refresh writes there.
  await tx.query(`select pg_advisory_xact_lock(hashtext('driftbild.rollups'))`)
  const [left] = await tx.query('select from rollup_5m where bucket >= $1 and bucket < $2 limit 1', [
    timestamp(from),
    timestamp(to),
  ])
  if (!left) await dropChunk(tx, 'rollup_5m', { from, to })
}
