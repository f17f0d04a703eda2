import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAY } from '@driftbild/core'
import {
  archivePages,
  chunksToCompress,
  compressChunk,
  type Database,
  letGoDue,
  listArchived,
  listCollectors,
  putRegister,
  refreshRollups,
  type StoredReading,
  saveRetention,
} from '@driftbild/store'
import { startTestEngine, type TestStore } from '@driftbild/store/test-engine'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bulkWriteAs } from '../import/bulk-write.ts'
import { driftbild } from '../testing/command.ts'
import { at, CODE, MARCH, now, READINGS, register, someReadings } from '../testing/small-past.ts'
import type { Progress } from '../up/progress.ts'
import { findManifest, getManifest } from './archive-folder.ts'
import { type ExportYear, exportYear } from './export-year.ts'
import { takeArchive } from './take-archive.ts'
import { tellDue } from './tell-due.ts'

const progress: Progress = { say() {}, print() {}, warn() {} }
let store: TestStore
let other: TestStore
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'driftbild-archive-'))
  ;[store, other] = await Promise.all([startTestEngine(), startTestEngine()])
  const { db } = store
  await db.transaction({ municipality: CODE, role: 'api' }, (tx) => putRegister(tx, register))
  await bulkWriteAs(
    { db, municipality: CODE, name: 'past', hash: 'past', readings: someReadings(), now },
    (row) => row,
  )
  const old = (await chunksToCompress(db, MARCH + 5 * DAY)).filter(
    ({ hypertable }) => hypertable === 'reading',
  )
  expect(old.reduce((sum, { joined }) => sum + 1 + joined.length, 0)).toBeGreaterThan(3)
  for (const chunk of old) await compressChunk(db, chunk)
})
afterAll(async () => {
  await Promise.all([store?.stop(), other?.stop()])
  rmSync(folder, { recursive: true, force: true })
})

const work = (more: Partial<ExportYear> = {}): ExportYear => ({
  db: store.db,
  municipality: CODE,
  year: 2024,
  folder,
  again: false,
  stop: { asked: false },
  progress,
  now,
  ...more,
})

async function readingsOf(db: Database): Promise<StoredReading[]> {
  const rows: StoredReading[] = []
  const year = { from: at('2024-01-01T00:00:00Z'), to: at('2025-01-01T00:00:00Z') }
  for await (const page of archivePages(db, CODE, year)) rows.push(...page)
  return rows
}

/** All of a reading as bits, but for which outbox it came from. */
const bitsOf = ({ key, unit, reading }: StoredReading) => ({
  key,
  unit,
  ...reading,
  ...('value' in reading && { value: new BigUint64Array(Float64Array.of(reading.value).buffer)[0] }),
})

test('a year that is not over is refused', async () => {
  await expect(exportYear(work({ year: 2026 }))).rejects.toThrow('2026 is not over yet')
})

test('a municipality that is not there is refused, and the ones that are there are named', async () => {
  await expect(exportYear(work({ municipality: '2312' }))).rejects.toMatchObject({
    advice: 'There are: 2311.',
  })
})

test('an export that is stopped leaves whole months only, and goes on with the next', async () => {
  let months = 0
  const stop = { asked: false }
  const counting = {
    ...progress,
    print() {
      months++
      stop.asked = months === 2
    },
  }
  await expect(exportYear(work({ stop, progress: counting }))).rejects.toThrow('stopped after 2 of 12 months')
  expect(readdirSync(folder).sort()).toEqual([
    '2311-2024-01.parquet',
    '2311-2024-02.parquet',
    'manifest.json',
  ])
  const first = statSync(join(folder, '2311-2024-01.parquet')).mtimeMs
  const manifest = await exportYear(work())
  expect(manifest.files.map(({ month }) => month)).toEqual(
    Array.from({ length: 12 }, (_, i) => `2024-${String(i + 1).padStart(2, '0')}`),
  )
  expect(statSync(join(folder, '2311-2024-01.parquet')).mtimeMs).toBe(first)
  const inYear = [...someReadings()].length - 1
  expect(manifest.files.reduce((sum, { rows }) => sum + rows, 0)).toBe(inYear)
})

test('the store knows which files its readings lie in', async () => {
  const files = await store.db.transaction({ municipality: CODE, role: 'reader' }, listArchived)
  expect(files.map(({ sha256 }) => sha256)).toEqual(findManifest(folder)!.files.map(({ sha256 }) => sha256))
})

