import {
  type Asset,
  type AssetClass,
  DAY,
  HOUR,
  type Micros,
  type Position,
  type Role,
  type Signal,
  startOfLocalDay,
  type Unit,
} from '@driftbild/core'
import { models } from '@driftbild/models'
import { loadState, putRegister } from '@driftbild/store'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FaultView, PredictionView, ReplayView, ZonePage } from './contract/index.ts'
import { createStepThread } from './jobs/step-thread.ts'
import { assetIn } from './test/asset-in.ts'
import { type Browser, HOME, startTestCentre, type TestCentre } from './test/centre.ts'
import { type Entry, enrolEdge } from './test/edge.ts'
import { hamlet } from './test/register.ts'

/**
 * Two leaks of one zone at once, told apart by pressures and EPANET in the product as it runs, and said again from what
 * was kept: a street of ten pipes, its inflow and its pressure at the inlet measured, and three pressures along it.
 */
const model = models.find(({ name }) => name === 'leak-location')!
const ZONE = 'DMA9'
const PIPES = 10
const LENGTH = 120
const DIAMETER = 100
const BEGIN = startOfLocalDay(Date.UTC(2026, 1, 2, 12) * 1000, 'Europe/Stockholm')
const END = BEGIN + 34 * DAY + 6 * HOUR
/** m³/h at the end of so many pipes, from a day on. */
const LEAKS = [
  { flow: 3, pipes: 8, from: 20 },
  { flow: 2.5, pipes: 3, from: 27 },
] as const
const sensors = { 'T-1': 4, 'T-2': 7, 'T-3': 10 }

const place = (pipes: number): Position => [21.8 + (pipes * LENGTH) / 45_460, 65.9]
const assetAt = assetIn(ZONE)
const asset = (tag: string, of: AssetClass, pipes: number, attributes?: Asset['attributes']) =>
  assetAt(tag, of, place(pipes), attributes)
const signal = (tag: string, role: Role, unit: Unit): Signal => ({
  ...{ key: `${tag}/${role}`, asset: tag, role, unit, kind: { type: 'measure' }, range: null },
  reporting: { type: 'every', seconds: 3600 },
})

function street() {
  const places = Array.from({ length: PIPES + 1 }, (_, i) => i)
  const register = hamlet(HOME, 'Norrvik')
  return {
    ...register,
    zones: [
      {
        ...{ tag: ZONE, name: 'Långgatan', service: 'water' as const, geometry: null },
        ...{ inflow: ['M-9/flow'], outflow: [] },
      },
    ],
    assets: [
      ...places.map((i) => asset(`K${i}`, 'junction', i, { elevation: 10, baseDemand: i === 0 ? 0 : 1 })),
      ...places.slice(1).map(
        (i): Asset => ({
          ...asset(`S${i}`, 'pipe', i, {
            ...{ diameter: DIAMETER, length: LENGTH, material: 'PE', roughness: 110 },
            ...{ from: `K${i - 1}`, to: `K${i}` },
          }),
          geometry: { type: 'LineString', coordinates: [place(i - 1), place(i)] },
        }),
      ),
      asset('M-9', 'dma-meter', 0),
      ...Object.entries(sensors).map(([tag, pipes]) => asset(tag, 'pressure-sensor', pipes)),
    ],
    ...{ items: [], installations: [], relations: [], alarmRules: [] },
    signals: [
      ...[signal('M-9', 'flow', 'm3/h'), signal('M-9', 'pressure', 'bar')],
      ...Object.keys(sensors).map((tag) => signal(tag, 'pressure', 'bar')),
    ],
  }
}

/** The same for the same moment; about −1 … 1. */
const wobble = (at: Micros, n: number): number =>
  Math.sin(at / HOUR / 3.7 + n) * Math.cos(at / HOUR / 11.3 - n)

/** Hazen-Williams: m of head that m³/h lose in one of the pipes. */
const lost = (flow: number): number =>
  (10.67 * LENGTH * (flow / 3600) ** 1.852) / (110 ** 1.852 * (DIAMETER / 1000) ** 4.871)
const METRES_A_BAR = 10.197

