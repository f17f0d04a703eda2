import { randomUUID } from 'node:crypto'
import { DAY, formatTime, MINUTE, type OrderField, SECOND } from '@driftbild/core'
import { applyCommands, createInspection } from '@driftbild/store'
import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { beforeAll, expect, test } from 'vitest'
import type { AssetPage, ChangesView, MomentView, Timeline, WorkOrderView } from '../contract/index.ts'
import type { Browser, TestCentre } from './centre.ts'
import { type Entry, enrolEdge, secondsAgo } from './edge.ts'
import { tileOf } from './tile-of.ts'

const HAMLET: [number, number] = [21.7, 65.83]

export function momentsSuite(centre: () => TestCentre): void {
  let engineer: Browser
  let lighting: Browser
  const noon = Math.floor((secondsAgo(0) - 2 * DAY) / (10 * MINUTE)) * 10 * MINUTE
  const calm = noon - 10 * MINUTE
  const trouble = noon + 10 * MINUTE

  beforeAll(async () => {
    const admin = await centre().person([{ role: 'admin' }])
    engineer = await centre().person([{ role: 'engineer' }])
    lighting = await centre().person([{ role: 'engineer', service: 'lighting' }])
    const edge = await enrolEdge(centre(), admin)
    const pressure = (at: number, value: number): Entry => ({ key: 'M-1/pressure', unit: 'bar', at, value })
    const steady = (from: number, to: number, value: number) =>
      Array.from({ length: (to - from) / (10 * SECOND) }, (_, i) => pressure(from + i * 10 * SECOND, value))
    const answer = await edge.send(
      edge.entries([
        ...steady(calm - 5 * MINUTE, noon, 3.5),
        ...steady(noon, trouble, 1.5),
        ...steady(trouble, trouble + 10 * MINUTE, 3.6),
      ]),
    )
    expect(answer.status).toBe(200)
    await giveOrder()
    await centre().settled()
  })

  const order = randomUUID()
  /** Made an hour before noon, given to a crew ten minutes later, and ended when the trouble was over. */
  const giveOrder = () =>
    centre().db.transaction({ municipality: '9999', role: 'api' }, async (tx) => {
      const [by, made, given] = [engineer.id, noon - 60 * MINUTE, noon - 50 * MINUTE]
      await createInspection(tx, {
        ...{ id: order, asset: 'M-2', title: 'Besiktning: M-2', note: '', priority: 'normal' as const },
        ...{ by, at: made },
      })
      const outcome = { found: false, cause: 'Utan anmärkning', action: '', asset: 'M-2', grade: 2 }
      const wishes: [OrderField, unknown, number][] = [
        ['state', 'approved', given],
        ['assignee', 'Lag Nord', given],
        ['state', 'assigned', given + SECOND],
        ['outcome', outcome, trouble],
        ['state', 'done', trouble],
      ]
      const commands = wishes.map(([field, value, at]) => ({
        ...{ id: randomUUID(), baseRevision: 99, field, value, at },
      }))
      await applyCommands(tx, order, commands, { by, at: trouble })
    })

  const get = async <T>(path: string, who = engineer): Promise<T> => {
    const answer = await who.get(`/api/9999/${path}`)
    expect(answer.status).toBe(200)
    return (await answer.json()) as T
  }
  const time = (at: number) => encodeURIComponent(formatTime(at))
  const assetAt = (at: number) => get<AssetPage>(`assets/M-1?at=${time(at)}`)
  const pressureOf = ({ signals }: AssetPage) => signals.find(({ key }) => key === 'M-1/pressure')!.latest

  test('an asset’s page tells what was known of it at each moment', async () => {
    const before = await assetAt(calm)
    expect(pressureOf(before)).toMatchObject({ value: 3.5, quality: 'good', stale: false })
    expect(before).toMatchObject({ state: 'normal', at: formatTime(calm) })
    const during = await assetAt(trouble)
    expect([during.state, pressureOf(during)!.value]).toEqual(['high', 1.5])
    const after = await assetAt(trouble + 5 * MINUTE)
    expect([after.state, pressureOf(after)!.value]).toEqual(['normal', 3.6])
  })

  test('orders that stood open then are told as they stood, to whom they concern', async () => {
    const open = async (at: number, who = engineer) =>
      (await get<MomentView>(`moment?at=${time(at)}`, who)).orders.items
        .filter(({ id }) => id === order)
        .map(({ state, assignee }) => [state, assignee])
    expect(await open(noon - 65 * MINUTE)).toEqual([])
    expect(await open(noon - 55 * MINUTE)).toEqual([['draft', null]])
    expect(await open(calm)).toEqual([['assigned', 'Lag Nord']])
    expect(await open(calm, lighting)).toEqual([])
    expect(await open(trouble + 5 * MINUTE)).toEqual([])
    const narrowed = await get<MomentView>(`moment?at=${time(calm)}&class=luminaire`)
    expect(narrowed.orders.count).toBe(0)

    const meter = (at: number) => get<AssetPage>(`assets/M-2?at=${time(at)}`)
    expect((await meter(noon - 55 * MINUTE)).underWork).toBe(false)
    expect((await meter(calm)).underWork).toBe(true)
    expect((await meter(trouble + 5 * MINUTE)).underWork).toBe(false)
    const ofMeter = (at: number) => get<WorkOrderView[]>(`assets/M-2/orders?at=${time(at)}`)
    expect((await ofMeter(calm)).map(({ id, state }) => [id, state])).toEqual([[order, 'assigned']])
    expect(await ofMeter(trouble + 5 * MINUTE)).toEqual([])
  })

  test('what had been heard of and no longer was is stale, what had never been is not missed', async () => {
    const silent = await assetAt(trouble + 60 * MINUTE)
    expect(pressureOf(silent)).toMatchObject({ value: 3.6, stale: true })
    expect(silent.state).toBe('stale')
    const never = await assetAt(noon - 300 * DAY)
    expect([never.state, pressureOf(never)]).toEqual(['normal', null])
  })

  test('a time between two steps is the step before', async () => {
    expect((await assetAt(trouble + 4 * MINUTE)).at).toBe(formatTime(trouble))
  })

  test('tiles and the list of what stood out are of the moment that is asked for', async () => {
    const meter = async (query: string) => {
      const [z, x, y] = tileOf(HAMLET, 16)
      const answer = await engineer.get(`/api/9999/tiles/${z}/${x}/${y}.mvt${query}`)
      const { layers } = new VectorTile(new PbfReader(new Uint8Array(await answer.arrayBuffer())))
      const assets = layers.assets!
      return Array.from({ length: assets.length }, (_, i) => assets.feature(i).properties).find(
        ({ tag }) => tag === 'M-1',
      )
    }
    expect((await meter(`?at=${time(calm)}`))?.state).toBe('normal')
    expect(await meter(`?at=${time(trouble)}`)).toMatchObject({ state: 'high' })
    expect(await meter(`?at=${time(trouble)}&since=${time(calm)}`)).toMatchObject({ change: 'worse' })
    const { items, states } = await get<MomentView>(`moment?at=${time(trouble)}&zone=DMA1`)
    expect(items.map(({ tag, state }) => [tag, state])).toEqual([['M-1', 'high']])
    expect(states).toEqual({ high: 1 })
  })

  test('between two moments what got worse, what got better, and by how much', async () => {
    const changes = (since: number, at: number, who?: Browser) =>
      get<ChangesView>(`moment/changes?since=${time(since)}&at=${time(at)}&zone=DMA1`, who)
    const worse = await changes(calm, trouble)
    expect(worse.counts).toEqual({ worse: 1, better: 0, other: 0 })
    expect(worse.items[0]).toMatchObject({
      ...{ tag: 'M-1', change: 'worse', before: 'normal', state: 'high' },
      values: [{ key: 'M-1/pressure', before: { value: 3.5 }, after: { value: 1.5 } }],
    })
    expect((await changes(trouble, trouble + 5 * MINUTE)).counts).toEqual({ worse: 0, better: 1, other: 0 })
    expect((await changes(calm, trouble, lighting)).items, 'of other services nothing is told').toEqual([])
    const turned = await engineer.get(`/api/9999/moment/changes?since=${time(trouble)}&at=${time(calm)}`)
    expect(turned.status).toBe(400)
  })

  test('the stretch begins with the first reading, and tells when alarms were raised', async () => {
    const stretch = `from=${time(noon - 30 * MINUTE)}&to=${time(noon + 30 * MINUTE)}&parts=6`
    const timeline = await get<Timeline>(`timeline?${stretch}`)
    expect(Date.parse(timeline.from!) * 1000).toBeLessThanOrEqual(calm)
    expect(timeline.step).toBe(300)
    expect(timeline.parts.map(({ high }) => high)).toEqual([0, 0, 0, 1, 0, 0])
    const unseen = await get<Timeline>(`timeline?${stretch}`, lighting)
    expect(unseen.parts.map(({ high }) => high)).toEqual([0, 0, 0, 0, 0, 0])
  })
}
