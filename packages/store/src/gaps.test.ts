import { randomUUID } from 'node:crypto'
import { HOUR, LATE_AFTER, MINUTE, type Micros, SECOND, type Silence, staleAfter } from '@driftbild/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Database,
  gapsOf,
  lateBatches,
  openSilences,
  refreshGaps,
  silencesOfCollector,
} from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { aReading, asApi, NOON, startTown, type TestCollector, withoutValue } from './testing/town.ts'

let store: TestStore
let db: Database
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
}, SLOW)
afterAll(() => store.stop(), SLOW)

const P1 = 'P1/pressure'
const END = NOON + 100 * HOUR
/** The sensors of the test town report every ten seconds. */
const ALLOWED = staleAfter({ type: 'every', seconds: 10 })

const silent = (from: Micros, to: Micros | null, more: Partial<Silence> = {}): Silence => ({
  id: randomUUID(),
  signals: [P1],
  from,
  to,
  reason: 'unreachable',
  ...more,
})

/** A town whose gaps are kept up with what is sent. */
async function startLedger(municipality: string) {
  const town = await startTown(db, municipality)
  const refresh = (touched: ReadonlyMap<string, [Micros, Micros]> = new Map()) =>
    refreshGaps(db, municipality, touched)
  return {
    ...town,
    refresh,
    async take(...entries: Parameters<TestCollector['pack']>[0]) {
      const { touched } = await town.send(town.pack(entries))
      await refresh(touched)
    },
    async gaps(key = P1, from: Micros = NOON - HOUR, to: Micros = END) {
      const gaps = await asApi(db, municipality, (tx) => gapsOf(tx, key, from, to))
      return gaps.map(({ from, to }) => [from - NOON, to === null ? null : to - NOON])
    },
    silences: () => asApi(db, municipality, (tx) => silencesOfCollector(tx, town.collector, 10)),
  }
}

describe('a silence', () => {
  test('lasts until a later entry closes it', async () => {
    const { take, gaps } = await startLedger('1201')
    const silence = silent(NOON, null)
    await take(silence)
    expect((await asApi(db, '1201', openSilences)).map(({ id }) => id)).toEqual([silence.id])
    expect(await gaps()).toEqual([[0, null]])
    await take({ ...silence, to: NOON + MINUTE })
    expect(await asApi(db, '1201', openSilences)).toEqual([])
    expect(await gaps()).toEqual([[0, MINUTE]])
    expect(await gaps(P1, NOON + 2 * MINUTE, END)).toEqual([])
    expect(await gaps('P2/pressure')).toEqual([])
  })

  test('opened and closed in one batch, it is stored closed', async () => {
    const { take, gaps } = await startLedger('1202')
    const silence = silent(NOON, null)
    await take(silence, { ...silence, to: NOON + HOUR })
    expect(await asApi(db, '1202', openSilences)).toEqual([])
    expect(await gaps()).toEqual([[0, HOUR]])
  })

  test('counts whole until somebody has looked at what came into it', async () => {
    const { send, pack, gaps, refresh, silences } = await startLedger('1203')
    await send(pack([silent(NOON, NOON + HOUR), [P1, aReading(NOON + 30 * MINUTE, 1)]]))
    expect(await gaps()).toEqual([[0, HOUR]])
    expect(await silences()).toMatchObject([{ missing: null, known: 1 }])
    await refresh()
    expect(await gaps()).toEqual([
      [0, 30 * MINUTE],
      [30 * MINUTE, HOUR],
    ])
    expect(await silences()).toMatchObject([{ missing: HOUR }])
  })
})

describe('a silence too short for the signal to have said anything', () => {
  test('means that nothing is missing, unless something was given up', async () => {
    const { take, gaps, silences } = await startLedger('1204')
    await take(
      silent(NOON, NOON + ALLOWED),
      silent(NOON + HOUR, NOON + HOUR + SECOND, { reason: 'queue-overflow' }),
    )
    expect(await gaps()).toEqual([[HOUR, HOUR + SECOND]])
    expect(await silences()).toMatchObject([{ missing: SECOND }, { missing: 0 }])
  })
})

test('nothing is missing of a signal while it was taken away', async () => {
  const { take, gaps, silences } = await startLedger('1205')
  await take(silent(NOON, NOON + HOUR, { reason: 'removed' }))
  expect(await gaps()).toEqual([])
  expect(await silences()).toMatchObject([{ missing: 0 }])
})

