import { DAY, type Micros } from '@driftbild/core'
import type { Database } from './database.ts'
import { timestamp } from './timestamp.ts'

export const hypertables = ['reading', 'rollup_5m', 'rollup_1h'] as const
export type Hypertable = (typeof hypertables)[number]

/** Late readings are usual for some days; a compressed chunk takes them too, but slower. */
export const COMPRESS_AFTER = 7 * DAY

export interface ChunkToCompress {
  hypertable: Hypertable
  chunk: string
  from: Micros
  to: Micros
  bytes: number
}

/** Uncompressed chunks that ended before an instant, oldest first; none where the engine can't compress. */
export const chunksToCompress = (db: Database, endedBefore: Micros): Promise<ChunkToCompress[]> =>
  db.across((tx) =>
    tx.query(
      `select hypertable_name as hypertable, format('%I.%I', chunk_schema, chunk_name) as chunk,
              range_start as "from", range_end as "to",
              pg_table_size(format('%I.%I', chunk_schema, chunk_name)::regclass) as bytes
       from timescaledb_information.chunks
       where current_setting('timescaledb.license', true) = 'timescale' and hypertable_schema = 'public'
         and hypertable_name = any ($2) and not is_compressed and range_end <= $1
       order by range_start`,
      [timestamp(endedBefore), [...hypertables]],
    ),
  )

/** Holds the engine while it works, the embedded one about 80 ms a megabyte: for hours when nobody waits. */
export async function compressChunk(db: Database, { chunk }: Pick<ChunkToCompress, 'chunk'>): Promise<void> {
  await db.across((tx) => tx.query('select compress_chunk($1::regclass)', [chunk]))
}

/** Brings everything that was written into the tables' own files. */
export async function checkpoint(db: Database): Promise<void> {
  await db.run('checkpoint')
}

/** Tables that change all the time; nothing else cleans them where the engine has no background workers. */
const busy = [
  'latest_reading',
  'rollup_queue',
  'rollup_hour_queue',
  'epoch',
  'collector',
  'alarm_phase',
  'job',
] as const

/** Frees what updates left behind, and counts anew what the planner reckons with. One statement a table. */
export async function vacuumBusyTables(db: Database): Promise<void> {
  for (const table of busy) await db.run(`vacuum (analyze, skip_locked) ${table}`)
}
