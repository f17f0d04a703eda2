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
import { DAY, type Micros, parseTime, type Reading, Register } from '@driftbild/core'
import {
  archivePages,
  chunksToCompress,
  compressChunk,
  type Database,
  listArchived,
  listCollectors,
  putRegister,
  type StoredReading,
} from '@driftbild/store'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bulkWriteAs } from '../import/bulk-write.ts'
import { driftbild } from '../testing/command.ts'
import { startStore, type TestStore } from '../testing/store.ts'
import type { Progress } from '../up/progress.ts'
import { findManifest, getManifest } from './archive-folder.ts'
import { type ExportYear, exportYear } from './export-year.ts'
import { takeArchive } from './take-archive.ts'

const CODE = '2311'
const at = (text: string): Micros => parseTime(text)
const MARCH = at('2024-03-10T00:00:00Z')
/** More than are written at once. */
const READINGS = 12_000
const now = () => at('2026-01-02T00:00:00Z')

const register = Register.parse({
  municipality: { code: CODE, name: 'Provby', zone: 'Europe/Stockholm', simulated: true },
  sites: [{ tag: 'VV1', name: 'Waterworks', geometry: { type: 'Point', coordinates: [21.7, 65.8] } }],
  zones: [],
  assets: ['P1', 'P2', 'P10'].map((tag) => ({
    tag,
    class: 'pressure-sensor',
    name: `Sensor ${tag}`,
    site: 'VV1',
    zone: null,
    geometry: { type: 'Point', coordinates: [21.7, 65.8] },
    surveyed: null,
    builtYear: 2001,
    expectedLife: null,
    visibility: 'staff',
    attributes: {},
  })),
  items: [],
  installations: [],
  relations: [],
  signals: ['P1', 'P2', 'P10'].map((tag) => ({
    key: `${tag}/pressure`,
    asset: tag,
    role: 'pressure',
    unit: 'bar',
    kind: { type: 'measure' },
    reporting: { type: 'every', seconds: 120 },
    range: [0, 16],
  })),
  alarmRules: [],
})

interface Row {
  key: string
  unit: string
  reading: Reading
}

/** Of everything that a reading can be, over some days of one month and the edges of two others. */
function* someReadings(): Generator<Row> {
  const common = { serverTime: null, status: 0, clock: 'device' } as const
  const row = (key: string, sourceTime: Micros, more: object): Row => ({
    key: `${key}/pressure`,
    unit: 'bar',
    reading: { ...common, sourceTime, receivedTime: sourceTime + 20_123, ...more } as Reading,
  })
  for (let i = 0; i < READINGS; i++) {
    yield row('P1', MARCH + i * 120_000_000 + (i % 7), { value: Math.sin(i) / 3 })
    if (i % 3 === 0) yield row('P10', MARCH + i * 120_000_000, { value: i % 2 ? 0 : -0, status: 0x408f0000 })
    if (i % 50 === 0) {
      yield row('P2', MARCH + i * 120_000_000, {
        reason: 'bad-status',
        status: 0x80ab0000,
        clock: 'collector',
      })
      yield row('P2', MARCH + i * 120_000_000, { value: 5e-324, serverTime: MARCH + i - 5 })
    }
  }
  yield row('P2', at('2024-01-01T00:00:00Z'), { value: 1 })
  yield row('P2', at('2024-12-31T23:59:59.999999Z'), { value: 2 })
  yield row('P2', at('2025-01-01T00:00:00Z'), { value: 3 })
}

const progress: Progress = { say() {}, print() {}, warn() {} }
let store: TestStore
let other: TestStore
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'driftbild-archive-'))
  ;[store, other] = await Promise.all([startStore(), startStore()])
  const { db } = store
  await db.transaction({ municipality: CODE, role: 'api' }, (tx) => putRegister(tx, register))
  await bulkWriteAs(
    { db, municipality: CODE, name: 'past', hash: 'past', readings: someReadings(), now },
    (row) => row,
  )
  const old = (await chunksToCompress(db, MARCH + 5 * DAY)).filter(
    ({ hypertable }) => hypertable === 'reading',
  )
  expect(old.length).toBeGreaterThan(3)
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