describe('what comes into a silence afterwards narrows it', () => {
  const every = (seconds: number, from: Micros, to: Micros) =>
    Array.from({ length: (to - from) / (seconds * SECOND) }, (_, i) => from + (i + 1) * seconds * SECOND)
  const back = (times: readonly Micros[]) => times.map((at) => [P1, aReading(at, 1)] as const)

  test('back-fill of all of it leaves nothing', async () => {
    const { take, gaps, silences } = await startLedger('1211')
    await take(silent(NOON, NOON + HOUR))
    expect(await silences()).toMatchObject([{ missing: HOUR }])
    await take(...back(every(10, NOON, NOON + HOUR)))
    expect(await gaps()).toEqual([])
    expect(await silences()).toMatchObject([{ missing: 0 }])
  })

  test('a part of it leaves the rest, and the next part less', async () => {
    const { take, gaps } = await startLedger('1212')
    await take(silent(NOON, NOON + HOUR))
    await take(...back(every(10, NOON + 20 * MINUTE, NOON + 40 * MINUTE)))
    expect(await gaps()).toEqual([
      [0, 20 * MINUTE + 10 * SECOND],
      [40 * MINUTE, HOUR],
    ])
    await take(...back(every(10, NOON, NOON + 20 * MINUTE)))
    expect(await gaps()).toEqual([[40 * MINUTE, HOUR]])
  })

  test('a value that the device itself calls missing is no silence', async () => {
    const { take, gaps } = await startLedger('1213')
    await take(silent(NOON, NOON + MINUTE))
    await take(...every(10, NOON, NOON + MINUTE).map((at) => [P1, withoutValue(at)] as const))
    expect(await gaps()).toEqual([])
  })

  test('the other signals of it wait for theirs', async () => {
    const { take, gaps, silences } = await startLedger('1214')
    await take(silent(NOON, NOON + MINUTE, { signals: [P1, 'P2/pressure', 'P9/unknown'] }))
    await take(...back(every(10, NOON, NOON + MINUTE)))
    expect(await gaps()).toEqual([])
    expect(await gaps('P2/pressure')).toEqual([[0, MINUTE]])
    expect(await silences()).toMatchObject([{ missing: MINUTE, known: 2 }])
  })

  test('a silence that is corrected begins anew', async () => {
    const { take, gaps } = await startLedger('1215')
    const silence = silent(NOON, NOON + HOUR)
    await take(silence)
    await take(...back(every(10, NOON, NOON + 10 * MINUTE)))
    await take({ ...silence, to: NOON + 30 * MINUTE })
    expect(await gaps()).toEqual([[10 * MINUTE, 30 * MINUTE]])
  })

  test('in whatever order and batches it comes, the same is missing', async () => {
    let state = 7
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state / 2 ** 32
    }
    const times = Array.from({ length: 150 }, () => NOON + Math.floor(random() * 3600) * SECOND)
    const { take, gaps } = await startLedger('1216')
    await take(...back(times.slice(0, 40)), silent(NOON, NOON + HOUR))
    for (let i = 40; i < times.length; i += 37) await take(...back(times.slice(i, i + 37)))

    const heard = [...new Set(times.filter((at) => at > NOON))].sort((a, b) => a - b)
    const expected = [NOON, ...heard]
      .map((from, i) => [from - NOON, (heard[i] ?? NOON + HOUR) - NOON])
      .filter(([from, to]) => to! - from! > ALLOWED)
    expect(expected.length).toBeGreaterThan(10)
    expect(await gaps()).toEqual(expected)
  })
})

test('what arrives long after its source time is counted as late, once', async () => {
  const { pack, send, collector } = await startLedger('1221')
  const batch = pack([
    [P1, aReading(NOON - HOUR, 1)],
    [P1, aReading(NOON - LATE_AFTER - 1, 1)],
    [P1, aReading(NOON - LATE_AFTER, 1)],
    ['P2/pressure', aReading(NOON, 1)],
  ])
  await send(batch)
  await send(batch)
  await send(pack([[P1, aReading(NOON, 2)]]))
  expect(await asApi(db, '1221', (tx) => lateBatches(tx, collector, 10))).toEqual([
    { from: NOON - HOUR, to: NOON - LATE_AFTER - 1, arrivedFrom: NOON, arrivedTo: NOON, readings: 2 },
  ])
})
