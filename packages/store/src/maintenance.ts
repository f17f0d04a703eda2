import { DAY, type Micros } from '@driftbild/core'
import type { Database } from './database.ts'
import { type JoinableChunk, joinChunks } from './joined-chunks.ts'
import { timestamp } from './timestamp.ts'

export const hypertables = ['reading', 'rollup_5m', 'rollup_1h'] as const
export type Hypertable = (typeof hypertables)[number]

/** Late readings are usual for some days; a compressed chunk takes them too, but slower. */
export const COMPRESS_AFTER = 7 * DAY

interface FoundChunk extends JoinableChunk {
  hypertable: Hypertable
}

export interface ChunkToCompress extends FoundChunk {
  /** Those after it that it is joined with before. */
  joined: string[]
  /** Nothing that comes later would be compressed with it. */
  full: boolean
}

/** TimescaleDB's flag of a chunk that is compressed in part. */
const PARTIAL = 8

/** Chunks with something uncompressed that ended before an instant, oldest first; none where the engine can't compress. */
export async function chunksToCompress(db: Database, endedBefore: Micros): Promise<ChunkToCompress[]> {
  const found = await db.across((tx) =>
    tx.query<FoundChunk>(
      `select i.hypertable_name as hypertable, format('%I.%I', i.chunk_schema, i.chunk_name) as chunk,
              i.range_start as "from", i.range_end as "to", i.is_compressed as loosened,
              pg_relation_size(format('%I.%I', i.chunk_schema, i.chunk_name)::regclass) as bytes
       from timescaledb_information.chunks i
       join _timescaledb_catalog.chunk c on (c.schema_name, c.table_name) = (i.chunk_schema, i.chunk_name)
       where current_setting('timescaledb.license', true) = 'timescale' and i.hypertable_schema = 'public'
         and i.hypertable_name = any ($2) and (not i.is_compressed or c.status & ${PARTIAL} <> 0) and i.range_end <= $1
       order by i.range_start`,
      [timestamp(endedBefore), [...hypertables]],
    ),
  )
  return joinChunks(found)
    .map(({ parts: [first, ...more], full }) => ({
      ...first!,
      to: more.at(-1)?.to ?? first!.to,
      bytes: more.reduce((sum, { bytes }) => sum + bytes, first!.bytes),
      joined: more.map(({ chunk }) => chunk),
      full,
    }))
    .toSorted((a, b) => a.from - b.from)
}

/** Holds the engine while it works, the embedded one about 100 ms a megabyte: for hours when nobody waits. */
export async function compressChunk(
  db: Database,
  { chunk, joined }: Pick<ChunkToCompress, 'chunk' | 'joined'>,
): Promise<void> {
  await db.across(async (tx) => {
    if (joined.length > 0) await tx.query('call merge_chunks($1::regclass[])', [[chunk, ...joined]])
    await tx.query('select compress_chunk($1::regclass)', [chunk])
  })
}

/** Brings everything that was written into the tables' own files. */
export async function checkpoint(db: Database): Promise<void> {
  await db.run('checkpoint')
}

/** Tables that change all the time; nothing else cleans them where the engine has no background workers. */
const busy = [
  'arrival',
  'latest_page',
  'rollup_queue',
  'rollup_hour_queue',
  'epoch',
  'collector',
  'alarm_phase',
  'job',
  'model_state',
  'prediction',
] as const

/** Frees what updates left behind, and counts anew what the planner reckons with. One statement a table. */
export async function vacuumBusyTables(db: Database): Promise<void> {
  for (const table of busy) await vacuum(db, table)
}

/** The same of every table that is no hypertable: what is let go of now and then would stay on the disk for ever. */
export async function vacuumAllTables(db: Database): Promise<void> {
  const tables = await db.across((tx) =>
    tx.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname in ('public', 'auth') and tablename <> all ($1) order by 1`,
      [[...hypertables]],
    ),
  )
  for (const { name } of tables) await vacuum(db, name)
}

const vacuum = (db: Database, table: string) => db.run(`vacuum (analyze, skip_locked) ${table}`)
