import { randomUUID } from 'node:crypto'
import { MINUTE, packBatch, type Reading, SECOND, statusCodes } from '@driftbild/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  adoptUnassigned,
  chunksToCompress,
  clockOffsetsOf,
  compressChunk,
  type Database,
  extentOf,
  ingest,
  latest,
  ledgerOf,
  listArrivals,
  listCollectors,
  listIssues,
  putRegister,
  readingsBetween,
  SequenceGap,
  UnknownCollector,
} from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { aReading, asApi, at, NOON, smallRegister, startTown, withoutValue } from './testing/town.ts'

let store: TestStore
let db: Database
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
}, SLOW)
afterAll(() => store.stop(), SLOW)

const FAR = { from: at('1700-01-01T00:00:00Z'), to: at('2255-06-01T00:00:00Z') }
const stored = (municipality: string, key = 'P1/pressure'): Promise<Reading[]> =>
  asApi(db, municipality, (tx) => readingsBetween(tx, key, FAR))

describe('exactly once', () => {
  test('a batch sent again is answered the same and adds nothing', async () => {
    const { pack, send, collector, epoch } = await startTown(db, '1001')
    const batch = pack([
      ['P1/pressure', aReading(NOON, 4.1)],
      ['P1/pressure', aReading(NOON + SECOND, 4.2)],
    ])
    const first = await send(batch)
    expect(first.receipt).toEqual({ epoch, accepted: 2, durable: 2 })
    expect(first.touched).toEqual(new Map([['P1/pressure', [NOON, NOON + SECOND]]]))
    const second = await send(batch)
    expect(second.receipt).toEqual(first.receipt)
    expect(second.touched.size).toBe(0)
    expect(await stored('1001')).toEqual([aReading(NOON, 4.1), aReading(NOON + SECOND, 4.2)])
    expect(await asApi(db, '1001', (tx) => ledgerOf(tx, collector))).toEqual({ [epoch]: 2 })
  })

  test('of a batch that overlaps what is known, only the rest is taken', async () => {
    const { pack, send, collector, epoch } = await startTown(db, '1002')
    const values = [1, 2, 3, 4, 5].map((v) => ['P1/pressure', aReading(NOON + v * SECOND, v)] as const)
    const whole = pack(values)
    const firstTwo = { ...whole, last: 2, readings: slice(whole.readings, 0, 2) }
    const fromTwo = { ...whole, first: 2, readings: slice(whole.readings, 1, 5) }
    await send(firstTwo)
    const { receipt, touched } = await send(fromTwo)
    expect(receipt).toEqual({ epoch, accepted: 5, durable: 5 })
    expect(touched.get('P1/pressure')).toEqual([NOON + 3 * SECOND, NOON + 5 * SECOND])
    expect((await stored('1002')).map((r) => 'value' in r && r.value)).toEqual([1, 2, 3, 4, 5])
    const [row] = await asApi(db, '1002', listCollectors)
    expect(row).toMatchObject({ id: collector, readings: 5, unassigned: 0, lastBatchAt: NOON })
  })

  test('a batch after a hole is refused with the sequence that is expected, and nothing of it is kept', async () => {
    const { pack, send } = await startTown(db, '1003')
    await send(pack([['P1/pressure', aReading(NOON, 1)]]))
    pack([['P1/pressure', aReading(NOON + 1, 2)]])
    const late = pack([['P1/pressure', aReading(NOON + 2, 3)]])
    const refused = await send(late).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(SequenceGap)
    expect((refused as SequenceGap).expected).toBe(2)
    expect(await stored('1003')).toHaveLength(1)
  })

  test('the same batch sent ten times at once is stored once', async () => {
    const { pack, send } = await startTown(db, '1004')
    const batch = pack([
      ['P1/pressure', aReading(NOON, 1)],
      ['P2/pressure', aReading(NOON, 2)],
    ])
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(batch)))
    expect(new Set(answers.map((a) => a.receipt.durable))).toEqual(new Set([2]))
    expect(answers.filter((a) => a.touched.size > 0)).toHaveLength(1)
    expect((await stored('1004')).length).toBe(1)
  })

  test('another epoch of the same collector begins at one again', async () => {
    const { pack, send } = await startTown(db, '1005')
    const batch = pack([['P1/pressure', aReading(NOON, 1)]])
    await send(batch)
    await send({ ...batch, epoch: randomUUID() })
    expect(await stored('1005')).toHaveLength(2)
  })

  test('a collector that the municipality does not have is refused', async () => {
    const { pack } = await startTown(db, '1006')
    const batch = pack([['P1/pressure', aReading(NOON, 1)]])
    await expect(
      ingest(db, { municipality: '1006', collector: randomUUID(), batch, arrivedAt: NOON }),
    ).rejects.toBeInstanceOf(UnknownCollector)
  })
})

