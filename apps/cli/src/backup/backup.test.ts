import { createHash } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openBlobs } from '@driftbild/api'
import type { Document } from '@driftbild/core'
import { archivePages, type Database, documentsOf, putDocument, putRegister } from '@driftbild/store'
import { lockFolder } from '@driftbild/store/folder-lock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bulkWriteAs } from '../import/bulk-write.ts'
import { driftbild } from '../testing/command.ts'
import { CODE, MARCH, now, register, someReadings } from '../testing/small-past.ts'
import { withEngine as inEngine } from '../testing/with-engine.ts'

const photo = Buffer.from('låtsas att det här är en bild av en pump')
const hash = createHash('sha256').update(photo).digest('hex')
const document: Document = {
  ...{ id: crypto.randomUUID(), name: 'pump.jpg', kind: 'photo', mediaType: 'image/jpeg', hash },
  ...{
    bytes: photo.length,
    madeAt: null,
    addedAt: now(),
    addedBy: 'u1',
    visibility: 'staff',
    assets: ['P1'],
  },
}
const scope = { municipality: CODE, role: 'api' } as const

let folder: string
const data = () => join(folder, 'data')
const backups = () => join(folder, 'backup')
const run = (words: string[], env: Record<string, string> = {}) =>
  driftbild(words, { DRIFTBILD_DATA: data(), DATABASE_URL: '', ...env })

const withEngine = <T>(fn: (db: Database) => Promise<T>) => inEngine(join(data(), 'engine'), fn)

async function everything(db: Database): Promise<string[]> {
  const rows: string[] = []
  for await (const page of archivePages(db, CODE, { from: MARCH - 400 * 86_400e6, to: now() }))
    rows.push(...page.map((row) => JSON.stringify(row)))
  return rows
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'driftbild-backup-'))
  mkdirSync(join(data(), 'api'), { recursive: true })
  writeFileSync(join(data(), 'api', 'secret'), 'what signs sessions', { mode: 0o600 })
  mkdirSync(join(data(), 'log'))
  writeFileSync(join(data(), 'log', 'api.log'), 'what was said')
  await withEngine(async (db) => {
    await db.transaction(scope, (tx) => putRegister(tx, register))
    await bulkWriteAs(
      { db, municipality: CODE, name: 'past', hash: 'past', readings: someReadings(), now },
      (row) => row,
    )
    await db.transaction(scope, (tx) => putDocument(tx, document))
  })
  const blobs = openBlobs(join(data(), 'api', 'blobs'))
  await blobs.add({ municipality: CODE, hash, sender: 'u1' }, { from: 0, total: photo.length, bytes: photo })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('what is put back has every reading, the photo’s row and its file, and the secret for its owner alone', async () => {
  const before = await withEngine(everything)
  expect(before.length).toBeGreaterThan(1000)
  const taken = await run(['backup', '--out', backups()])
  expect(taken).toMatchObject({ code: 0, err: '' })
  rmSync(data(), { recursive: true })

  const restored = await run(['restore', backups()])
  expect(restored).toMatchObject({ code: 0, err: '' })
  await withEngine(async (db) => {
    expect(await everything(db)).toEqual(before)
    expect(await db.transaction(scope, (tx) => documentsOf(tx, 'P1'))).toEqual([document])
  })
  const found = await openBlobs(join(data(), 'api', 'blobs')).find(CODE, hash)
  expect(readFileSync(found!.path)).toEqual(photo)
  const secret = join(data(), 'api', 'secret')
  expect([readFileSync(secret, 'utf8'), statSync(secret).mode & 0o777]).toEqual([
    'what signs sessions',
    0o600,
  ])
  expect(existsSync(join(data(), 'log', 'api.log'))).toBe(false)
})

test('a backup is refused over another one, inside the data folder, and without a store', async () => {
  const again = await run(['backup', '--out', backups()])
  expect([again.code, again.err]).toEqual([78, expect.stringMatching(/is there already/)])
  const inside = await run(['backup', '--out', join(data(), 'backup')])
  expect([inside.code, inside.err]).toEqual([78, expect.stringMatching(/lie in one another/)])
  const none = await run(['backup', '--out', join(folder, 'none')], { DRIFTBILD_DATA: join(folder, 'empty') })
  expect([none.code, none.err]).toEqual([78, expect.stringMatching(/there is no store in/)])
  expect(existsSync(join(folder, 'none'))).toBe(false)
})

test('nothing is put back over what is there', async () => {
  const { code, err } = await run(['restore', backups()])
  expect([code, err]).toEqual([78, expect.stringMatching(/is not empty/)])
})

test('a file that is not what was backed up is named, and nothing of the backup is put back', async () => {
  const other = join(folder, 'other')
  appendFileSync(join(backups(), 'files', 'api', 'blobs', CODE, hash.slice(0, 2), hash), '!')
  const { code, err } = await run(['restore', backups()], { DRIFTBILD_DATA: other })
  expect([code, err]).toEqual([78, expect.stringContaining(`${hash} is not what was backed up`)])
  expect(readdirSync(folder)).not.toContain('other')
  expect(readdirSync(folder)).not.toContain('other.coming')
})

test('of a Driftbild on a server the files are taken, and it is said that the database is not', async () => {
  const server = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }
  const { code, out } = await run(['backup', '--out', join(folder, 'files-only')], server)
  expect([code, out.join('\n')]).toEqual([0, expect.stringMatching(/the database is on a server/)])
})

test('it is refused while a Driftbild is up with the folder', async () => {
  lockFolder(data(), 'up')
  const { code, err } = await run(['backup', '--out', join(folder, 'busy')])
  expect([code, err]).toEqual([78, expect.stringMatching(/already up.*\n.*Stop it/)])
})
