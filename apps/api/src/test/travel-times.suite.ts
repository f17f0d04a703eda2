import { type Asset, MINUTE, type Position, type Register } from '@driftbild/core'
import { putBaseMap, putRegister, refreshRollups } from '@driftbild/store'
import { beforeAll, expect, test } from 'vitest'
import type { LeakRecord, TravelView, ZonePage } from '../contract/index.ts'
import { withStreets } from '../network/travel-times.ts'
import { createPicture } from '../picture/picture.ts'
import { assetIn } from './asset-in.ts'
import { BASE_URL, type Browser, type TestCentre } from './centre.ts'
import { enrolEdge, secondsAgo } from './edge.ts'
import { hamlet } from './register.ts'

/** Metres east and north of a place far from the other stories. */
const at = (east: number, north: number): Position => [23.4 + east / 45_460, 65.95 + north / 111_320]
const places = { TW: at(0, 0), T1: at(400, 0), T2: at(800, 0), T3: at(1200, 0) }
type Place = keyof typeof places

const asset = assetIn('DMA-T')
const pipe = (tag: string, from: Place, to: Place): Asset => ({
  ...asset(tag, 'pipe', places[from], { diameter: 200, length: 400, material: 'PE', from, to }),
  geometry: { type: 'LineString', coordinates: [places[from], places[to]] },
})

/** Water for three places in a row; a station at the second; the meter says 12.57 m³/h, which is a pipe's volume. */
const row = (base: Register): Register => ({
  ...{ ...base, sites: [], items: [], installations: [], relations: [], alarmRules: [] },
  zones: [{ tag: 'DMA-T', name: 'Rad', service: 'water', geometry: null, inflow: ['TM/flow'], outflow: [] }],
  assets: [
    asset('TM', 'dma-meter', at(-50, 40)),
    asset('TR', 'reservoir', places.TW, { elevation: 60, maxLevel: 4, volume: 200 }),
    ...(['T1', 'T2', 'T3'] as const).map((name) =>
      asset(name, 'junction', places[name], { elevation: 10, baseDemand: 1 }),
    ),
    pipe('TP1', 'TW', 'T1'),
    pipe('TP2', 'T1', 'T2'),
    pipe('TP3', 'T2', 'T3'),
    asset('TQ', 'water-quality-station', places.T2),
    asset('TC1', 'connection', at(1000, 8), { customers: 9 }),
    asset('TC2', 'connection', at(1100, 8), { customers: 2, sensitive: 'care' }),
    asset('TC3', 'connection', at(200, 8), { customers: 50 }),
  ],
  signals: [
    {
      ...{ key: 'TM/flow', asset: 'TM', role: 'flow', unit: 'm3/h', kind: { type: 'measure' }, range: null },
      reporting: { type: 'every', seconds: 60 },
    },
  ],
})

