import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '@driftbild/cli/free-port'
import { Outbox, type Taken } from '@driftbild/collectors'
import { listSetAside } from '@driftbild/collectors/status'
import { BATCH_VERSION, BATCH_VERSION_HEADER, fromMillis, HOUR, type Micros } from '@driftbild/core'
import { connectCentre, enrol, upload } from '@driftbild/edge'
import {
  createEnrolment,
  type Database,
  migrate,
  openDatabase,
  putRegister,
  readingsBetween,
  silencesOfCollector,
} from '@driftbild/store'
import { type EmbeddedEngine, startEmbedded } from '@driftbild/store/embedded'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { eventually, type Started, startProcess } from '../chain/process.ts'
import { WATERSIDE, waterside } from '../chain/waterside.ts'

// What the real centre refuses, at its door and in its database, must not hold up what is sound.

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'driftbild-refused-'))
const now = (): Micros => fromMillis(Date.now())
const reader = { municipality: WATERSIDE, role: 'reader' } as const
const T0 = Date.UTC(2026, 0, 10) * 1000

let engine: EmbeddedEngine
let db: Database
let centre: Started
let api: string

beforeAll(async () => {
  engine = await startEmbedded({ folder: join(folder, 'engine') })
  db = openDatabase(engine.url)
  await migrate(db)
  await db.transaction({ municipality: WATERSIDE, role: 'api' }, (tx) => putRegister(tx, waterside))
  centre = startProcess(join(root, 'apps/api/src/main.ts'), [], {
    DATABASE_URL: engine.url,
    PORT: String(await freePort(0)),
    DRIFTBILD_DATA: folder,
  })
  api = String((await centre.said('ready')).url)
})

afterAll(async () => {
  await centre?.stop()
  await db?.close()
  await engine?.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function aKey() {
  const at = now()
  const code = `CODE${at}`
  const codeHash = createHash('sha256').update(code).digest()
  await db.transaction({ municipality: WATERSIDE, role: 'api' }, (tx) =>
    createEnrolment(tx, { name: 'edge', codeHash, at, expires: at + HOUR }),
  )
  const answer = await enrol(api, code, undefined, new AbortController().signal)
  if (!('value' in answer)) throw new Error(JSON.stringify(answer))
  return answer.value
}

const power = (seconds: number, key = 'P-1/power'): Taken => {
  const sourceTime = T0 + seconds * 1e6
  return {
    key,
    unit: 'kW',
    kind: 'measure',
    reading: {
      sourceTime,
      serverTime: null,
      receivedTime: sourceTime,
      status: 0,
      clock: 'device',
      value: seconds,
    },
  }
}

test('two entries that the centre can’t take are set aside, a thousand others arrive, and it is told of the holes', async () => {
  const key = await aKey()
  const path = join(folder, 'outbox.sqlite')
  const outbox = new Outbox({ path, now, log: () => undefined })
  const long = 'x'.repeat(201)
  const readings = Array.from({ length: 1000 }, (_, i) => power(i))
  // Too long a key is refused when it is parsed; one with a NUL parses, and the database can't hold it.
  readings.splice(300, 0, power(0, long))
  readings.splice(700, 0, power(0, 'P-2/po\0wer'))
  await outbox.take({ readings })
  const stop = new AbortController()
  const sent = upload({ outbox, centre: connectCentre(api, key), log: () => undefined }, stop.signal)
  await eventually('all of it is durable', async () => outbox.durable === 1002)
  stop.abort()
  await sent
  outbox.close()

  const stored = await db.transaction(reader, (tx) =>
    readingsBetween(tx, 'P-1/power', { from: T0, to: T0 + HOUR, limit: 2000 }),
  )
  expect(stored.map((reading) => ('value' in reading ? reading.value : null))).toEqual(
    Array.from({ length: 1000 }, (_, i) => i),
  )
  expect(listSetAside(path, 10).map(({ sequence, signals }) => [sequence, signals[0]])).toEqual([
    [301, long],
    [701, 'P-2/po\0wer'],
  ])
  const silences = await db.transaction(reader, (tx) => silencesOfCollector(tx, key.collector, 10))
  expect(silences.map(({ signals, reason }) => [signals, reason]).sort()).toEqual([
    [['P-2/power'], 'set-aside'],
    [[long.slice(0, 200)], 'set-aside'],
  ])
})

test('a batch of another version is refused as that, before anything in it is looked at', async () => {
  const { collector, key } = await aKey()
  const answer = await fetch(`${api}/api/${WATERSIDE}/collectors/${collector}/batches`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, [BATCH_VERSION_HEADER]: String(BATCH_VERSION + 1) },
  })
  expect([answer.status, await answer.json()]).toMatchObject([
    415,
    { code: 'batch-version', context: { sent: BATCH_VERSION + 1, known: BATCH_VERSION } },
  ])
})
