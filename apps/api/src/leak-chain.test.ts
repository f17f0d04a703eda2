import { randomUUID } from 'node:crypto'
import {
  type Asset,
  type AssetClass,
  DAY,
  HOUR,
  type Micros,
  type Position,
  type Signal,
  startOfLocalDay,
} from '@driftbild/core'
import { activeModels } from '@driftbild/models'
import { loadState, putRegister } from '@driftbild/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type {
  Balance,
  FaultView,
  LeakOutcomeRow,
  LeakRecord,
  LeakSearchView,
  PredictionView,
  WorkOrderView,
  ZonePage,
} from './contract/index.ts'
import { createStepThread } from './jobs/step-thread.ts'
import { assetIn } from './test/asset-in.ts'
import { type Browser, HOME, startTestCentre, type TestCentre } from './test/centre.ts'
import { type Entry, enrolEdge, type TestEdge } from './test/edge.ts'
import { hamlet } from './test/register.ts'

/**
 * From what meters report to the repaired pipe and on to the next leak: one street of ten pipes, 40 m each, its inflow
 * metered and three pressures, stepped by the model that ships.
 */
const model = activeModels.find(({ kind }) => kind === 'leak')!
const ZONE = 'DMA9'
const PIPES = 10
const LENGTH = 40
const BEGIN = startOfLocalDay(Date.UTC(2026, 1, 2, 12) * 1000, 'Europe/Stockholm')
/** m³/h from one day to another. */
const LEAKS = [
  { flow: 3, from: 40, to: 46.5 },
  { flow: 2, from: 58, to: 99 },
]
const place = (metres: number): Position => [21.8 + metres / 45_460, 65.9]
const assetAt = assetIn(ZONE)
const asset = (tag: string, of: AssetClass, metres: number, attributes?: Asset['attributes']) =>
  assetAt(tag, of, place(metres), attributes)
const signal = (key: string, rest: Pick<Signal, 'role' | 'unit'>): Signal => ({
  ...{ key, asset: key.split('/')[0]!, ...rest, kind: { type: 'measure' }, range: null },
  reporting: { type: 'every', seconds: 3600 },
})
const sensors = { 'T-1': 20, 'T-2': 220, 'T-3': 390 }

function street() {
  const register = hamlet(HOME, 'Norrvik')
  const pipes = Array.from(
    { length: PIPES },
    (_, i): Asset => ({
      ...asset(`S${i + 1}`, 'pipe', 0, {
        ...{ diameter: 100, length: LENGTH, material: 'PE' },
        ...{ from: `K${i}`, to: `K${i + 1}` },
      }),
      geometry: { type: 'LineString', coordinates: [place(i * LENGTH), place((i + 1) * LENGTH)] },
    }),
  )
  return {
    ...register,
    zones: [
      {
        ...{ tag: ZONE, name: 'Långgatan', service: 'water' as const, geometry: null },
        ...{ inflow: ['M-9/flow'], outflow: [] },
      },
    ],
    assets: [
      ...pipes,
      asset('R-9', 'reservoir', 0),
      asset('M-9', 'dma-meter', 2),
      ...[81, 199, 281, 359].map((metres, i) => asset(`V${i + 1}`, 'valve', metres, { normallyOpen: true })),
      asset('B1', 'connection', 230, { customers: 9 }),
      ...Object.entries(sensors).map(([tag, metres]) => asset(tag, 'pressure-sensor', metres)),
    ],
    ...{ items: [], installations: [], relations: [], alarmRules: [] },
    signals: [
      signal('M-9/flow', { role: 'flow', unit: 'm3/h' }),
      ...Object.keys(sensors).map((tag) => signal(`${tag}/pressure`, { role: 'pressure', unit: 'bar' })),
    ],
  }
}

/** The same for the same moment; about −1 … 1. */
const wobble = (at: Micros, n: number): number =>
  Math.sin(at / HOUR / 3.7 + n) * Math.cos(at / HOUR / 11.3 - n)