export function travelTimesSuite(centre: () => TestCentre): void {
  let engineer: Browser
  const start = secondsAgo(40 * 60)
  beforeAll(async () => {
    engineer = await centre().person([{ role: 'engineer' }])
    await centre().db.transaction({ municipality: '9999', role: 'api' }, (tx) =>
      putRegister(tx, row(hamlet('9999', 'Norrvik'))),
    )
    await centre().settled()
    const edge = await enrolEdge(centre(), await centre().person([{ role: 'admin' }]))
    const flows = Array.from({ length: 20 }, (_, i) => ({
      ...{ key: 'TM/flow', unit: 'm3/h', at: start + i * MINUTE, value: 12.566 },
    }))
    expect((await edge.send(edge.entries(flows))).status).toBe(200)
    await centre().settled()
    for (let left = 1; left > 0; ) left = (await refreshRollups(centre().db, { most: 300 })).left
  })
  const travel = async (tag: string) => {
    const answer = await engineer.get(
      `/api/9999/assets/${tag}/travel-times?at=${encodeURIComponent(new Date(start / 1000 + 1_500_000).toISOString())}`,
    )
    return { status: answer.status, view: (await answer.json()) as TravelView }
  }

  test('says how long ago the water was in each pipe, by the inflow that was measured', async () => {
    const { view } = await travel('TQ')
    expect(view).toMatchObject({ basis: 'hydraulics', metered: expect.arrayContaining(['DMA-T']) })
    // A third is drawn at each place: all of it passes the first pipe, two thirds the second.
    const [first, second] = ['TP1', 'TP2'].map((tag) => view.back.pipes.find(({ asset }) => asset === tag)!)
    expect(second).toMatchObject({ share: 1 })
    expect(second!.hours.likely).toBeCloseTo(1.5, 1)
    expect(first!.hours.likely).toBeCloseTo(2.5, 1)
    expect(first!.hours.from).toBeLessThan(first!.hours.likely)
    expect(first!.hours.to).toBeGreaterThan(first!.hours.likely)
    expect(view.back.sources).toMatchObject([{ asset: 'TR', share: 1, street: null }])
    expect(view.back.pipes.some(({ asset }) => asset === 'TP3')).toBe(false)
  })

  test('and who gets it next: the sensitive first, nobody upstream', async () => {
    const { view } = await travel('TQ')
    expect(view.ahead.customers.map(({ asset, customers }) => [asset, customers])).toEqual([
      ['TC2', 2],
      ['TC1', 9],
    ])
    expect(view.ahead.customers[0]!.hours.likely).toBeCloseTo(3, 1)
  })

  test('a source where no works stands is told with the street that it is at', async () => {
    const part = { name: 'T1', share: 1, hours: { from: 1, likely: 2, to: 3 } }
    const street = (name: string, north: number) => ({
      ...{ layer: 'street' as const, name, rank: 2 },
      geometry: { type: 'LineString' as const, coordinates: [at(300, north), at(500, north)] },
    })
    const told = await centre().db.transaction({ municipality: '9999', role: 'api' }, async (tx) => {
      await putBaseMap(tx, [street('Bakgatan', 45), street('Radgatan', 12), street('Långt bort', 90)])
      return withStreets(tx, createPicture(row(hamlet('9999', 'Norrvik'))), [
        { ...part, asset: 'T1' },
        { ...part, asset: 'T3' },
        { ...part, asset: 'TR' },
      ])
    })
    expect(told.map(({ asset, street: name }) => [asset, name])).toEqual([
      ['T1', 'Radgatan'],
      ['T3', null],
      ['TR', null],
    ])
  })

  test('the zone that it stands in lists the station; one that was never heard has no values', async () => {
    const page = (await (await engineer.get('/api/9999/zones/DMA-T')).json()) as ZonePage
    expect(page.quality).toMatchObject([{ tag: 'TQ', name: 'Name TQ', values: [] }])
    const record = (await (await engineer.get('/api/9999/zones/DMA-T/leaks')).json()) as LeakRecord
    expect(record.learning, 'no model has looked yet').toBeNull()
  })

  test('meanwhile others get their answers, and who leaves is not waited for', async () => {
    const answered: string[] = []
    const leaving = new AbortController()
    const path = `/api/9999/assets/TQ/travel-times?at=${encodeURIComponent(new Date(start / 1000 + 600_000).toISOString())}`
    const left = Promise.resolve(
      centre().app.request(
        new Request(`${BASE_URL}${path}`, {
          headers: { cookie: engineer.cookie },
          signal: leaving.signal,
        }),
      ),
    ).then(({ status }) => answered.push(`left ${status}`))
    const stayed = engineer.get(path).then(({ status }) => answered.push(`stayed ${status}`))
    expect((await engineer.get('/health/live')).status).toBe(200)
    answered.push('alive')
    leaving.abort()
    await left
    await stayed
    expect(answered).toEqual(['alive', 'left 499', 'stayed 200'])
  })

  test('what stands in no pipe has no travel times', async () => {
    expect((await travel('TM')).status).toBe(404)
  })
}
