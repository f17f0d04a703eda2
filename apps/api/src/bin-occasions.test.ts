import { randomUUID } from 'node:crypto'
import {
  type Asset,
  DAY,
  type Forecast,
  HOUR,
  type Micros,
  type Signal,
  startOfLocalDay,
} from '@driftbild/core'
import { activeModels } from '@driftbild/models'
import { loadState, putRegister } from '@driftbild/store'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type {
  AttentionList,
  AuditEntryView,
  OccasionView,
  PredictionView,
  ReplayView,
} from './contract/index.ts'
import { createStepThread } from './jobs/step-thread.ts'
import { type Browser, HOME, startTestCentre, type TestCentre } from './test/centre.ts'
import { type Entry, enrolEdge, type TestEdge } from './test/edge.ts'
import { hamlet } from './test/register.ts'

/** From what a person states of a market to the forecast of the containers around it, stepped by the model that ships. */
const model = activeModels.find(({ kind }) => kind === 'container-full')!
const ZONE = 'Europe/Stockholm'
const BEGIN = startOfLocalDay(Date.UTC(2026, 1, 2, 12) * 1000, ZONE)
const DAYS = 40
/** On the square, beside it, and on the other side of town. */
const containers = { 'K-1': 0, 'K-2': 60, 'K-3': 3_000 }

const asset = (tag: string, metres: number): Asset => ({
  ...{ tag, class: 'waste-container', name: `Kärl ${tag}`, site: null, zone: null, surveyed: null },
  ...{ builtYear: null, expectedLife: null, visibility: 'staff' },
  attributes: { volume: 660, fraction: 'residual' },
  geometry: { type: 'Point', coordinates: [21.8 + metres / 45_460, 65.9] },
})
const fillOf = (tag: string): Signal => ({
  ...{ key: `${tag}/fill`, asset: tag, role: 'fill', unit: '1', range: [0, 1] },
  ...{ kind: { type: 'measure' }, reporting: { type: 'every', seconds: 3600 } },
})
const register = {
  ...hamlet(HOME, 'Norrvik'),
  ...{ zones: [], items: [], installations: [], relations: [], alarmRules: [] },
  assets: Object.entries(containers).map(([tag, metres]) => asset(tag, metres)),
  signals: Object.keys(containers).map(fillOf),
}

/** A sixteenth of the container a day, emptied every ninth day. */
const fillAt = (at: Micros): number => 0.02 + 0.0625 * (((at - BEGIN) / DAY + 2.625) % 9)

let clock = BEGIN
let centre: TestCentre
let edge: TestEdge
let engineer: Browser
let planner: Browser
let admin: Browser
let stated: OccasionView
/** How wide what is expected in three days is without a market. */
let plainWidth: number
const thread = createStepThread()

const dateAfter = (days: number) => new Date((clock + days * DAY) / 1000).toISOString().slice(0, 10)
const path = (rest: string) => `/api/${HOME}/${rest}`
const read = async <T>(rest: string, by = engineer): Promise<T> =>
  (await (await by.get(path(rest))).json()) as T
const post = async <T>(rest: string, body: unknown, by = planner): Promise<T> => {
  const answer = await by.post(path(rest), body)
  expect(answer.status, await answer.clone().text()).toBe(200)
  return (await answer.json()) as T
}
const forecastOf = (tag: string) => read<Forecast>(`signals/${encodeURIComponent(`${tag}/fill`)}/forecast`)
/** The middle of what is expected in three days. */
const inThreeDays = ({ quantiles, values }: Forecast) => values[quantiles.indexOf(0.5)]!.at(-1)!
const widthOf = ({ values }: Forecast) => values.at(-1)!.at(-1)! - values[0]!.at(-1)!

beforeAll(async () => {
  centre = await startTestCentre({ models: [model], thread, now: () => clock })
  await centre.db.transaction({ municipality: HOME, role: 'api' }, (tx) => putRegister(tx, register))
  await centre.services.pictures.load()
  engineer = await centre.person([{ role: 'engineer' }])
  planner = await centre.person([{ role: 'planner' }])
  admin = await centre.person([{ role: 'admin' }])
  edge = await enrolEdge(centre, admin)
  const entries: Entry[] = []
  clock = BEGIN + DAYS * DAY + 9 * HOUR
  for (let at = BEGIN; at <= clock; at += HOUR)
    for (const tag of Object.keys(containers))
      entries.push({ key: `${tag}/fill`, unit: '1', at, value: fillAt(at) })
  const numbered = edge.entries(entries)
  for (let i = 0; i < numbered.length; i += 1000)
    expect((await edge.send(numbered.slice(i, i + 1000))).status).toBe(200)
  await centre.settled()
  for (const tag of Object.keys(containers)) {
    const key = { model: model.name, version: model.version, subject: { type: 'asset', tag } as const }
    await vi.waitFor(async () => {
      const state = await centre.db.transaction({ municipality: HOME, role: 'api' }, (tx) =>
        loadState(tx, key),
      )
      expect(state?.asOf).toBeGreaterThan(clock - DAY)
    }, 30_000)
  }
})
afterAll(async () => {
  await centre?.close()
  await thread.close()
})

