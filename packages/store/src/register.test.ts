import type { AlarmRule } from '@driftbild/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Database,
  findAsset,
  findInstalledItem,
  listAssets,
  listMunicipalities,
  listRelations,
  listSignals,
  loadBaseMap,
  loadRegister,
  putBaseMap,
  putRegister,
} from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { asApi, at, smallRegister } from './testing/town.ts'

let store: TestStore
let db: Database
beforeAll(async () => {
  store = await startTestStore()
  db = store.db
}, SLOW)
afterAll(() => store.stop(), SLOW)

const rule: AlarmRule = {
  ...{
    id: 'P1/pressure#low',
    signal: 'P1/pressure',
    condition: 'below',
    limit: 2.5,
    window: null,
    hysteresis: 0.2,
  },
  ...{ delayOn: 60_000_000, delayOff: 0, priority: 'high', mode: 'low-pressure' },
}

describe('a register', () => {
  test('comes out as it went in, and putting it in again changes no row', async () => {
    const register = smallRegister('4001', 30, [rule])
    await asApi(db, '4001', (tx) => putRegister(tx, register))
    const loaded = await loadRegister(db, '4001')
    expect(loaded).toEqual({ ...register, assets: byTag(register.assets), signals: byKey(register.signals) })
    const versions = () =>
      db.across((tx) =>
        tx.query(
          `select 'a' || id as row, xmin::text from asset where municipality = '4001'
           union all select 's' || id, xmin::text from signal where municipality = '4001'
           union all select 'z' || id, xmin::text from zone where municipality = '4001'
           union all select 'r' || id, xmin::text from alarm_rule where municipality = '4001' order by 1`,
        ),
      )
    const before = await versions()
    expect(before).toHaveLength(62)
    await asApi(db, '4001', (tx) => putRegister(tx, register))
    expect(await versions()).toEqual(before)
  })

  test('put in with changes updates what differs and keeps what it no longer names', async () => {
    const first = smallRegister('4002', 2)
    await asApi(db, '4002', (tx) => putRegister(tx, first))
    const [p1] = first.assets
    const second = {
      ...first,
      assets: [{ ...p1!, name: 'Renamed', zone: null }],
      installations: [{ ...first.installations[0]!, to: at('2026-01-01T00:00:00Z') }],
      signals: [],
      relations: [],
    }
    await asApi(db, '4002', (tx) => putRegister(tx, second))
    const loaded = await loadRegister(db, '4002')
    expect(loaded.assets.map(({ tag, name, zone }) => [tag, name, zone])).toEqual([
      ['P1', 'Renamed', null],
      ['P2', 'Sensor 2', 'DMA1'],
    ])
    expect(loaded.installations).toEqual(second.installations)
    expect(loaded.signals).toHaveLength(2)
    expect(await asApi(db, '4002', (tx) => findInstalledItem(tx, 'P1'))).toBeNull()
  })

  test('of one municipality is not put into another', async () => {
    await expect(asApi(db, '4003', (tx) => putRegister(tx, smallRegister('4004')))).rejects.toThrow('4004')
  })

  test('of more than one page is read whole, in the order of its names', async () => {
    await asApi(db, '4003', (tx) => putRegister(tx, smallRegister('4003', 2_100)))
    const { assets, signals } = await loadRegister(db, '4003')
    const tags = assets.map(({ tag }) => tag)
    expect(tags).toEqual(Array.from({ length: 2_100 }, (_, i) => `P${i + 1}`).sort())
    expect(signals.map(({ asset }) => asset).sort()).toEqual(tags)
  })

  test('two municipalities may use the same tags', async () => {
    for (const code of ['4005', '4006']) await asApi(db, code, (tx) => putRegister(tx, smallRegister(code)))
    expect(await asApi(db, '4005', (tx) => listAssets(tx))).toHaveLength(2)
    expect((await listMunicipalities(db)).map(({ code }) => code)).toEqual(
      expect.arrayContaining(['4005', '4006']),
    )
  })
})

describe('assets', () => {
  beforeAll(() => asApi(db, '4011', (tx) => putRegister(tx, smallRegister('4011', 12))))
  const tags = (filter: Parameters<typeof listAssets>[1]) =>
    asApi(db, '4011', async (tx) => (await listAssets(tx, filter)).map((asset) => asset.tag))

  test('are found by class, zone, box and part of a name, a page at a time', async () => {
    expect(await tags({ class: 'pump' })).toEqual([])
    expect(await tags({ service: 'water', zone: 'DMA1', limit: 3 })).toEqual(['P1', 'P10', 'P11'])
    expect(await tags({ after: 'P11', limit: 2 })).toEqual(['P12', 'P2'])
    expect(await tags({ q: 'SENSOR 1' })).toEqual(['P1', 'P10', 'P11', 'P12'])
    expect(await tags({ q: '%' })).toEqual([])
    expect(await tags({ box: [21.7035, 65.79, 21.7055, 65.81] })).toEqual(['P5', 'P6'])
  })

  test('come one by one with what they are connected to', async () => {
    const asset = await asApi(db, '4011', (tx) => findAsset(tx, 'P1'))
    expect(asset).toEqual(smallRegister('4011', 12).assets[0])
    expect(await asApi(db, '4011', (tx) => findAsset(tx, 'P99'))).toBeNull()
    expect(await asApi(db, '4011', (tx) => findInstalledItem(tx, 'P1'))).toMatchObject({
      serial: '1',
      installed: at('2020-01-01T00:00:00Z'),
    })
    expect(await asApi(db, '4011', (tx) => listRelations(tx, 'P2'))).toEqual([
      { from: 'P1', to: 'P2', type: 'upstream-of' },
    ])
    expect(await asApi(db, '4011', (tx) => listSignals(tx, { assets: ['P2'] }))).toMatchObject([
      { key: 'P2/pressure', asset: 'P2', range: [0, 16] },
    ])
  })
})

test('a base map is replaced as a whole, and found by box', async () => {
  await asApi(db, '4021', (tx) => putRegister(tx, smallRegister('4021')))
  const feature = (lon: number) => ({
    layer: 'street' as const,
    name: null,
    rank: 1,
    geometry: {
      type: 'LineString' as const,
      coordinates: [[lon, 65] as [number, number], [lon + 1, 66] as [number, number]],
    },
  })
  await asApi(db, '4021', (tx) => putBaseMap(tx, [feature(1), feature(5)]))
  await asApi(db, '4021', (tx) => putBaseMap(tx, [feature(20), feature(30)]))
  expect(await asApi(db, '4021', (tx) => loadBaseMap(tx))).toEqual([feature(20), feature(30)])
  expect(await asApi(db, '4021', (tx) => loadBaseMap(tx, [29, 65.5, 32, 65.6]))).toEqual([feature(30)])
})

const byTag = <T extends { tag: string }>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => (a.tag < b.tag ? -1 : 1))
const byKey = <T extends { key: string }>(list: readonly T[]): T[] =>
  list.toSorted((a, b) => (a.key < b.key ? -1 : 1))
