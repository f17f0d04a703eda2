import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { Outbox, type Taken } from '@driftbild/collectors'
import { listSetAside } from '@driftbild/collectors/status'
import { BATCH_VERSION, BATCH_VERSION_HEADER, fromMillis, HOUR, type Micros } from '@driftbild/core'
import { connectCentre, enrol, upload } from '@driftbild/edge'
import { createEnrolment, type Database, readingsBetween, silencesOfCollector } from '@driftbild/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Centre, startCentre } from '../chain/centre.ts'
import { eventually } from '../chain/process.ts'
import { WATERSIDE, waterside } from '../chain/waterside.ts'

// What the real centre refuses, at its door and in its database, must not hold up what is sound.

const now = (): Micros => fromMillis(Date.now())
const reader = { municipality: WATERSIDE, role: 'reader' } as const
const T0 = Date.UTC(2026, 0, 10) * 1000

let centre: Centre
let db: Database
let api: string

beforeAll(async () => {
  centre = await startCentre(waterside)
  db = centre.db
  api = centre.address
})
afterAll(() => centre?.stop())

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
  const path = join(centre.folder, 'outbox.sqlite')
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