function readingsAt(at: Micros): Entry[] {
  const day = (at - BEGIN) / DAY
  const leak = LEAKS.reduce((sum, { flow, from, to }) => sum + (day >= from && day < to ? flow : 0), 0)
  const hour = Math.round((day % 1) * 24)
  const usual = hour < 5 ? 4 : hour < 9 || hour > 16 ? 14 : 10
  const flow = usual + 0.15 * wobble(at, 0) + leak
  return [
    { key: 'M-9/flow', unit: 'm3/h', at, value: flow },
    ...Object.entries(sensors).map(([tag, metres], n) => ({
      ...{ key: `${tag}/pressure`, unit: 'bar', at },
      value: 4 - leak * 0.0001 * Math.min(metres, 230) + 0.002 * wobble(at, n + 1),
    })),
  ]
}

let clock = BEGIN
let centre: TestCentre
let edge: TestEdge
let engineer: Browser
let crew: Browser
let order: WorkOrderView
let first: PredictionView
const thread = createStepThread()

beforeAll(async () => {
  centre = await startTestCentre({ models: [model], thread, now: () => clock })
  await centre.db.transaction({ municipality: HOME, role: 'api' }, (tx) => putRegister(tx, street()))
  await centre.services.pictures.load()
  engineer = await centre.person([{ role: 'engineer' }])
  crew = await centre.person([{ role: 'crew' }])
  edge = await enrolEdge(centre, await centre.person([{ role: 'admin' }]))
})
afterAll(async () => {
  await centre?.close()
  await thread.close()
})

const get = async <T>(path: string) => (await (await engineer.get(`/api/${HOME}/${path}`)).json()) as T
const post = async <T>(path: string, body: unknown, by = engineer) => {
  const answer = await by.post(`/api/${HOME}/${path}`, body)
  expect(answer.status).toBe(200)
  return (await answer.json()) as T
}
const change = async (by: Browser, changes: Record<string, unknown>) => {
  const commands = Object.entries(changes).map(([field, value]) => ({
    ...{ id: randomUUID(), baseRevision: order.revision, field, value, at: ++clock },
  }))
  order = await post<WorkOrderView>(`work-orders/${order.id}/commands`, { commands }, by)
}
const balance = () => get<Balance>(`zones/${ZONE}/balance`)
const leaks = async () =>
  (await get<ZonePage>(`zones/${ZONE}`)).predictions.filter(({ kind }) => kind === 'leak')
const index = ({ lines }: Pick<Balance, 'lines'>) => lines.find(({ line }) => line === 'ili')!.value!

