import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SECOND } from '@driftbild/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Database,
  engineFacts,
  extentOf,
  listenChanges,
  migrate,
  notify,
  openDatabase,
} from '../index.ts'
import { SLOW, startTestEngine, type TestEngine } from '../testing/engine.ts'
import { aReading, asApi, NOON, startTown } from '../testing/town.ts'
import { startEmbedded } from './start.ts'

const main = join(import.meta.dirname, 'main.ts')
const folders: string[] = []
function newFolder(name = 'driftbild-engine-'): string {
  const folder = mkdtempSync(join(tmpdir(), name))
  folders.push(folder)
  return folder
}

let store: TestEngine
beforeAll(async () => {
  store = await startTestEngine()
}, SLOW)
afterAll(async () => {
  await store.stop()
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
}, SLOW)

describe('the embedded engine', () => {
  test('says what it is, and keeps its folder to itself', async () => {
    expect(await engineFacts(store.db)).toMatchObject({
      engine: 'embedded',
      edition: 'community',
      missing: [],
      longestHold: expect.any(Number),
      postgres: expect.stringMatching(/^17\./),
    })
    expect(statSync(store.folder).mode & 0o777).toBe(0o700)
  })

  test('calls fsync for what PostgreSQL wants on the disk', async () => {
    expect(await store.db.run('show fsync')).toEqual([{ fsync: 'on' }])
    expect(await store.db.run('show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }])
  })

  test('refuses a second process in its folder, and says who has it', async () => {
    await expect(startEmbedded({ folder: store.folder })).rejects.toThrow(
      new RegExp(`in use by another engine \\(process ${store.engine.pid}\\)`),
    )
  })

  test(
    'ends when its parent’s pipe closes',
    async () => {
      const { child } = await launch(newFolder())
      child.stdin!.end()
      const [code] = await once(child, 'exit')
      expect(code).toBe(0)
    },
    SLOW,
  )

  test(
    'listens elsewhere when its folder’s path is too long for a socket',
    async () => {
      const folder = join(newFolder(), 'a'.repeat(90))
      const engine = await startEmbedded({ folder })
      expect(engine.url).not.toContain('aaaa')
      const db = openDatabase(engine.url)
      expect(await db.run('select 1 as one')).toEqual([{ one: 1 }])
      await db.close()
      const below = decodeURIComponent(/host=([^&]+)/.exec(engine.url)![1]!)
      expect(statSync(below).mode & 0o777).toBe(0o700)
      await engine.stop()
      expect(() => statSync(below)).toThrow('ENOENT')
    },
    SLOW,
  )
})

describe('a folder that can’t be used', () => {
  test('with another PostgreSQL’s data says so', async () => {
    const folder = newFolder()
    mkdirSync(join(folder, 'data'))
    writeFileSync(join(folder, 'data', 'PG_VERSION'), '16\n')
    await expect(startEmbedded({ folder })).rejects.toThrow(
      /PostgreSQL 16's, the embedded engine is 17: start/,
    )
  })

  test(
    'with damaged data says what PostgreSQL found and what to do',
    async () => {
      const folder = newFolder()
      const engine = await startEmbedded({ folder })
      await engine.stop()
      truncateSync(join(folder, 'data', 'global', 'pg_control'), 100)
      for (const name of readdirSync(join(folder, 'data', 'pg_wal')).filter((n) => n.length === 24)) {
        truncateSync(join(folder, 'data', 'pg_wal', name), 0)
      }
      await expect(startEmbedded({ folder })).rejects.toThrow(/can't be opened: .*put a backup in its place/)
    },
    SLOW,
  )

  test('that is a file is named', async () => {
    const file = join(newFolder(), 'file')
    writeFileSync(file, '')
    await expect(startEmbedded({ folder: file })).rejects.toThrow(
      /can't be used: .*Name one that you may write to/,
    )
  })

  test('of a newer schema is left alone', async () => {
    await store.db.run(
      `insert into schema_migration values (9000, '9000_future.sql', 'x', current_timestamp)`,
    )
    await expect(migrate(store.db)).rejects.toThrow(/has schema 9000, this version of Driftbild knows up to/)
    await store.db.run('delete from schema_migration where version = 9000')
    const { from, to } = await migrate(store.db)
    expect(from).toBe(to)
  })
})

describe('many clients', () => {
  test('have transactions of their own, one after the other', async () => {
    await store.db.run('create table counter (n integer)')
    await store.db.run('insert into counter values (0)')
    await Promise.all(
      Array.from({ length: 40 }, () =>
        store.db.across(async (tx) => {
          await tx.query('reset role')
          const [row] = await tx.query<{ n: number }>('select n from counter')
          await tx.query('update counter set n = $1', [row!.n + 1])
        }),
      ),
    )
    expect(await store.db.run('select n from counter')).toEqual([{ n: 40 }])
    await store.db.run('drop table counter')
  })

  test('may use the same statement names', async () => {
    const clients = await Promise.all([1, 2].map(() => connect(store.engine.url)))
    const results = []
    for (const value of [10, 20]) {
      for (const [i, client] of clients.entries()) {
        results.push(
          await client.query({ name: 'same', text: `select $1::integer + ${i} as n`, values: [value] }),
        )
      }
    }
    expect(results.map(({ rows }) => rows[0].n)).toEqual([10, 11, 20, 21])
    await Promise.all(clients.map((client) => client.end()))
  })

  test('hear of notifications that they listen for, and of no others', async () => {
    await startTown(store.db, '6001')
    const [a, b] = [[] as string[], [] as string[]]
    const first = await listenChanges(store.engine.url, (change) => a.push(change.what))
    const other = await connect(store.engine.url)
    other.on('notification', ({ channel }) => b.push(channel))
    await other.query('listen elsewhere')
    await asApi(store.db, '6001', (tx) => notify(tx, 'faults'))
    await store.db.run('notify elsewhere')
    await expect.poll(() => [a, b]).toEqual([['faults'], ['elsewhere']])
    await first.close()
    await other.end()
  })

  test('one that dies in a transaction leaves nothing behind', async () => {
    const client = await connect(store.engine.url)
    await client.query('begin')
    await client.query('create table half_done (n integer)')
    client.connection.stream.destroy()
    expect(await store.db.run(`select to_regclass('half_done') as found`)).toEqual([{ found: null }])
  })

  test('a COPY that is refused leaves the connection usable', async () => {
    const { copyReadings, readingRows } = await import('../reading-copy.ts')
    const { pack } = await startTown(store.db, '6002')
    const batch = pack([['P1/pressure', aReading(NOON, 1)]])
    const refused = store.db.transaction({ municipality: '6002', role: 'reader' }, (tx) =>
      copyReadings(tx, readingRows(1, batch, [{ row: 0, signal: 1 }])),
    )
    await expect(refused).rejects.toThrow('permission denied')
    expect(await Promise.all([1, 2, 3, 4].map(() => store.db.run('select 1 as one')))).toHaveLength(4)
  })

  test.each([8183, 8184, 8185, 16384, 100_000, 3_000_000])(
    'a parameter of %i bytes arrives whole',
    async (length) => {
      const [row] = await store.db.run<{ n: number; tail: string }>(
        'select length($1) as n, right($1, 3) as tail',
        [`${'x'.repeat(length - 3)}end`],
      )
      expect(row).toEqual({ n: length, tail: 'end' })
    },
  )

  test('a statement that fails tells its error and nothing else is harmed', async () => {
    await expect(store.db.run('select 1 / $1::integer as n', [0])).rejects.toThrow('division by zero')
    await expect(store.db.run('selec')).rejects.toThrow('syntax error')
    expect(await store.db.run('select 2 as two')).toEqual([{ two: 2 }])
  })
})

describe('an engine killed with −9 while batches come in', () => {
  test(
    'is started again, has lost nothing that was acknowledged, and takes nothing twice',
    async () => {
      const own = await startTestEngine()
      try {
        const town = await startTown(own.db, '6011')
        const batches = Array.from({ length: 30 }, (_, batch) =>
          town.pack(
            Array.from({ length: 300 }, (_, i) => [
              'P1/pressure',
              aReading(NOON + (batch * 300 + i) * SECOND, i),
            ]),
          ),
        )
        let acknowledged = 0
        let kills = 0
        for (const [i, batch] of batches.entries()) {
          if (i % 12 === 6) {
            // In the middle of the work of the batch that is sent below.
            setTimeout(() => process.kill(own.engine.pid, 'SIGKILL'), 3 + kills * 4)
            kills++
          }
          acknowledged = (await untilAcknowledged(() => town.send(batch))).receipt.durable
          const { readings } = await asApi(own.db, '6011', (tx) => extentOf(tx, 'P1/pressure')).catch(() => ({
            readings: acknowledged,
          }))
          expect(readings).toBe(acknowledged)
        }
        await expect.poll(() => own.engine.restarts, { timeout: 40_000 }).toBe(2)
        expect(acknowledged).toBe(9_000)
        const [row] = await untilAcknowledged(() =>
          asApi(own.db, '6011', (tx) =>
            tx.query<{ all: number; different: number }>(
              'select count(*) as all, count(distinct (epoch, sequence)) as different from own_reading',
            ),
          ),
        )
        expect(row).toEqual({ all: 9_000, different: 9_000 })
      } finally {
        await own.stop()
      }
    },
    SLOW,
  )
})

test(
  'a hung engine is killed and started again, and clients connect anew',
  async () => {
    const log: string[] = []
    const engine = await startEmbedded({
      folder: newFolder(),
      hangsAfter: 4_000,
      onLog: (_, text) => log.push(text),
    })
    const db: Database = openDatabase(engine.url)
    await db.run('create table kept (n integer)')
    process.kill(engine.pid, 'SIGSTOP')
    const gone = engine.pid
    await expect.poll(() => engine.restarts, { timeout: 60_000 }).toBe(1)
    expect(await untilAcknowledged(() => db.run('select n from kept'))).toEqual([])
    expect(engine.pid).not.toBe(gone)
    expect(log.join()).toContain('it gave no sign of life; it is started again')
    await db.close()
    await engine.stop()
  },
  SLOW,
)

/** What every client does that must not lose anything: sends again until it is answered. */
async function untilAcknowledged<T>(send: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await send()
    } catch (error) {
      if (tries === 200) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

async function launch(folder: string): Promise<{ child: ChildProcess }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, '--folder', folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  for await (const chunk of child.stdout!) {
    if (String(chunk).includes('"ready"')) break
  }
  return { child }
}

type TestClient = import('pg').Client & {
  connection: { stream: { destroy(): void } }
}

async function connect(url: string): Promise<TestClient> {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url }) as TestClient
  client.on('error', () => {})
  await client.connect()
  return client
}