describe('what a device said is kept as it said it', () => {
  test('microseconds of all three times survive, before and after 2000, and times that lie days apart', async () => {
    const { pack, send } = await startTown(db, '1011')
    const readings: Reading[] = [
      aReading(at('1999-12-31T23:59:59.999999Z'), 1, { serverTime: at('2000-01-01T00:00:00.000001Z') }),
      aReading(at('2026-05-04T12:00:00.123457Z'), 2, {
        serverTime: at('2026-05-04T11:59:59.654321Z'),
        receivedTime: at('2026-06-11T01:02:03.000004Z'),
      }),
      aReading(at('2255-01-01T00:00:00.000007Z'), 3),
      aReading(at('1750-01-01T00:00:00.000003Z'), 0),
    ]
    await send(pack(readings.map((reading) => ['P1/pressure', reading])), at('2255-01-01T00:00:00Z'))
    expect(await stored('1011')).toEqual(readings.toSorted((a, b) => a.sourceTime - b.sourceTime))
  })

  test('a status keeps its 32 bits, the highest included', async () => {
    const { pack, send } = await startTown(db, '1012')
    const codes = [0, 0x00000480, 0x40940000, 0x7fffffff, 0x80000000, 0x808c0000, 0xffffffff]
    await send(pack(codes.map((status, i) => ['P1/pressure', aReading(NOON + i, i, { status })])))
    expect((await stored('1012')).map((reading) => reading.status)).toEqual(codes)
  })

  test('doubles come back bit for bit', async () => {
    const { pack, send } = await startTown(db, '1013')
    const values = [
      ...[0.1 + 0.2, -0, 5e-324, Number.MAX_VALUE, 2 ** 53 + 2, 1 / 3],
      // Decimals, and what a device sends of them in single precision.
      ...[0, 7.3, -1013.25, 0.000001, 1e15 + 0.125, 42],
      ...[7.3, -0.001, 16_777_217, 1e-30, 3.4e38].map(Math.fround),
    ]
    await send(pack(values.map((value, i) => ['P1/pressure', aReading(NOON + i, value)])))
    expect((await stored('1013')).map((reading) => 'value' in reading && reading.value)).toEqual(values)
  })

  test('compressed it is the same', async () => {
    const { pack, send } = await startTown(db, '1016')
    const readings = Array.from({ length: 3_000 }, (_, i): Reading => {
      const sourceTime = NOON - 40 * 86_400 * SECOND + i * MINUTE + (i % 7)
      const times = {
        serverTime: [null, sourceTime + 12_000, sourceTime - 1][i % 3]!,
        receivedTime: sourceTime + [5_000, 5_001, 90 * 86_400 * SECOND][i % 3]!,
      }
      return i % 11 === 0
        ? withoutValue(sourceTime, times)
        : aReading(sourceTime, [i / 100, i / 7, Math.fround(i / 10)][i % 3]!, times)
    })
    await send(pack(readings.map((reading) => ['P1/pressure', reading])))
    expect(await stored('1016')).toEqual(readings)
    const chunks = await chunksToCompress(db, NOON - 30 * 86_400 * SECOND)
    for (const chunk of chunks) await compressChunk(db, chunk)
    expect(await stored('1016')).toEqual(readings)
    expect(await chunksToCompress(db, NOON - 30 * 86_400 * SECOND)).toEqual([])
  })

  test('a reading without a value keeps its reason, its status and whose clock it was', async () => {
    const { pack, send } = await startTown(db, '1014')
    const readings = [
      withoutValue(NOON, { clock: 'collector' }),
      withoutValue(NOON + 1, {
        reason: 'device-failure',
        status: statusCodes.BadDeviceFailure,
      } as Partial<Reading>),
    ]
    await send(pack(readings.map((reading) => ['P1/pressure', reading])))
    expect(await stored('1014')).toEqual(readings)
  })

  test('two different values with one source time are both kept, in sequence order', async () => {
    const { pack, send } = await startTown(db, '1015')
    await send(
      pack([
        ['P1/pressure', aReading(NOON + SECOND, 9)],
        ['P1/pressure', aReading(NOON, 2)],
        ['P1/pressure', aReading(NOON, 1)],
      ]),
    )
    expect((await stored('1015')).map((reading) => 'value' in reading && reading.value)).toEqual([2, 1, 9])
  })
})

