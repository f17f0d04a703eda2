import type { Database } from './database.ts'
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
