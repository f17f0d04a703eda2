import { packBatch, SECOND } from '@driftbild/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, ingest, latest, openDatabase } from './index.ts'
import { placeReadings } from './place-readings.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { aReading, asApi, NOON, startTown, withoutValue } from './testing/town.ts'

let store: TestStore
let db: Database
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
}, SLOW)
afterAll(() => store.stop(), SLOW)

const newest = (municipality: string) =>
  asApi(db, municipality, async (tx) =>
    Object.fromEntries([...(await latest(tx))].map(([key, { reading }]) => [key, reading])),
  )

test('SQL finds where the newest reading of each signal lies', async () => {
  const { pack, send } = await startTown(db, '7001')
  await send(
    pack([
      ['P1/pressure', aReading(NOON, 1)],
      ['P1/pressure', aReading(NOON + SECOND, 2)],
      ['P2/pressure', withoutValue(NOON - 1)],
    ]),
  )
  const found = await asApi(db, '7001', (tx) =>
    tx.query(
      `select s.key, l.source_time as at, r.sequence
       from latest_reading l join signal s on s.id = l.signal
       join own_reading r on r.signal = l.signal and r.source_time = l.source_time and r.epoch = l.epoch
         and r.sequence = l.sequence
       order by s.key`,
    ),
  )
  expect(found).toEqual([
    { key: 'P1/pressure', at: NOON + SECOND, sequence: 2 },
    { key: 'P2/pressure', at: NOON - 1, sequence: 3 },
  ])
})

test('what a transaction that came to nothing had moved on is not remembered', async () => {
  const { pack, send, epoch } = await startTown(db, '7002')
  await send(pack([['P1/pressure', aReading(NOON, 1)]]))
  const before = await newest('7002')
  await expect(
    db.transaction({ municipality: '7002', role: 'ingest' }, async (tx) => {
      const [signal] = await tx.query<{ id: number }>(`select id from signal where key = 'P1/pressure'`)
      const lost = packBatch(epoch, [
        {
          ...{ kind: 'reading', sequence: 9, key: 'P1/pressure', unit: 'bar' },
          reading: aReading(NOON + 9 * SECOND, 9),
        },
      ])
      const arrived = { epoch: 1, simulated: false, at: NOON + 9 * SECOND }
      const every = { type: 'every', seconds: 10 } as const
      await placeReadings(db, tx, arrived, lost, [{ row: 0, signal: signal!.id }], () => every)
      throw new Error('lost')
    }),
  ).rejects.toThrow('lost')
  expect(await newest('7002')).toEqual(before)
  await send(pack([['P1/pressure', aReading(NOON + SECOND, 2)]]), NOON + SECOND)
  expect(await newest('7002')).toEqual({ 'P1/pressure': aReading(NOON + SECOND, 2) })
})

test('two processes that take turns each build on what the other wrote', async () => {
  const one = await startTown(db, '7003')
  const other = openDatabase(db.url)
  try {
    for (let i = 0; i < 4; i++) {
      const key = i < 2 ? 'P1/pressure' : 'P2/pressure'
      const arrivedAt = NOON + i * SECOND
      const batch = one.pack([[key, aReading(arrivedAt, i)]])
      const request = { municipality: '7003', collector: one.collector, batch, arrivedAt }
      await ingest(i % 2 === 0 ? db : other, request)
    }
    expect(await newest('7003')).toEqual({
      'P1/pressure': aReading(NOON + SECOND, 1),
      'P2/pressure': aReading(NOON + 3 * SECOND, 3),
    })
  } finally {
    await other.close()
  }
})

test('batches that come at once lose nothing of each other', async () => {
  const { pack, send } = await startTown(db, '7004', 40)
  await Promise.all(
    Array.from({ length: 8 }, async (_, i) => {
      const readings = Array.from({ length: 5 }, (_, n) => {
        const signal = `P${i + 8 * n + 1}/pressure`
        return [signal, aReading(NOON + i, i)] as const
      })
      const batch = { ...pack(readings), epoch: `00000000-0000-4000-8000-00000000000${i}` }
      await send(fromOne(batch))
    }),
  )
  expect(Object.keys(await newest('7004'))).toHaveLength(40)
})

/** The same as the first batch of its epoch. */
function fromOne<T extends { first: number; last: number; readings: { sequence: number[] } }>(batch: T): T {
  const sequence = batch.readings.sequence.map((_, i) => i + 1)
  return { ...batch, first: 1, last: sequence.length, readings: { ...batch.readings, sequence } }
}
