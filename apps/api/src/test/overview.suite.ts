import { DAY, fromMillis, HOUR, localTime, MINUTE, startOfLocalDay } from '@driftbild/core'
import { beforeAll, expect, test } from 'vitest'
import type { AttentionList, Balance, Figure, ZoneInflow, ZonePage } from '../contract/index.ts'
import { addMeter } from './another-meter.ts'
import type { Browser, TestCentre } from './centre.ts'
import { type Entry, enrolEdge, secondsAgo } from './edge.ts'

const ZONE = 'Europe/Stockholm'
const [DAY_FLOW, NIGHT_FLOW] = [12, 4]

export function overviewSuite(centre: () => TestCentre): void {
  let engineer: Browser
  const get = async <T>(path: string, who = engineer): Promise<T> =>
    (await (await who.get(`/api/9999/${path}`)).json()) as T
  const figure = async (id: Figure['id'], of: string): Promise<Figure> =>
    (await get<Figure[]>(`${of}/figures`)).find((one) => one.id === id)!

  /** m³ that ran into the zone yesterday. */
  let taken = 0
  beforeAll(async () => {
    engineer = await centre().person([{ role: 'engineer' }])
    await addMeter(centre(), 'M-8')
    const edge = await enrolEdge(centre(), await centre().person([{ role: 'admin' }]))
    const today = startOfLocalDay(fromMillis(Date.now()), ZONE)
    // Ten days and yesterday of the zone's own clock: one of them may be an hour longer or shorter.
    const begin = startOfLocalDay(today - 10 * DAY + 6 * HOUR, ZONE)
    const yesterday = startOfLocalDay(today - 6 * HOUR, ZONE)
    const flows: Entry[] = []
    for (let at = begin; at < today; at += 5 * MINUTE) {
      const isNight = [1, 2, 3].includes(localTime(at, ZONE).hour)
      const value = isNight ? NIGHT_FLOW : DAY_FLOW
      flows.push({ key: 'M-8/flow', unit: 'm3/h', at, value })
      if (at >= yesterday) taken += value / 12
    }
    const entries = edge.entries(flows)
    for (let i = 0; i < entries.length; i += 1000) {
      expect((await edge.send(entries.slice(i, i + 1000))).status).toBe(200)
    }
    const hot = edge.entries([
      { key: 'P-1/motor-temperature', unit: 'Cel', at: secondsAgo(8), value: 80 },
      { key: 'P-1/motor-temperature', unit: 'Cel', at: secondsAgo(4), value: 99 },
    ])
    expect((await edge.send(hot)).status).toBe(200)
    await centre().settled()
  })

  test('a zone’s inflow and its night’s are told beside what they usually are', async () => {
    const inflow = await figure('inflow', 'zones/Z-M-8')
    expect(inflow).toMatchObject({ unit: 'm3', span: 'day', estimate: false, missing: [] })
    expect(inflow.value).toBeCloseTo(taken, 0)
    expect(inflow.usual).toMatchObject({ days: 9 })
    expect(inflow.trend.values.filter((value) => value !== null)).toHaveLength(10)
    expect((await figure('night-flow', 'zones/Z-M-8')).value).toBeCloseTo(NIGHT_FLOW, 1)
  })

  test('what can’t be known says for want of what', async () => {
    expect(await figure('inflow', 'zones/DMA1')).toMatchObject({
      value: null,
      missing: ['readings-of-the-day'],
    })
    expect((await figure('ili', 'services/water')).missing).toContain('connections')
    expect(await figure('bins-over', 'services/waste')).toMatchObject({
      value: null,
      missing: ['fill-sensor'],
    })
    expect(await figure('overflows', 'services/sewer')).toMatchObject({
      value: null,
      missing: ['overflow-sensor'],
    })
    expect((await engineer.get('/api/9999/zones/NOWHERE/figures')).status).toBe(404)
    expect((await engineer.get('/api/9999/services/trams/figures')).status).toBe(404)
  })

  test('of a service that isn’t theirs people see no figures', async () => {
    const lighting = await centre().person([{ role: 'engineer', service: 'lighting' }])
    expect((await lighting.get('/api/9999/services/water/figures')).status).toBe(404)
    expect((await lighting.get('/api/9999/zones/Z-M-8')).status).toBe(404)
    expect((await lighting.get('/api/9999/services/lighting/figures')).status).toBe(200)
    expect((await get<AttentionList>('attention?service=water', lighting)).items).toEqual([])
  })

  test('a balance asks for what no meter gives, and holds once it was said', async () => {
    const before = await get<Balance>('zones/Z-M-8/balance')
    const lineOf = ({ lines }: Balance, name: string) => lines.find(({ line }) => line === name)!
    expect(before.measured).toMatchObject({ days: 10, mains: 0.12 })
    expect(lineOf(before, 'system-input').value).toBeCloseTo((21 * DAY_FLOW + 3 * NIGHT_FLOW) * 365, -2)
    expect(lineOf(before, 'non-revenue')).toMatchObject({
      value: null,
      missing: ['billed-metered', 'billed-unmetered'],
    })
    const say = (input: string, value: number) =>
      engineer.post('/api/9999/zones/Z-M-8/statements', { input, value, source: 'Debiteringen 2025' })
    expect((await say('billed-metered', 80_000)).status).toBe(200)
    expect((await say('billed-metered', 81_000)).status).toBe(200)
    expect((await say('billed-unmetered', 0)).status).toBe(200)
    const after = await get<Balance>('zones/Z-M-8/balance')
    const input = lineOf(after, 'system-input').value!
    expect(lineOf(after, 'non-revenue').value).toBeCloseTo(input - 81_000)
    expect(after.stated.find((one) => one.input === 'billed-metered')).toMatchObject({
      value: 81_000,
      source: 'Debiteringen 2025',
      by: engineer.id,
    })
    const crew = await centre().person([{ role: 'crew' }])
    const refused = await crew.post('/api/9999/zones/Z-M-8/statements', {
      input: 'connections',
      value: 1,
      source: '?',
    })
    expect(refused.status).toBe(403)
  })

  test('a zone is told with its meters, and its inflow with what the weeks before were like', async () => {
    expect(await get<ZonePage>('zones/Z-M-8')).toMatchObject({
      name: 'Hamnen',
      assets: 2,
      classes: { 'dma-meter': 1, pipe: 1 },
      inflow: [{ key: 'M-8/flow', asset: 'M-8' }],
      pressures: [{ key: 'M-8/pressure' }],
      balanced: true,
    })
    const { time, values, expected } = await get<ZoneInflow>('zones/Z-M-8/inflow?days=3')
    const known = time.filter((_, i) => values[i] !== null)
    expect(known.length).toBeGreaterThan(40)
    expect(known[1]! - known[0]!).toBe(HOUR / 1e6)
    expect(expected).toBeNull()
  })

  test('a critical alarm needs a person before all else, in its own service and zone only', async () => {
    const { items, count } = await get<AttentionList>('attention')
    expect(count).toBeGreaterThanOrEqual(items.length)
    expect(items[0]).toMatchObject({ kind: 'alarm', alarm: { asset: 'P-1', priority: 'critical' } })
    expect(
      (await get<AttentionList>('attention?service=lighting')).items.map(({ kind }) => kind),
    ).not.toContain('alarm')
    expect((await get<AttentionList>('attention?zone=Z-M-8')).items).not.toContainEqual(items[0])
  })
}
