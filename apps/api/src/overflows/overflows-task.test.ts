import { createHash, randomUUID } from 'node:crypto'
import { DAY, HOUR, MINUTE, type Micros, packBatch, statusCodes } from '@driftbild/core'
import {
  createEnrolment,
  ingest,
  listOverflows,
  overflowScans,
  putRegister,
  redeemEnrolment,
  refreshRollups,
  rewindScan,
  saveScan,
  type Tx,
} from '@driftbild/store'
import { startTestStore, type TestStore } from '@driftbild/store/test-engine'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHub } from '../live/hub.ts'
import { createPictures, type Pictures } from '../picture/pictures.ts'
import { flood, STATION, stationRegister } from '../test/flooded-station.ts'
import { createOverflowsTask } from './overflows-task.ts'

const NOW = Date.UTC(2026, 4, 20, 12) * 1000
let store: TestStore
let pictures: Pictures
let send: (began: Micros) => Promise<unknown>

const asApi = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> =>
  store.db.transaction({ municipality: '9999', role: 'api' }, fn)
const summed = () => refreshRollups(store.db, { most: 60_000 })
const began = async () =>
  (await asApi((tx) => listOverflows(tx, { station: STATION }))).map(({ detected }) => detected!.began)

beforeAll(async () => {
  store = await startTestStore()
  const { db } = store
  await asApi((tx) => putRegister(tx, stationRegister()))
  const [code, key] = ['code', 'key'].map((text) => createHash('sha256').update(text).digest())
  await asApi((tx) => createEnrolment(tx, { name: 'edge', codeHash: code!, at: NOW, expires: NOW + HOUR }))
  const { collector } = (await redeemEnrolment(db, { codeHash: code!, keyHash: key!, at: NOW }))!
  const epoch = randomUUID()
  let sequence = 0
  pictures = createPictures({ db, hub: createHub('test'), log: () => {}, now: () => NOW })
  send = async (at) => {
    const batch = packBatch(
      epoch,
      flood(at, 12, 40).map(({ key: signal, unit, at: sourceTime, value }) => ({
        ...{ kind: 'reading', sequence: ++sequence, key: signal, unit },
        reading: {
          ...{ sourceTime, serverTime: null, receivedTime: sourceTime, clock: 'device' },
          ...{ status: statusCodes.Good, value: value! },
        },
      })),
    )
    await ingest(db, { municipality: '9999', collector, batch, arrivedAt: NOW })
    await pictures.load()
  }
})
afterAll(async () => {
  pictures.close()
  await store.stop()
})

test('what is not summed up yet is not passed over', async () => {
  const task = createOverflowsTask({ db: store.db, pictures, log: () => {}, now: () => NOW })
  await send(NOW - 5 * HOUR)
  await summed()
  await task.run()
  expect(await began()).toEqual([NOW - 5 * HOUR])

  const late = NOW - 3 * DAY
  await send(late)
  await task.late('9999', new Map([[`${STATION}/overflowing`, [late - HOUR, late + 3 * HOUR]]]))
  await task.run()
  await summed()
  await task.run()
  expect(await began()).toEqual([NOW - 5 * HOUR, late])
})

test('late readings that come while somebody looks are looked at the next time', async () => {
  const looked = { from: NOW - DAY, began: [] }
  await asApi(async (tx) => {
    const seen = (await overflowScans(tx)).get(STATION)!
    await rewindScan(tx, STATION, NOW - 2 * DAY)
    await saveScan(tx, STATION, { ...looked, seen, to: NOW + MINUTE })
    expect((await overflowScans(tx)).get(STATION)).toBe(NOW - 2 * DAY)
  })
})