test('a person’s command does the same, with the server that DATABASE_URL names', async () => {
  const own = mkdtempSync(join(tmpdir(), 'driftbild-archive-typed-'))
  try {
    const env = { DATABASE_URL: store.db.url, DRIFTBILD_DATA: own }
    const out = join(own, 'out')
    const words = ['archive', 'export', '--municipality', CODE, '--out', out, '--year']
    const early = await driftbild([...words, String(new Date().getUTCFullYear())], env)
    expect(early.code).toBe(78)
    expect(early.err).toMatch(/is not over yet/)
    const whole = await driftbild([...words, '2024'], env)
    expect(whole.err).toBe('')
    expect(whole.code).toBe(0)
    expect(whole.out.at(-1)).toMatch(/holds \d+ readings of 2024$/)
    expect(getManifest(out).files).toEqual(getManifest(folder).files)
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
})

describe('driftbild archive verify', () => {
  test('reads the whole archive and needs no store', async () => {
    const { code, out } = await driftbild(['archive', 'verify', folder])
    expect(out.at(-1)).toMatch(/nothing is wrong$/)
    expect(code).toBe(0)
  })

  test('names the file of which a bit has changed, and the one that is gone', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'driftbild-archive-broken-'))
    try {
      for (const name of readdirSync(folder)) copyFileSync(join(folder, name), join(broken, name))
      const march = join(broken, '2311-2024-03.parquet')
      const bytes = readFileSync(march)
      bytes[bytes.length >> 1]! ^= 1
      writeFileSync(march, bytes)
      rmSync(join(broken, '2311-2024-07.parquet'))
      const { code, out } = await driftbild(['archive', 'verify', broken])
      expect(code).toBe(1)
      const said = (name: string) => out.find((line) => line.startsWith(`  ${name}`))
      expect(said('2311-2024-03')).toMatch(/not those that were written/)
      expect(said('2311-2024-07')).toMatch(/can’t be read/)
      await expect(take({ folder: broken })).rejects.toThrow(
        '2311-2024-03.parquet is not the file that was written',
      )
    } finally {
      rmSync(broken, { recursive: true, force: true })
    }
  })

  test('says of a folder without an archive what it is not', async () => {
    const { code, err } = await driftbild(['archive', 'verify', tmpdir()])
    expect(code).toBe(78)
    expect(err).toMatch(/is no archive/)
  })
})

describe('the store that it was written from', () => {
  const decide = (readingYears: number | null) =>
    store.db.transaction({ municipality: CODE, role: 'api' }, (tx) =>
      saveRetention(tx, {
        class: 'drinking-water',
        readingYears,
        fiveMinuteYears: null,
        decision: 'KS 2025/1',
        setBy: 'u1',
        setAt: now(),
      }),
    )
  const due = async () => {
    const lines: string[] = []
    const listening = { ...progress, print: (line: string) => void lines.push(line) }
    await tellDue({ db: store.db, municipality: CODE, tried: null, progress: listening, now })
    return lines.map((line) => line.trim().split(/ {2,}/))
  }

  test('says what its decisions would let go of', async () => {
    expect(await due()).toEqual([['2311 has decided nothing: everything is kept']])
    await decide(1)
    const rows = String((await readingsOf(store.db)).length)
    expect((await due())[1]!.slice(0, 5)).toEqual(['drinking-water', '2025-01-01', '3', rows, rows])
  })

  test('gets back what it let go of, to the bit and by the numbers that it had', async () => {
    const before = await readingsOf(store.db)
    await refreshRollups(store.db, { most: 60_000 })
    let gone = 0
    for await (const { readings } of letGoDue(store.db, CODE, now())) gone += readings
    expect(gone).toBe(before.length)
    expect(await readingsOf(store.db)).toEqual([])
    const home = { db: store.db }
    await expect(exportYear(work({ again: true }))).rejects.toThrow(
      '2311-2024-01.parquet has readings that the store let go of, of 1 signals: they would be lost',
    )
    await exportYear(work())
    await expect(take(home)).rejects.toThrow('would be let go of again at once: by KS 2025/1')
    await decide(null)
    const stop = { asked: false }
    const halting = {
      ...progress,
      say(_: string, text: string) {
        if (/2024-03.parquet: [1-9]\d* readings put back/.test(text)) stop.asked = true
      },
    }
    await expect(take({ ...home, stop, progress: halting })).rejects.toThrow(
      'stopped in 2311-2024-03.parquet',
    )
    const some = (await readingsOf(store.db)).length
    expect(some).toBeGreaterThan(0)
    expect(some).toBeLessThan(before.length)
    await take(home)
    await take(home)
    expect(await readingsOf(store.db)).toEqual(before)
  })
})

describe('another store', () => {
  test('gets every reading to the bit, however often the import is begun', async () => {
    const stop = { asked: false }
    const halting = {
      ...progress,
      say(_: string, text: string) {
        if (text.startsWith('2311-2024-03.parquet: 10000 of')) stop.asked = true
      },
    }
    await expect(take({ stop, progress: halting })).rejects.toThrow(
      'stopped in 2311-2024-03.parquet after 10000 readings',
    )
    await take()
    await take()
    const [before, after] = [await readingsOf(store.db), await readingsOf(other.db)]
    expect(before.length).toBeGreaterThan(READINGS)
    expect(after.map(bitsOf)).toEqual(before.map(bitsOf))
  })

  test('keeps of them which file each came from', async () => {
    const collectors = await other.db.transaction({ municipality: CODE, role: 'reader' }, listCollectors)
    const march = collectors.find(({ name }) => name === '2311-2024-03.parquet')
    const readings = READINGS + READINGS / 3 + READINGS / 25
    expect(march).toMatchObject({ kind: 'import', readings, unassigned: 0 })
  })

  test('refuses the same month from another file', async () => {
    const again = mkdtempSync(join(tmpdir(), 'driftbild-archive-again-'))
    try {
      const [first] = [...someReadings()]
      const late = { ...first!, reading: { ...first!.reading, sourceTime: MARCH + 1 } }
      await bulkWriteAs(
        { db: store.db, municipality: CODE, name: 'late', hash: 'late', readings: [late], now },
        (row) => row,
      )
      const manifest = await exportYear(work({ folder: again }))
      expect(manifest.files[2]!.rows).toBe(getManifest(folder).files[2]!.rows + 1)
      await expect(take({ folder: again })).rejects.toThrow('2024-03 was taken in before from another file')
    } finally {
      rmSync(again, { recursive: true, force: true })
    }
  })
})

const take = (more: Partial<ExportYear> = {}): Promise<void> => {
  const asked = work({ db: other.db, ...more })
  return takeArchive({ ...asked, manifest: getManifest(asked.folder), addSignals: false })
}
