import { MINUTE } from '@driftbild/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appendAudit, type Database, latest, loadRegister, type ScopeRole, type Tx } from './index.ts'
import { refreshRollups } from './refresh-rollups.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { aReading, asApi, NOON, startTown } from './testing/town.ts'

let store: TestStore
let db: Database
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
  for (const code of ['2001', '2002']) {
    const { pack, send } = await startTown(db, code)
    await send(
      pack([
        ['P1/pressure', aReading(NOON, Number(code))],
        ['P1/nothing', aReading(NOON, 1)],
      ]),
    )
    await asApi(db, code, (tx) =>
      appendAudit(tx, { at: NOON, by: 'u1', what: 'test', ref: code, detail: {} }),
    )
  }
  await refreshRollups(db, { most: 60_000 })
}, SLOW)
afterAll(() => store.stop(), SLOW)

const as = <T>(role: ScopeRole, fn: (tx: Tx) => Promise<T>): Promise<T> =>
  db.transaction({ municipality: '2001', role }, fn)

/** Everything with a municipality that a role may read, and what must be found there. */
const readable = [
  ...['site', 'zone', 'asset', 'item', 'installation', 'relation', 'signal', 'collector', 'epoch', 'batch'],
  ...[
    'latest_reading',
    'unassigned_reading',
    'issue',
    'audit',
    'own_reading',
    'own_rollup_5m',
    'own_rollup_1h',
  ],
]

describe('a transaction of one municipality', () => {
  test('sees rows of its own in every table and none of another’s', async () => {
    const tables = await store.db.run<{ name: string }>(
      `select table_name as name from information_schema.columns
       where table_schema = 'public' and column_name = 'municipality' and table_name !~ '^((plain_)?reading|rollup_(5m|1h))$'`,
    )
    expect(tables.length).toBeGreaterThan(25)
    for (const { name } of tables) {
      const visible = await db.across((tx) =>
        tx.query<{ municipality: string }>(
          `select distinct municipality from (select * from ${name}) x where municipality <> '2001'`,
        ),
      )
      // The owner sees all: this only proves that there is something to hide.
      const hidden = visible.length > 0
      const leaked = await as('api', (tx) => tx.query(`select from ${name} where municipality <> '2001'`))
      expect(leaked, name).toEqual([])
      if (readable.includes(name)) expect(hidden, `${name} has rows of 2002`).toBe(true)
    }
  })

  test.each(readable)('finds its own rows in %s', async (name) => {
    expect((await as('api', (tx) => tx.query(`select from ${name}`))).length).toBeGreaterThan(0)
  })

  test('reads its own readings and roll-ups by views, never another’s by their signal’s id', async () => {
    const [foreign] = await db.across((tx) =>
      tx.query<{ id: number }>(`select id from signal where municipality = '2002' and key = 'P1/pressure'`),
    )
    for (const view of ['own_reading', 'own_rollup_5m', 'own_rollup_1h', 'latest_reading']) {
      for (const role of ['api', 'reader'] as const) {
        const rows = await as(role, (tx) => tx.query(`select from ${view} where signal = $1`, [foreign!.id]))
        expect(rows, `${view} as ${role}`).toEqual([])
      }
    }
    expect((await asApi(db, '2001', (tx) => latest(tx))).get('P1/pressure')?.reading).toMatchObject({
      value: 2001,
    })
  })

  test.each([
    ['api', 'reading'],
    ['api', 'rollup_5m'],
    ['api', 'rollup_1h'],
    ['reader', 'reading'],
    ['ingest', 'reading'],
    ['ingest', 'asset'],
    ['reader', 'enrolment'],
  ] as const)('as %s may not read the table %s itself', async (role, table) => {
    await expect(as(role, (tx) => tx.query(`select * from ${table}`))).rejects.toThrow(/permission denied/)
  })

  test('a leaky function in a query does not see another’s readings before the view’s filter', async () => {
    const seen = await as('api', async (tx) => {
      await tx.query('savepoint s')
      return tx
        .query(`select from own_reading where (1 / (case when value = 2002 then 0 else 1 end)) = 1`)
        .then(() => 'nothing leaked')
        .catch((error: Error) => error.message)
    })
    expect(seen).toBe('nothing leaked')
  })

  test.each([
    ['asset', `update asset set name = 'stolen' where municipality = '2002' returning 1`],
    ['asset', `delete from asset where municipality = '2002' returning 1`],
    ['municipality', `update municipality set name = 'stolen' where code = '2002' returning 1`],
  ])('changes nothing of another’s %s', async (_, sql) => {
    expect(await as('api', (tx) => tx.query(sql))).toEqual([])
  })

  test('writes no row for another', async () => {
    await expect(
      as('api', (tx) =>
        tx.query(`insert into site (municipality, tag, name, geometry) values ('2002', 'X', 'x', '{}')`),
      ),
    ).rejects.toThrow(/row-level security/)
    await expect(
      as('ingest', (tx) =>
        tx.query(
          `insert into reading (municipality, source_time, signal, epoch, sequence, received_offset, value, status, collector_clock)
           values ('2002', now(), 1, 1, 1, 0, 1, 0, false)`,
        ),
      ),
    ).rejects.toThrow(/permission denied/)
  })

  test('a role does not outlive its transaction', async () => {
    await as('reader', (tx) => tx.query('select from asset'))
    const [after] = await db.run<{ role: string; municipality: string }>(
      `select current_user as role, current_setting('driftbild.municipality', true) as municipality`,
    )
    expect(after!.role).not.toMatch(/^driftbild_/)
    expect(after!.municipality ?? '').toBe('')
  })

  test('without a municipality nothing is seen', async () => {
    const rows = await db.across(async (tx) => {
      await tx.query('set local role driftbild_reader')
      return [await tx.query('select from asset'), await tx.query('select from own_reading')]
    })
    expect(rows).toEqual([[], []])
  })

  test('a code that is not one is refused before it reaches SQL', async () => {
    await expect(loadRegister(db, "1'; drop table asset; --")).rejects.toThrow('is not a kommunkod')
  })
})

describe('the audit log', () => {
  test.each([`update audit set what = 'nothing'`, 'delete from audit', 'truncate audit'])(
    'refuses: %s',
    async (sql) => {
      await expect(as('api', (tx) => tx.query(sql))).rejects.toThrow(/permission denied/)
    },
  )
})

describe('readings', () => {
  test.each([
    ['api', `insert into reading (source_time) values (now())`],
    ['ingest', 'update reading set value = 0'],
    ['ingest', 'delete from reading'],
    ['api', 'delete from own_reading'],
    ['reader', `insert into latest_page (page) values (1)`],
  ] as const)('as %s are append-only: %s is refused', async (role, sql) => {
    await expect(as(role, (tx) => tx.query(sql))).rejects.toThrow(/permission denied/)
  })

  test('have a value or a reason, never both or neither', async () => {
    const insert = (value: string, reason: string) =>
      as('ingest', (tx) =>
        tx.query(
          `insert into reading (source_time, signal, epoch, sequence, received_offset, value, reason, status, collector_clock)
           values ('2026-05-04', 1, 1, 1, 0, ${value}, ${reason}, 0, false)`,
        ),
      )
    await expect(insert('1', '1')).rejects.toThrow(/check constraint/)
    await expect(insert('null', 'null')).rejects.toThrow(/check constraint/)
  })
})

test('five minutes after, an untouched municipality still has nothing queued', async () => {
  const { queuedBefore } = await import('./rollups.ts')
  expect(await asApi(db, '2002', (tx) => queuedBefore(tx, ['P1/pressure'], NOON + 5 * MINUTE))).toBe(false)
})
