import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAY, parseTime, Register } from '@driftbild/core'
import {
  archivePages,
  type Database,
  letGoDue,
  noteArchived,
  putRegister,
  refreshRollups,
  saveRetention,
  tablesWithRoom,
} from '@driftbild/store'
import { lockFolder } from '@driftbild/store/folder-lock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bulkWrite, type PastReading } from '../import/bulk-write.ts'
import { driftbild } from '../testing/command.ts'
import { withEngine as inEngine } from '../testing/with-engine.ts'

const CODE = '2313'
const MAY = parseTime('2024-05-01T00:00:00Z')
const SIGNALS = 40
const now = () => MAY + 40 * DAY

const register = Register.parse({
  municipality: { code: CODE, name: 'Provby', zone: 'Europe/Stockholm', simulated: true },
  ...Object.fromEntries(
    ['sites', 'zones', 'items', 'installations', 'relations', 'alarmRules'].map((name) => [name, []]),
  ),
  assets: Array.from({ length: SIGNALS }, (_, i) => ({
    tag: `P${i}`,
    // Every other one of another class of signals.
    class: i % 2 ? 'pressure-sensor' : 'rain-gauge',
    name: `Sensor ${i}`,
    site: null,
    zone: null,
    geometry: { type: 'Point', coordinates: [21.7, 65.8] },
    surveyed: null,
    builtYear: null,
    expectedLife: null,
    visibility: 'staff',
    attributes: {},
  })),
  signals: Array.from({ length: SIGNALS }, (_, i) => ({
    key: `P${i}/pressure`,
    asset: `P${i}`,
    role: 'pressure',
    unit: 'bar',
    kind: { type: 'measure' },
    reporting: { type: 'every', seconds: 300 },
    range: null,
  })),
})

function* past(days: number): Generator<PastReading> {
  for (let i = 0; i < days * 288; i++) {
    for (let s = 0; s < SIGNALS; s++) {
      yield {
        key: `P${s}/pressure`,
        unit: 'bar',
        time: MAY + i * 300_000_000,
        value: s + Math.sin(i * s),
        status: 0,
      }
    }
  }
}

let root: string
const withEngine = <T>(fn: (db: Database) => Promise<T>) => inEngine(join(root, 'engine'), fn)

async function everything(db: Database): Promise<string[]> {
  const rows: string[] = []
  for await (const page of archivePages(db, CODE, { from: MAY, to: MAY + 30 * DAY })) {
    rows.push(...page.map((row) => JSON.stringify(row)))
  }
  return rows
}

const compactIt = (env: Record<string, string> = {}) =>
  driftbild(['compact'], { DRIFTBILD_DATA: root, DATABASE_URL: '', ...env })

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'driftbild-compact-'))
  await withEngine(async (db) => {
    await db.transaction({ municipality: CODE, role: 'api' }, (tx) => putRegister(tx, register))
    await bulkWrite({ db, municipality: CODE, name: 'past', hash: 'past', readings: past(4), now })
  })
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('the folder becomes smaller, and everything is in it', async () => {
  const before = await withEngine(everything)
  const { code, out, err } = await compactIt()
  expect(err).toBe('')
  expect(code).toBe(0)
  const [, was, is] = /(\d+) MB before, (\d+) MB now/.exec(out.at(-1)!)!
  expect(Number(is)).toBeLessThan(Number(was))
  const after = await withEngine(async (db) => {
    const [chunks] = await db.run<{ loose: number; all: number }>(
      `select count(*) filter (where not is_compressed)::integer as loose, count(*)::integer as all
       from timescaledb_information.chunks where hypertable_name = 'reading'`,
    )
    expect(chunks).toEqual({ loose: 0, all: 1 })
    return everything(db)
  })
  expect(after).toHaveLength(4 * 288 * SIGNALS)
  const diff = after.map((row, i) => [row, before[i]]).filter(([a, b]) => a !== b)
  expect(diff.slice(0, 5)).toEqual([])
})

test('readings that came late into what is compressed are compressed with it', async () => {
  const late = [{ key: 'P1/pressure', unit: 'bar', time: MAY + 1, value: 7, status: 0 }]
  await withEngine((db) =>
    bulkWrite({ db, municipality: CODE, name: 'late', hash: 'late', readings: late, now }),
  )
  expect((await compactIt()).code).toBe(0)
  await withEngine(async (db) => {
    const loosened = await db.run('select from _timescaledb_catalog.chunk where status & 8 <> 0')
    expect(loosened).toEqual([])
    expect(await everything(db)).toHaveLength(4 * 288 * SIGNALS + 1)
  })
})

test('what was let go of gives its room back', async () => {
  await withEngine(async (db) => {
    const scope = { municipality: CODE, role: 'api' } as const
    const counts = new Map(register.signals.map(({ key }) => [key, Array<number>(31).fill(288)]))
    const file = { name: 'may.parquet', sha256: 'ab'.repeat(32), from: MAY, to: MAY + 31 * DAY }
    const decision = { decision: 'KS 1', setBy: 'u1', setAt: now(), fiveMinuteYears: null }
    await refreshRollups(db, { most: 60_000 })
    await db.transaction(scope, (tx) => noteArchived(tx, file, counts, now()))
    await db.transaction(scope, (tx) => saveRetention(tx, { class: 'sewer', readingYears: 1, ...decision }))
    let gone = 0
    for await (const { readings } of letGoDue(db, CODE, MAY + 800 * DAY)) gone += readings
    expect(gone).toBe((4 * 288 * SIGNALS) / 2)
    expect((await tablesWithRoom(db)).length).toBeGreaterThan(0)
  })
  expect((await compactIt()).code).toBe(0)
  await withEngine(async (db) => {
    expect(await tablesWithRoom(db)).toEqual([])
    expect(await everything(db)).toHaveLength((4 * 288 * SIGNALS) / 2 + 1)
  })
})

test('it is refused while a Driftbild is up with the folder', async () => {
  lockFolder(root, 'up')
  const { code, err } = await compactIt()
  expect(code).toBe(78)
  expect(err).toMatch(/already up.*\n.*Stop it/)
})

test('a server is left to itself', async () => {
  const { code, err } = await compactIt({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' })
  expect(code).toBe(78)
  expect(err).toMatch(/the server’s business/)
})

test('a folder without a store is named, and nothing is made in it', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'driftbild-compact-empty-'))
  try {
    const { code, err } = await driftbild(['compact'], { DRIFTBILD_DATA: empty, DATABASE_URL: '' })
    expect(code).toBe(78)
    expect(err).toMatch(/there is no store in/)
    expect(readdirSync(empty)).not.toContain('engine')
  } finally {
    rmSync(empty, { recursive: true, force: true })
  }
})