test('a market tomorrow makes the containers around it fuller at once, and less sure', async () => {
  const before = { near: await forecastOf('K-1'), far: await forecastOf('K-3') }
  stated = await post<OccasionView>('occasions', {
    ...{ id: randomUUID(), kind: 'market', name: 'Vårmarknad', from: dateAfter(1), to: dateAfter(1) },
    ...{ expected: 4, place: { longitude: 21.8, latitude: 65.9, radius: 150 } },
  })
  expect(stated.bins.map(({ tag }) => tag)).toEqual(['K-1', 'K-2'])
  await vi.waitFor(async () => {
    expect(inThreeDays(await forecastOf('K-1'))).toBeGreaterThan(inThreeDays(before.near) + 0.1)
  }, 30_000)
  const after = await forecastOf('K-1')
  plainWidth = widthOf(before.near)
  expect(after.asOf).toBe(before.near.asOf)
  expect(widthOf(after)).toBeGreaterThan(plainWidth + 0.05)
  expect(await forecastOf('K-3')).toEqual(before.far)
})

test('what it then says names the market, and is said again word for word', async () => {
  const { items } = await read<{ items: PredictionView[] }>('predictions?standing=true')
  const said = items.find(({ subject, kind }) => subject.tag === 'K-1' && kind === 'container-full')!
  const reason = said.evidence.find(({ sentence }) => sentence.code === 'occasion-ahead')!.sentence.params
  expect(reason).toMatchObject({ name: 'Vårmarknad', factor: 4, seen: 0, days: 1 })
  const again = await read<ReplayView>(`predictions/${said.id}/replay`)
  expect(again).toMatchObject({ sameInputs: true, same: true })
  // The market is taken back later: what was known then stays what was known.
  clock += HOUR
  const [revision, id] = [stated.revision, stated.id]
  const off = await post<OccasionView>(`occasions/${id}/end`, { revision })
  expect(off).toMatchObject({ isOn: false, earlier: 1 })
  expect(await read<ReplayView>(`predictions/${said.id}/replay`)).toMatchObject({ sameInputs: true })
  stated = off
})

test('taken back it counts no longer; undone it counts again', async () => {
  await vi.waitFor(async () => {
    expect(widthOf(await forecastOf('K-1'))).toBe(plainWidth)
  }, 30_000)
  const plain = inThreeDays(await forecastOf('K-1'))
  stated = await post<OccasionView>(`occasions/${stated.id}/undo`, { revision: stated.revision })
  expect(stated).toMatchObject({ isOn: true, occasion: { name: 'Vårmarknad', expected: 4 } })
  await vi.waitFor(async () => {
    expect(inThreeDays(await forecastOf('K-1'))).toBeGreaterThan(plain + 0.1)
  }, 30_000)
})

test('who saw an older one is told so, and every statement is in the audit log', async () => {
  const { occasion, id, revision } = stated
  const change = { ...occasion, expected: 2, bins: ['K-1'], place: null }
  const late = await planner.post(path(`occasions/${id}/change`), { ...change, revision: revision - 1 })
  expect([late.status, await late.json()]).toMatchObject([409, { code: 'occasion-changed' }])
  const changed = await post<OccasionView>(`occasions/${id}/change`, { ...change, revision })
  expect(changed.bins.map(({ tag }) => tag)).toEqual(['K-1'])
  const { items } = await read<{ items: AuditEntryView[] }>('audit', admin)
  const logged = items.filter(({ ref }) => ref === id).map(({ what }) => what)
  expect(logged).toEqual(['occasion-changed', 'occasion-undone', 'occasion-taken-back', 'occasion-stated'])
})

test('dates the wrong way round, places without containers and pipes are refused; crews state nothing', async () => {
  const one = {
    id: randomUUID(),
    kind: 'match',
    name: 'Match',
    from: dateAfter(3),
    to: dateAfter(3),
    expected: null,
  }
  const codeOf = async (body: object, by = planner) => {
    const answer = await by.post(path('occasions'), body)
    return [answer.status, ((await answer.json()) as { code: string }).code]
  }
  expect(await codeOf({ ...one, bins: ['K-1'], to: dateAfter(2) })).toEqual([400, 'occasion-dates'])
  expect(await codeOf({ ...one, place: { longitude: 20, latitude: 60, radius: 200 } })).toEqual([
    ...[400, 'occasion-without-containers'],
  ])
  expect(await codeOf({ ...one, bins: ['K-9'] })).toEqual([404, 'not-found'])
  expect((await codeOf({ ...one, bins: ['K-1'] }, await centre.person([{ role: 'crew' }])))[0]).toBe(403)
})

test('a gateway that falls silent is one notice that names its containers, until it is heard again', async () => {
  const signals = Object.keys(containers).map((tag) => `${tag}/fill`)
  const silence = { id: randomUUID(), signals, from: clock, to: null, reason: 'unreachable' as const }
  const silent = async () => {
    const { items } = await read<AttentionList>('attention?service=waste')
    return items.filter((item) => item.kind === 'silence')
  }
  expect(await silent()).toEqual([])
  expect((await edge.send(edge.entries([silence]))).status).toBe(200)
  await vi.waitFor(async () => {
    const told = await silent()
    expect(told.map(({ together }) => together.map(({ tag }) => tag))).toEqual([['K-1', 'K-2', 'K-3']])
  }, 30_000)
  expect((await edge.send(edge.entries([{ ...silence, to: clock + HOUR }]))).status).toBe(200)
  await vi.waitFor(async () => expect(await silent()).toEqual([]), 30_000)
})
