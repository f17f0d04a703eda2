import { randomUUID } from 'node:crypto'
import type { Asset, Position, Prediction } from '@driftbild/core'
import { putRegister, savePredictions } from '@driftbild/store'
import { beforeAll, expect, test } from 'vitest'
import type {
  FieldDay,
  IsolationView,
  LeakOutcomeRow,
  LeakRecord,
  LeakSearchView,
  ValveHistory,
  WorkOrderView,
} from '../contract/index.ts'
import { gather } from '../faults/gather.ts'
import { assetIn } from './asset-in.ts'
import { type Browser, ELSEWHERE, type TestCentre } from './centre.ts'
import { secondsAgo } from './edge.ts'
import { leakIn } from './prediction.ts'
import { hamlet } from './register.ts'

/** Metres east and north of a place. */
const at = (east: number, north: number): Position => [21.8 + east / 45_460, 65.9 + north / 111_320]
const places = {
  N0: at(0, 0),
  N1: at(200, 0),
  N2: at(400, 0),
  N3: at(400, 200),
  N4: at(200, 200),
  N5: at(600, 200),
}
type Place = keyof typeof places

const asset = assetIn('DMA9')
const pipe = (tag: string, from: Place, to: Place): Asset => ({
  ...asset(tag, 'pipe', places[from], { diameter: 100, length: 200, material: 'PE', from, to }),
  geometry: { type: 'LineString', coordinates: [places[from], places[to]] },
})
const valve = (tag: string, place: Position) => asset(tag, 'valve', place, { normallyOpen: true })

/** A reservoir, A to a loop B C E D, and F behind it; valves near the ends of most. */
function streets() {
  const register = hamlet(ELSEWHERE, 'Söderby')
  return {
    ...register,
    zones: [
      ...register.zones,
      { tag: 'DMA9', name: 'Loop', service: 'water' as const, geometry: null, inflow: [], outflow: [] },
    ],
    assets: [
      ...register.assets,
      pipe('LA', 'N0', 'N1'),
      pipe('LB', 'N1', 'N2'),
      pipe('LC', 'N2', 'N3'),
      pipe('LD', 'N1', 'N4'),
      pipe('LE', 'N4', 'N3'),
      pipe('LF', 'N3', 'N5'),
      asset('R-9', 'reservoir', places.N0),
      valve('VB1', at(210, 0)),
      valve('VB2', at(390, 0)),
      valve('VC', at(400, 190)),
      valve('VF', at(410, 200)),
      asset('SB', 'connection', at(300, 8), { customers: 5 }),
      asset('SC', 'connection', at(395, 100), { customers: 7, sensitive: 'care' }),
      asset('SF', 'connection', at(500, 205), { customers: 3 }),
      asset('HF', 'hydrant', at(550, 203)),
    ],
  }
}