describe('present state', () => {
  test('is the newest by source time, not by arrival', async () => {
    const { pack, send } = await startTown(db, '1021')
    await send(
      pack([
        ['P1/pressure', aReading(NOON, 5)],
        ['P2/pressure', aReading(NOON, 6)],
      ]),
    )
    await send(
      pack([
        ['P1/pressure', aReading(NOON - MINUTE, 4)],
        ['P2/pressure', withoutValue(NOON + 1)],
      ]),
    )
    const now = await asApi(db, '1021', (tx) => latest(tx))
    expect(now.get('P1/pressure')?.reading).toEqual(aReading(NOON, 5))
    expect(now.get('P2/pressure')?.reading).toEqual(withoutValue(NOON + 1))
    expect([...(await asApi(db, '1021', (tx) => latest(tx, { assets: ['P2'] }))).keys()]).toEqual([
      'P2/pressure',
    ])
  })

  test('among equal source times it is the one numbered last', async () => {
    const { pack, send } = await startTown(db, '1022')
    await send(
      pack([
        ['P1/pressure', aReading(NOON, 1)],
        ['P1/pressure', aReading(NOON, 2)],
      ]),
    )
    await send(pack([['P1/pressure', aReading(NOON, 3)]]))
    expect(await asApi(db, '1022', (tx) => latest(tx, { keys: ['P1/pressure'] }))).toEqual(
      new Map([['P1/pressure', { reading: aReading(NOON, 3), countsAt: NOON }]]),
    )
  })
})

describe('clocks', () => {
  test('what a collector says of one is kept, ends under its id, and changes no reading', async () => {
    const { send, collector, epoch } = await startTown(db, '1029')
    const off = { id: randomUUID(), device: 'plc-1', signals: ['P1/pressure'], offset: -90 * SECOND }
    const own = { id: randomUUID(), device: null, signals: [], offset: 3 * SECOND, from: NOON, to: null }
    const reading = aReading(NOON - 90 * SECOND, 4)
    await send(
      packBatch(epoch, [
        { kind: 'clock', sequence: 1, clock: { ...off, from: NOON, to: null } },
        { kind: 'reading', sequence: 2, key: 'P1/pressure', unit: 'bar', reading },
        { kind: 'clock', sequence: 3, clock: own },
      ]),
    )
    const ended = { ...off, from: NOON, to: NOON + MINUTE }
    const { receipt } = await send(packBatch(epoch, [{ kind: 'clock', sequence: 4, clock: ended }]))
    expect(receipt.durable).toBe(4)
    const kept = await asApi(db, '1029', (tx) => clockOffsetsOf(tx, collector))
    expect(kept.toSorted((a, b) => a.offset - b.offset)).toEqual([ended, own])
    expect(await stored('1029')).toEqual([reading])
    expect(await asApi(db, '1001', (tx) => clockOffsetsOf(tx, collector))).toEqual([])
  })
})

describe('what can’t be assigned', () => {
  test('an unknown key and a unit that is not the signal’s are kept, and one issue each is raised', async () => {
    const { pack, send, collector } = await startTown(db, '1031')
    const { touched } = await send(
      pack([
        ['P1/pressure', aReading(NOON, 4)],
        ['P1/presure', aReading(NOON, 5)],
        ['P1/presure', withoutValue(NOON + 1)],
        ['P1/pressure', aReading(NOON + 2, 400), 'kPa'],
      ]),
    )
    expect([...touched.keys()]).toEqual(['P1/pressure'])
    expect(await stored('1031')).toEqual([aReading(NOON, 4)])
    const issues = await asApi(db, '1031', listIssues)
    expect(issues).toHaveLength(2)
    expect(issues).toContainEqual({
      ...{ kind: 'unknown-key', key: 'P1/presure', unit: 'bar', expectedUnit: null, readings: 2 },
      ...{ collector, firstAt: NOON, lastAt: NOON },
    })
    expect(issues).toContainEqual({
      ...{ kind: 'wrong-unit', key: 'P1/pressure', unit: 'kPa', expectedUnit: 'bar', readings: 1 },
      ...{ collector, firstAt: NOON, lastAt: NOON },
    })
    const kept = await asApi(db, '1031', (tx) =>
      tx.query(
        'select key, unit, value, reason is null as good, sequence from unassigned_reading order by sequence',
      ),
    )
    expect(kept).toEqual([
      { key: 'P1/presure', unit: 'bar', value: 5, good: true, sequence: 2 },
      { key: 'P1/presure', unit: 'bar', value: null, good: false, sequence: 3 },
      { key: 'P1/pressure', unit: 'kPa', value: 400, good: true, sequence: 4 },
    ])
  })
})

