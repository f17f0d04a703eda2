import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, vacuumAllTables, vacuumBusyTables } from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { startTown } from './testing/town.ts'

let store: TestStore
let db: Database
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
  await startTown(db, '1301')
}, SLOW)
afterAll(() => store.stop(), SLOW)

const bytesOf = async (table: string) => {
  const [row] = await db.across((tx) =>
    tx.query<{ bytes: number }>('select pg_total_relation_size($1::regclass)::float8 as bytes', [table]),
  )
  return row!.bytes
}

test('a queue that is filled and emptied all the time takes no more room with time', async () => {
  const round = async () => {
    await db.transaction({ municipality: '1301', role: 'ingest' }, (tx) =>
      tx.query("insert into arrival (spans) select repeat('x', 500)::bytea from generate_series(1, 2000)"),
    )
    await db.transaction({ municipality: '1301', role: 'api' }, (tx) => tx.query('delete from arrival'))
    await vacuumBusyTables(db)
  }
  for (let i = 0; i < 4; i++) await round()
  const usual = await bytesOf('arrival')
  for (let i = 0; i < 8; i++) await round()
  expect(await bytesOf('arrival')).toBeLessThanOrEqual(usual)
})

test('every table but the hypertables is cleaned', async () => {
  await vacuumAllTables(db)
  const tables = await db.across((tx) =>
    tx.query<{ name: string; cleaned: boolean }>(
      `select relname as name, last_vacuum is not null as cleaned from pg_stat_user_tables
       where schemaname in ('public', 'auth') order by relname`,
    ),
  )
  expect(tables.length).toBeGreaterThan(60)
  expect(tables.filter(({ cleaned }) => !cleaned).map(({ name }) => name)).toEqual([
    'reading',
    'rollup_1h',
    'rollup_5m',
  ])
})
