import type { Database, OwnerTx } from './database.ts'
import { hypertables } from './maintenance.ts'

// What only somebody alone with the engine does: each of it may hold it for seconds.

/** Ordinary tables, the largest first: what is updated and deleted there leaves room that nothing gives back. */
export const tablesToRewrite = async (db: Database): Promise<string[]> =>
  (
    await db.run<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and n.nspname in ('public', 'auth')
         and not (n.nspname = 'public' and c.relname = any ($1))
       order by pg_total_relation_size(c.oid) desc, 1`,
      [[...hypertables]],
    )
  ).map(({ name }) => name)

/** Tables of compressed batches of which some were let go of and left room that nothing else fills. */
export async function tablesWithRoom(db: Database): Promise<string[]> {
  const sparse: string[] = []
  for (const name of await db.across(tablesLetGoOf)) {
    if (await db.across((tx) => isSparse(tx, name))) sparse.push(name)
  }
  return sparse
}

const tablesLetGoOf = async (tx: OwnerTx): Promise<string[]> =>
  (
    await tx.query<{ name: string }>(
      `with stretch as (select distinct what, from_time, to_time from let_go)
       select distinct format('%I.%I', k.schema_name, k.table_name) as name
       from stretch s
       join timescaledb_information.chunks i on i.hypertable_schema = 'public' and i.hypertable_name = s.what
         and i.range_start < s.to_time and i.range_end > s.from_time
       join _timescaledb_catalog.chunk c on (c.schema_name, c.table_name) = (i.chunk_schema, i.chunk_name)
       join _timescaledb_catalog.chunk k on k.id = c.compressed_chunk_id
       order by 1`,
    )
  ).map(({ name }) => name)

/** Bytes that any table may take, however little is in it. */
const SMALL = 64 * 1024

/** Whether a table takes half as much again as its rows do. */
async function isSparse(tx: OwnerTx, name: string): Promise<boolean> {
  const columns = await tx.query<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
    [name],
  )
  const width = columns.map((column) => `coalesce(pg_column_size(${column.name}), 0)`).join(' + ')
  const [row] = await tx.query<{ rows: number; table: number }>(
    `select coalesce(sum(${width}), 0)::bigint as rows, pg_table_size($1::regclass) as "table" from ${name}`,
    [name],
  )
  return row!.table > SMALL + 1.5 * row!.rows
}

/** Writes a table anew, without the room that its dead rows took. `name` is one of those above. */
export async function rewriteTable(db: Database, name: string): Promise<void> {
  await db.run(`vacuum (full, analyze) ${name}`)
}

/** Checkpoints without a file less after which there is nothing left to give back. */
const IN_VAIN = 8

/**
 * Gives back the write-ahead log's files that are kept for later. A checkpoint keeps as many as the ones before it
 * filled, so it takes many small ones until only what is always kept is left. Gives how many files there are.
 */
export async function trimLog(db: Database, onProgress: (files: number) => void = () => {}): Promise<number> {
  let least = await countLogFiles(db)
  for (let inVain = 0; inVain < IN_VAIN; ) {
    await db.run(`select pg_logical_emit_message(false, 'driftbild', '')`)
    await db.run('select pg_switch_wal()')
    await db.run('checkpoint')
    const files = await countLogFiles(db)
    if (files < least) inVain = 0
    else inVain++
    least = Math.min(least, files)
    onProgress(files)
  }
  return least
}

async function countLogFiles(db: Database): Promise<number> {
  const [row] = await db.run<{ files: number }>('select count(*)::integer as files from pg_ls_waldir()')
  return row!.files
}