describe('what could not be assigned', () => {
  test('is taken over as it came when its signal is there, and its issue is settled', async () => {
    const { pack, send } = await startTown(db, '1032')
    await send(
      pack([
        ['P3/pressure', aReading(NOON, 5, { serverTime: NOON - 3 })],
        ['P3/pressure', withoutValue(NOON + 1)],
        ['P3/presure', aReading(NOON, 6)],
        ['P3/pressure', aReading(NOON + 2, 400), 'kPa'],
      ]),
    )
    expect(await adoptUnassigned(db, '1032', NOON)).toBe(0)
    const register = smallRegister('1032', 3)
    await asApi(db, '1032', (tx) => putRegister(tx, register))

    expect(await adoptUnassigned(db, '1032', NOON)).toBe(2)
    expect(await adoptUnassigned(db, '1032', NOON)).toBe(0)
    const readings = await asApi(db, '1032', (tx) =>
      readingsBetween(tx, 'P3/pressure', { from: NOON, to: NOON + 10 }),
    )
    expect(readings).toEqual([aReading(NOON, 5, { serverTime: NOON - 3 }), withoutValue(NOON + 1)])
    expect(await asApi(db, '1032', (tx) => latest(tx, { keys: ['P3/pressure'] }))).toEqual(
      new Map([['P3/pressure', { reading: withoutValue(NOON + 1), countsAt: NOON + 1 }]]),
    )
    const { touched } = await asApi(db, '1032', (tx) => listArrivals(tx, 10))
    expect(touched.get('P3/pressure')).toEqual([NOON, NOON + 1])
    const issues = await asApi(db, '1032', listIssues)
    expect(new Set(issues.map(({ key, unit }) => `${key} in ${unit}`))).toEqual(
      new Set(['P3/pressure in kPa', 'P3/presure in bar']),
    )

    // What the register says now is heeded by the next batch.
    const inKilopascal = register.signals.map((signal) => ({ ...signal, unit: 'kPa' as const }))
    await asApi(db, '1032', (tx) => putRegister(tx, { ...register, signals: inKilopascal }))
    const later = await send(pack([['P3/pressure', aReading(NOON + 9, 410), 'kPa']]))
    expect([...later.touched.keys()]).toEqual(['P3/pressure'])

    // The same mistake again is an issue again.
    await send(pack([['P4/pressure', aReading(NOON, 7)]]))
    expect((await asApi(db, '1032', listIssues)).map(({ key }) => key)).toContain('P4/pressure')
  })
})

describe('as known at', () => {
  test('readings are those whose batch had arrived, whatever their source time', async () => {
    const { pack, send } = await startTown(db, '1051')
    const first = pack([['P1/pressure', aReading(NOON, 1)]])
    const second = pack([['P1/pressure', aReading(NOON - MINUTE, 2)]])
    await send(first, NOON + 10)
    await send(second, NOON + 20)
    const known = (knownAt: number) =>
      asApi(db, '1051', (tx) => readingsBetween(tx, 'P1/pressure', { ...FAR, knownAt }))
    expect(await known(NOON + 9)).toEqual([])
    expect(await known(NOON + 19)).toEqual([aReading(NOON, 1)])
    expect(await known(NOON + 20)).toEqual([aReading(NOON - MINUTE, 2), aReading(NOON, 1)])
  })

  test('a clock set back does not make a later batch known before an earlier one', async () => {
    const { pack, send } = await startTown(db, '1052')
    await send(pack([['P1/pressure', aReading(NOON, 1)]]), NOON + 100)
    await send(pack([['P1/pressure', aReading(NOON + 1, 2)]]), NOON + 50)
    const known = (knownAt: number) =>
      asApi(db, '1052', (tx) => readingsBetween(tx, 'P1/pressure', { ...FAR, knownAt }))
    expect(await known(NOON + 60)).toEqual([])
    expect(await known(NOON + 100)).toHaveLength(2)
  })
})

test('a full batch of 5,000 readings is stored whole', async () => {
  const { pack, send } = await startTown(db, '1061')
  await send(pack(Array.from({ length: 5000 }, (_, i) => ['P1/pressure', aReading(NOON + i * SECOND, i)])))
  expect(await asApi(db, '1061', (tx) => extentOf(tx, 'P1/pressure'))).toEqual({
    readings: 5000,
    first: NOON,
    last: NOON + 4999 * SECOND,
  })
})

function slice<T extends object>(columns: T, from: number, to: number): T {
  const entries = Object.entries(columns as Record<string, unknown[]>)
  return Object.fromEntries(entries.map(([name, column]) => [name, column.slice(from, to)])) as T
}
