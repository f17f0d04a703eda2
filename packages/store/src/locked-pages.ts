import { binaryArray, int4 } from './binary-values.ts'
import type { Database, Tx } from './database.ts'
import { keptOfDatabase } from './kept-of-database.ts'
import { PAGE_BYTES, pageOf } from './latest-page.ts'
import type { AssignedRow } from './reading-copy.ts'

interface Kept {
  /** Number of the transaction that wrote it: no other, and none that came to nothing, leaves the same. */
  writer: string
  readings: Buffer
}

/** By the pages' numbers. */
const keptOf = keptOfDatabase(() => new Map<number, Kept>())

/**
 * By number, the pages of newest readings that hold these signals, locked until the transaction ends; those that were
 * not there included. Who changes one writes the whole of it, and is given the same again without being sent it.
 */
export async function lockPages(
  db: Database,
  tx: Tx,
  assigned: readonly AssignedRow[],
): Promise<Map<number, Buffer>> {
  const numbers = [...new Set(assigned.map(({ signal }) => pageOf(signal)))]
  let locked = await lock(tx, numbers)
  if (locked.length < numbers.length) {
    const known = new Set(locked.map(({ page }) => page))
    const missing = numbers.filter((number) => !known.has(number))
    await tx.query(
      `insert into latest_page (page, readings) select page, $2 from unnest($1::integer[]) page
       on conflict do nothing`,
      [binaryArray(int4, missing), Buffer.alloc(PAGE_BYTES)],
    )
    // In the order of their numbers again, or two batches could wait for one another.
    locked = await lock(tx, numbers)
  }
  const pages = keptOf(db, tx.municipality)
  const changed = locked.filter(({ page, writer }) => pages.get(page)?.writer !== writer)
  for (const { page, readings } of await read(
    tx,
    changed.map(({ page }) => page),
  )) {
    pages.set(page, { writer: '', readings })
  }
  // What is changed of them from here on is what this transaction leaves behind.
  for (const { page, self } of locked) pages.get(page)!.writer = self
  return new Map(locked.map(({ page }) => [page, pages.get(page)!.readings]))
}

interface Locked {
  page: number
  writer: string
  self: string
}

const lock = (tx: Tx, numbers: readonly number[]): Promise<Locked[]> =>
  tx.query(
    {
      name: 'lock latest pages',
      text: `select page, xmin::text as writer, pg_current_xact_id()::xid::text as self
             from latest_page where page = any ($1::integer[]) order by page for update`,
    },
    [binaryArray(int4, numbers)],
  )

async function read(tx: Tx, numbers: readonly number[]): Promise<{ page: number; readings: Buffer }[]> {
  if (numbers.length === 0) return []
  return tx.query('select page, readings from latest_page where page = any ($1::integer[])', [
    binaryArray(int4, numbers),
  ])
}