export function leaksSuite(centre: () => TestCentre): void {
  const scope = { municipality: ELSEWHERE, role: 'api' } as const
  const root = `/api/${ELSEWHERE}`
  let engineer: Browser
  let crew: Browser
  let fault: string
  let prediction: string
  let order: WorkOrderView
  let clock = Date.now() * 1000

  const get = async <T>(path: string, by = engineer) => (await (await by.get(`${root}/${path}`)).json()) as T
  const post = (path: string, body: unknown, by = engineer) => by.post(`${root}/${path}`, body)
  const tags = (of: readonly { tag: string }[]) => of.map(({ tag }) => tag)
  const command = (field: string, value: unknown) => ({
    ...{ id: randomUUID(), baseRevision: order.revision, field, value, at: ++clock },
  })
  const change = async (by: Browser, ...commands: ReturnType<typeof command>[]) => {
    const answer = await post(`work-orders/${order.id}/commands`, { commands }, by)
    order = (await answer.json()) as WorkOrderView
    return order
  }
  const suspect = (more: Partial<Prediction>) =>
    centre().db.transaction(scope, async (tx) => {
      const said: Prediction = { ...leakIn('DMA9', secondsAgo(3_600), 0.8), ...more }
      const { standing } = await savePredictions(tx, {
        ...{ model: said.model.name, subject: said.subject, asOf: said.asOf },
        predictions: [said],
      })
      const evidence = {
        ...{ id: standing[0]!.id, source: 'prediction' as const, subject: said.subject, zone: 'DMA9' },
        ...{ mode: 'leak' as const, at: said.asOf },
      }
      return { id: standing[0]!.id, fault: await gather(tx, evidence) }
    })
  const candidates = [
    { asset: 'LB', probability: 0.5 },
    { asset: 'LF', probability: 0.15 },
    { asset: 'LC', probability: 0.35 },
  ]

  beforeAll(async () => {
    engineer = await centre().person([{ role: 'engineer', municipality: ELSEWHERE }])
    crew = await centre().person([{ role: 'crew', municipality: ELSEWHERE }])
    await centre().db.transaction(scope, (tx) => putRegister(tx, streets()))
    await centre().services.pictures.load()
    ;({ id: prediction, fault } = await suspect({ candidates }))
    await centre().settled()
  })

  test('a pipe’s plan names the valves, who is without water, and what helps where one is stuck', async () => {
    const plan = await get<IsolationView>('isolation?pipes=LB')
    expect(plan).toMatchObject({ possible: true, way: 'least-area', passed: [] })
    expect(tags(plan.close)).toEqual(['VB1', 'VB2'])
    expect(plan.reopen).toEqual(['VB2', 'VB1'])
    expect(plan.customers).toEqual({ within: 5, behind: 0 })
    expect(plan.metres.within).toBeCloseTo(180, -1)
    expect(plan.close[1]!.instead).toEqual({ close: ['VB1', 'VC'], customers: 12 })
    expect(plan.close[0]!.instead).toBeNull()
    expect(plan.lines.within.length).toBeGreaterThan(0)
  })

  test('what lies behind is told apart, hydrants are named, and sensitive customers come first', async () => {
    const two = await get<IsolationView>('isolation?pipes=LC,LF')
    expect(tags(two.connections)).toEqual(['SC', 'SF'])
    expect(two.connections[0]).toMatchObject({ sensitive: 'care', part: 'within' })
    expect(tags(two.hydrants)).toEqual(['HF'])
    const end = await get<IsolationView>('isolation?pipes=LF')
    expect(tags(end.close)).toEqual(['VF'])
  })

  test('where no valve stands before the source there is no plan', async () => {
    const plan = await get<IsolationView>('isolation?pipes=LA')
    expect(plan).toMatchObject({ possible: false, close: [], lines: { within: [], behind: [] } })
    // It is shown on the map all the same.
    expect(plan.lines.asked.map((line) => line.length)).toEqual([2])
    expect((await engineer.get(`${root}/isolation?pipes=NONE`)).status).toBe(404)
    expect((await engineer.get(`${root}/isolation?pipes=VC`)).status).toBe(404)
  })

  test('an order about a suspected leak takes the way and the plans along, to the phone too', async () => {
    const made = await post('work-orders', { fault })
    order = (await made.json()) as WorkOrderView
    const search = await get<LeakSearchView>(`work-orders/${order.id}/leak-search`)
    expect(search).toMatchObject({ prediction, probability: 0.8 })
    expect(search.stops.map(({ tag, metres }) => [tag, metres])).toEqual([
      ['LB', null],
      ['LC', 200],
      ['LF', 200],
    ])
    expect(search.stops[0]!.plan).not.toHaveProperty('lines')
    await change(engineer, command('state', 'approved'), command('assignee', 'Lag 7'))
    await change(engineer, command('state', 'assigned'))
    const day = await get<FieldDay>('field-day?crew=Lag%207', crew)
    expect(day.visits.find((visit) => visit.order.id === order.id)?.search?.stops).toHaveLength(3)
  })

  test('a crew says that a valve is stuck, and the open order’s plan goes around it', async () => {
    const said = await post('assets/VB2/valve-conditions', { condition: 'stuck', note: 'rost' }, crew)
    expect(said.status).toBe(200)
    expect((await said.json()) as ValveHistory).toMatchObject([
      { condition: 'stuck', note: 'rost', by: crew.id },
    ])
    const { stops } = await get<LeakSearchView>(`work-orders/${order.id}/leak-search`)
    expect(tags(stops[0]!.plan.close)).toEqual(['VB1', 'VC'])
    expect(stops[0]!.plan).toMatchObject({
      passed: [{ tag: 'VB2', condition: 'stuck' }],
      customers: { within: 12, behind: 0 },
    })
    expect((await post('assets/LB/valve-conditions', { condition: 'stuck', note: '' })).status).toBe(404)
    await post('assets/VB2/valve-conditions', { condition: 'works', note: 'ny spindel' })
    const again = await get<LeakSearchView>(`work-orders/${order.id}/leak-search`)
    expect(tags(again.stops[0]!.plan.close)).toEqual(['VB1', 'VB2'])
    const what = await get<IsolationView>('isolation?pipes=LB&unsure=VB2')
    expect(tags(what.close)).toEqual(['VB1', 'VC'])
  })

  test('limits are an engineer’s to set, and a crew’s not', async () => {
    const limits = { least: 0.3, most: 0.9, wanted: 0.5, fixed: null }
    expect((await post('zones/DMA9/leak-threshold', { threshold: 0.5, limits }, crew)).status).toBe(403)
    const wrong = { threshold: 0.5, limits: { ...limits, least: 0.95 } }
    expect((await post('zones/DMA9/leak-threshold', wrong)).status).toBe(400)
    const set = (await (
      await post('zones/DMA9/leak-threshold', { threshold: 0.5, limits })
    ).json()) as LeakRecord
    expect(set.threshold).toMatchObject({ value: 0.5, limits, history: [{ why: 'set', by: engineer.id }] })
  })

  test('closing it scores the suspicion and says what was saved, and with what that was reckoned', async () => {
    await post('zones/DMA9/statements', { input: 'water-cost', value: 8, source: 'Taxa 2026' })
    const leak = { flow: 2, class: null, place: null }
    const outcome = { found: true, cause: 'rostskada', action: 'muff', asset: 'LC', leak }
    await change(crew, command('outcome', outcome), command('state', 'done'))
    expect(order.state).toBe('done')
    const [row] = await get<LeakOutcomeRow[]>(`work-orders/${order.id}/leak-outcomes`)
    expect(row).toMatchObject({
      ...{ prediction, found: true, rank: 2, candidates: 3, metresOff: 200 },
      flow: { value: 2, from: 'crew' },
      saved: {
        assumed: {
          'water-cost': { value: 8, source: 'Taxa 2026' },
          'unnoticed-days': { value: 90, source: null },
        },
      },
    })
    expect(row!.saved!.volume).toBeGreaterThan(2 * 24 * 85)
    expect(row!.saved!.cost).toBeCloseTo(row!.saved!.volume * 8)
    const record = await get<LeakRecord>('zones/DMA9/leaks')
    expect(record.years).toMatchObject([{ found: 1, notFound: 0 }])
    expect(record.lookedFor).toBeNull()
    expect(record.threshold.since).toMatchObject({ found: 1, notFound: 0 })
    expect(record.threshold.value).toBe(0.5)
  })

  test('an order that is taken up again takes its outcome back', async () => {
    await change(crew, command('state', 'in-progress'))
    expect(await get<LeakOutcomeRow[]>(`work-orders/${order.id}/leak-outcomes`)).toEqual([])
    await change(crew, command('state', 'done'))
    expect(await get<LeakOutcomeRow[]>(`work-orders/${order.id}/leak-outcomes`)).toHaveLength(1)
  })

  test('an order about a leak that somebody saw at a pipe takes that pipe’s plan along', async () => {
    const report = { id: randomUUID(), asset: 'LF', mode: 'leak', text: 'vatten i gatan', at: secondsAgo(5) }
    const seen = (await (await post('fault-reports', report, crew)).json()) as { fault: string }
    const made = (await (await post('work-orders', { fault: seen.fault })).json()) as WorkOrderView
    const search = await get<LeakSearchView>(`work-orders/${made.id}/leak-search`)
    expect(search).toMatchObject({ prediction: null, stops: [{ tag: 'LF', plan: { possible: true } }] })
  })

  test('a second leak that is found where it was suspected lowers the zone’s threshold, and says so', async () => {
    const next = await suspect({ candidates, asOf: secondsAgo(10) })
    order = (await (await post('work-orders', { fault: next.fault })).json()) as WorkOrderView
    await change(engineer, command('state', 'approved'), command('assignee', 'Lag 7'))
    await change(engineer, command('state', 'assigned'))
    const outcome = { found: true, cause: 'skarv', action: '', asset: 'LB' }
    await change(crew, command('outcome', outcome), command('state', 'done'))
    const { threshold } = await get<LeakRecord>('zones/DMA9/leaks')
    expect(threshold.value).toBe(0.45)
    expect(threshold.history[0]).toMatchObject({ value: 0.45, why: 'outcome', by: null })
    expect(threshold.since).toMatchObject({ found: 0, notFound: 0 })
  })
}