/** Time goes on to a day: what the devices report until then comes in, and the model has looked at it. */
async function liveUntil(day: number) {
  const to = BEGIN + day * DAY
  const entries: Entry[] = []
  for (let at = Math.ceil(clock / HOUR) * HOUR; at <= to; at += HOUR) entries.push(...readingsAt(at))
  clock = to
  const numbered = edge.entries(entries)
  for (let i = 0; i < numbered.length; i += 1000) {
    expect((await edge.send(numbered.slice(i, i + 1000))).status).toBe(200)
  }
  await centre.settled()
  const subject = { type: 'zone', tag: ZONE } as const
  const key = { model: model.name, version: model.version, subject }
  for (;;) {
    const state = await centre.db.transaction({ municipality: HOME, role: 'api' }, (tx) => loadState(tx, key))
    if (state && state.asOf > to - DAY) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await centre.settled()
}

test('a leak is suspected by what the night takes in, on some of the street’s pipes', async () => {
  const said = {
    ...{ 'billed-metered': 50_000, 'billed-unmetered': 0, 'unbilled-metered': 0, 'unbilled-unmetered': 500 },
    ...{ 'unauthorised-use': 0, 'meter-errors': 500, connections: 400, 'private-pipe': 2 },
    'water-cost': 8,
  }
  for (const [input, value] of Object.entries(said))
    await post(`zones/${ZONE}/statements`, { input, value, source: 'Debiteringen 2025' })
  await post(`zones/${ZONE}/leak-threshold`, {
    ...{ threshold: 0.48, limits: { least: 0.45, most: 0.9, wanted: 0.2, fixed: null } },
  })
  await liveUntil(39)
  expect(await leaks()).toEqual([])
  await liveUntil(46)
  ;[first] = (await leaks()) as [PredictionView]
  expect(first!.probability).toBeGreaterThan(0.5)
  expect(first!.size!.value).toBeCloseTo(3, 0)
  expect(first!.candidates.length).toBeGreaterThan(3)
})

test('its order takes the way and a plan for every stop along', async () => {
  const { items } = await get<{ items: FaultView[] }>('faults')
  const fault = items.find(({ evidence }) => evidence.some(({ id }) => id === first.id))!
  order = await post<WorkOrderView>('work-orders', { fault: fault.id })
  const { stops } = await get<LeakSearchView>(`work-orders/${order.id}/leak-search`)
  expect(stops.length).toBeGreaterThan(2)
  const within = stops.find(({ tag }) => tag === 'S6')!
  expect(within.plan).toMatchObject({ possible: true, customers: { within: 9 } })
  expect(within.plan.close.map(({ tag }) => tag)).toEqual(['V2'])
})

test('found 40 m off: scored, the threshold follows within its limits, and the index is a repaired zone’s at once', async () => {
  const before = await balance()
  expect(before.repaired).toBeNull()
  const [likeliest] = first.candidates.toSorted((a, b) => b.probability - a.probability)
  const nth = Number(likeliest!.asset.slice(1))
  const beside = `S${nth < PIPES ? nth + 1 : nth - 1}`
  await change(engineer, { state: 'approved', assignee: 'Lag 7' })
  await change(engineer, { state: 'assigned' })
  clock = BEGIN + 46.5 * DAY
  const leak = { flow: 3, class: null, place: null }
  await change(crew, {
    outcome: { found: true, cause: 'rostskada', action: 'muff', asset: beside, leak },
    state: 'done',
  })

  const [outcome] = await get<LeakOutcomeRow[]>(`work-orders/${order.id}/leak-outcomes`)
  expect(outcome).toMatchObject({ prediction: first.id, found: true, metresOff: 40, flow: { value: 3 } })
  expect(outcome!.saved!.cost).toBeCloseTo(outcome!.saved!.volume * 8)
  const record = await get<LeakRecord>(`zones/${ZONE}/leaks`)
  expect(record.years).toMatchObject([{ found: 1, notFound: 0 }])
  expect(record.years[0]!.volume).toBeCloseTo(outcome!.saved!.volume)
  expect(record.threshold).toMatchObject({ value: 0.45, history: [{ why: 'outcome' }, { why: 'set' }] })

  const after = await balance()
  expect(after.measured.basis).toBe('less-repaired')
  expect(after.repaired!.repairs).toMatchObject([{ order: order.id, number: order.number, flow: 3 }])
  expect(index(after.repaired!.before)).toBeCloseTo(index(before))
  expect(index(after)).toBeLessThan(0.95 * index(before))
  const figures = await get<{ id: string; value: number }[]>(`zones/${ZONE}/figures`)
  expect(figures.find(({ id }) => id === 'ili')!.value).toBeCloseTo(index(after))
  expect(await leaks()).toEqual([])
})

test('the repaired leak is not suspected again, and a week later the index is a measured one', async () => {
  await liveUntil(48)
  expect(await leaks()).toEqual([])
  await liveUntil(57)
  expect(await leaks()).toEqual([])
  const { items } = await get<{ items: FaultView[] }>('faults')
  expect(items).toMatchObject([{ to: expect.any(String) }])
  const now = await balance()
  expect(now.measured.basis).toBe('since-repair')
  expect(now.measured.days).toBeGreaterThanOrEqual(7)
  expect(index(now)).toBeLessThan(index(now.repaired!.before))
})

test('the zone’s next leak is a suspicion and a fault of its own', async () => {
  await liveUntil(66)
  const [next, ...more] = await leaks()
  expect(more).toEqual([])
  expect(next!.id).not.toBe(first.id)
  expect(next!.size!.value).toBeCloseTo(2, 0)
  const days = (next!.when.likely - BEGIN) / DAY
  expect(Math.abs(days - 58)).toBeLessThan(2)
  const { items } = await get<{ items: FaultView[] }>('faults')
  expect(items.filter(({ to }) => to === null)).toHaveLength(1)
  expect(items).toHaveLength(2)
})