function readingsAt(at: Micros): Entry[] {
  const day = (at - BEGIN) / DAY
  const hour = Math.round((day % 1) * 24)
  const used = (hour < 5 ? 4 : hour < 9 || hour > 16 ? 14 : 10) + 0.15 * wobble(at, 0)
  const running = LEAKS.filter(({ from }) => day >= from)
  const through = (pipe: number) =>
    used * (1 - (pipe - 1) / PIPES) +
    running.reduce((sum, { flow, pipes }) => sum + (pipes >= pipe ? flow : 0), 0)
  const lostUntil = (pipes: number) =>
    Array.from({ length: pipes }, (_, i) => lost(through(i + 1))).reduce((a, b) => a + b, 0)
  const inlet = 4 + 0.02 * wobble(at, 9)
  return [
    { key: 'M-9/flow', unit: 'm3/h', at, value: through(1) },
    { key: 'M-9/pressure', unit: 'bar', at, value: inlet },
    ...Object.entries(sensors).map(([tag, pipes], n) => ({
      ...{ key: `${tag}/pressure`, unit: 'bar', at },
      value: inlet - lostUntil(pipes) / METRES_A_BAR + 0.0005 * wobble(at, n + 1),
    })),
  ]
}

let centre: TestCentre
let engineer: Browser
let leaks: PredictionView[]
const thread = createStepThread()

beforeAll(async () => {
  centre = await startTestCentre({ models: [model], thread, now: () => END })
  await centre.db.transaction({ municipality: HOME, role: 'api' }, (tx) => putRegister(tx, street()))
  await centre.services.pictures.load()
  engineer = await centre.person([{ role: 'engineer' }])
  const edge = await enrolEdge(centre, await centre.person([{ role: 'admin' }]))
  const entries: Entry[] = []
  for (let at = BEGIN; at <= END; at += HOUR) entries.push(...readingsAt(at))
  const numbered = edge.entries(entries)
  for (let i = 0; i < numbered.length; i += 1000)
    expect((await edge.send(numbered.slice(i, i + 1000))).status).toBe(200)
  const key = {
    ...{ model: model.name, version: model.version },
    subject: { type: 'zone' as const, tag: ZONE },
  }
  for (;;) {
    const state = await centre.db.transaction({ municipality: HOME, role: 'api' }, (tx) => loadState(tx, key))
    if (state && state.asOf > END - DAY) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await centre.settled()
  const { predictions } = await get<ZonePage>(`zones/${ZONE}`)
  leaks = predictions
    .filter(({ kind }) => kind === 'leak')
    .toSorted((a, b) => (a.ordinal ?? 1) - (b.ordinal ?? 1))
})
afterAll(async () => {
  await centre?.close()
  await thread.close()
})

const get = async <T>(path: string) => (await (await engineer.get(`/api/${HOME}/${path}`)).json()) as T

test('each of two leaks is a prediction with its own start, size and pipes, with the zone’s hydraulics', () => {
  expect(leaks.map(({ ordinal }) => ordinal)).toEqual([undefined, 2])
  for (const [i, { flow, pipes, from }] of LEAKS.entries()) {
    const { size, when, candidates, evidence } = leaks[i]!
    expect(Math.abs(size!.value - flow)).toBeLessThan(0.8)
    expect(Math.abs((when.likely - BEGIN) / DAY - from)).toBeLessThan(2)
    expect(candidates.map((one) => one.asset)).toContain(`S${pipes}`)
    expect(evidence.map(({ sentence }) => sentence)).toContainEqual({
      code: 'leak-grade',
      params: { grade: 'hydraulics', gap: 'none' },
    })
  }
})

test('each is evidence of a fault of its own', async () => {
  const { items } = await get<{ items: FaultView[] }>('faults')
  const faults = leaks.map(({ fault }) => items.find(({ id }) => id === fault))
  expect(faults.map((one) => one?.evidence.length)).toEqual([1, 1])
  expect(new Set(leaks.map(({ fault }) => fault)).size).toBe(2)
})

test('each is said again from what was kept, word for word', async () => {
  for (const { id, probability } of leaks) {
    const again = await get<ReplayView>(`predictions/${id}/replay`)
    expect(again).toMatchObject({ possible: true, same: true, sameInputs: true, probability })
  }
})
