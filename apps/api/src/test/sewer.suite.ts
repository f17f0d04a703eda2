import { randomUUID } from 'node:crypto'
import { HOUR, type OverflowDecision, type OverflowDetected, parseTime } from '@driftbild/core'
import { type SewerInflowState, sewerInflow } from '@driftbild/models/sewer'
import { putRegister, saveDetected, saveState } from '@driftbild/store'
import { beforeAll, expect, test } from 'vitest'
import type {
  EnergyView,
  ExportView,
  LevelProposalView,
  OverflowList,
  OverflowView,
  SewerInflowView,
  WorkOrderView,
} from '../contract/index.ts'
import type { Browser, TestCentre } from './centre.ts'
import { hamlet } from './register.ts'

const BEGAN = parseTime('2026-05-04T10:00:00Z')
const detected: OverflowDetected = {
  ...{ began: BEGAN, ended: BEGAN + 2 * HOUR, volume: { value: 120, source: 'balance' }, cause: 'rain' },
  facts: { rain: 31, highest: 2.8, ran: [{ pump: 'APS9-P1', share: 1 }] },
}
const decision: OverflowDecision = {
  ...{ isOverflow: true, began: BEGAN, ended: BEGAN + HOUR, volume: 80, volumeSource: 'stated' },
  ...{ cause: 'blockage', note: 'Spolbil på plats' },
}

async function addStation(centre: TestCentre): Promise<void> {
  const town = hamlet('9999', 'Norrvik')
  const place = { ...town.assets[0]!, zone: null }
  const attributes = {
    sumpArea: 9,
    startLevel: 0.7,
    stopLevel: 0.5,
    overflowLevel: 2.8,
    catchmentArea: 50_000,
  }
  await centre.db.transaction({ municipality: '9999', role: 'api' }, (tx) =>
    putRegister(tx, {
      ...{ ...town, zones: [], items: [], installations: [], relations: [], signals: [], alarmRules: [] },
      assets: [{ ...place, tag: 'APS9', name: 'Udden', class: 'wastewater-pumping-station', attributes }],
    }),
  )
  await centre.settled()
}

/** Four weeks of a station that starts far too often: a narrow band, an even inflow. */
function learntState(): SewerInflowState {
  const values = Array.from({ length: 28 * 24 }, (_, h) => 20 + 10 * Math.sin((2 * Math.PI * h) / 24))
  const start = Math.floor(BEGAN / HOUR) - values.length
  const dry = [0, 1, 2].map(() => Array.from({ length: 24 }, () => 20))
  const day = Math.floor(BEGAN / (24 * HOUR))
  return {
    config: {
      ...{ tag: 'APS9', timeZone: 'Europe/Stockholm', flow: null, rain: { key: 'RG9/rain', unit: 'mm/h' } },
      ...{
        catchment: null,
        sump: { area: 9, stop: 0.5, start: 0.7, overflow: 2.8 },
        level: { key: 'APS9/level', unit: 'm' },
      },
      pumps: ['APS9-P1', 'APS9-P2'].map((tag) => ({
        tag,
        ratedFlow: 60,
        metered: null,
        countsStarts: false,
      })),
    },
    instant: { at: BEGAN, level: 0.6, ran: [900, 100] },
    inflow: { start, values },
    rain: { start, values: values.map(() => 0) },
    ...{ rainNow: 0, overSince: null, errors: null },
    pumps: { level: [], pumps: [0, 1].map(() => ({ runHours: [], starts: [], flows: [] })) },
    fit: { dry, areas: [1000, 0, 1000, 0], scale: 0.5, lasting: [0.5] },
    days: Array.from({ length: 20 }, (_, i) => ({
      day: day - 20 + i,
      total: 500,
      beyond: 25,
      rain: 1,
      night: 8,
    })),
  }
}

/** Overflows that are told and decided, inflow and infiltration, levels that are proposed, and what energy costs. */
export function sewerSuite(centre: () => TestCentre): void {
  let engineer: Browser
  let crew: Browser
  const get = async <T>(path: string, by = engineer) =>
    (await (await by.get(`/api/9999/${path}`)).json()) as T
  const overflows = async () => (await get<OverflowList>('overflows?year=2026')).items

  beforeAll(async () => {
    engineer = await centre().person([{ role: 'engineer' }])
    crew = await centre().person([{ role: 'crew' }])
    await addStation(centre())
    await centre().db.transaction({ municipality: '9999', role: 'api' }, async (tx) => {
      await saveDetected(tx, { id: randomUUID(), station: 'APS9', detected, at: BEGAN })
      const { name, version } = sewerInflow
      const subject = { type: 'asset' as const, tag: 'APS9' }
      await saveState(tx, { model: name, version, subject }, { asOf: BEGAN, state: learntState() })
    })
  })

  test('an overflow is what the readings say until a named person says what it was', async () => {
    const [before] = await overflows()
    expect(before).toMatchObject({
      ...{ station: 'APS9', history: [] },
      holds: { volume: 120, volumeSource: 'balance', cause: 'rain', decided: false },
    })
    const answer = await engineer.post(`/api/9999/overflows/${before!.id}/decision`, decision)
    expect(answer.status, await answer.clone().text()).toBe(200)
    const after = (await answer.json()) as OverflowView
    expect(after.holds).toMatchObject({ volume: 80, cause: 'blockage', decided: true })
    expect(after.detected).toEqual(detected)
    await engineer.post(`/api/9999/overflows/${before!.id}/decision`, { ...decision, isOverflow: false })
    const [again] = await overflows()
    expect(again!.history.map((one) => one.decision.isOverflow)).toEqual([false, true])
    await engineer.post(`/api/9999/overflows/${before!.id}/decision`, decision)
  })

  test('the year in which it began is that of what holds, also where a person says that it began earlier', async () => {
    const [known] = await overflows()
    const say = async (said: OverflowDecision) =>
      expect((await engineer.post(`/api/9999/overflows/${known!.id}/decision`, said)).status).toBe(200)
    const inNewYearsNight = parseTime('2025-12-31T23:30:00+01:00')
    await say({ ...decision, began: inNewYearsNight })
    expect(await overflows()).toEqual([])
    expect((await get<OverflowList>('overflows?year=2025')).items.map(({ id }) => id)).toEqual([known!.id])
    await say(decision)
    expect((await overflows()).map(({ id }) => id)).toEqual([known!.id])
  })

  test('one that no sensor saw is told of once; an end before its beginning is refused', async () => {
    const began = BEGAN + 300 * HOUR
    const told = { id: randomUUID(), station: 'APS9', decision: { ...decision, began, ended: began + HOUR } }
    const saved = async (id: string) => (await engineer.post('/api/9999/overflows', { ...told, id })).json()
    expect(await saved(told.id)).toEqual({ saved: true })
    expect(await saved(told.id), 'whose answer was lost may send it again').toEqual({ saved: true })
    expect((await overflows()).find(({ id }) => id === told.id)!.history).toHaveLength(1)
    expect(await saved(randomUUID())).toEqual({ saved: false })
    const wrong = { ...told, decision: { ...decision, began, ended: began - HOUR } }
    expect((await engineer.post('/api/9999/overflows', wrong)).status).toBe(400)
    expect((await overflows()).map(({ holds }) => holds.began)).toEqual([began, BEGAN])
    expect((await get<OverflowList>('overflows?year=2025')).items).toEqual([])
  })

  const fileOf = async (rows?: 'points') => {
    const body = { year: 2026, format: 'csv', language: 'sv', rows }
    const { id } = (await (await engineer.post('/api/9999/overflows/exports', body)).json()) as ExportView
    const stateOf = async () => (await get<ExportView[]>('exports')).find((one) => one.id === id)?.state
    await expect.poll(stateOf, { timeout: 60_000 }).toBe('done')
    return (await engineer.get(`/api/9999/exports/${id}/file`)).text()
  }

  test('the year as a file has a row for each that was one', async () => {
    const text = await fileOf()
    expect(text.split('\r\n')).toHaveLength(4)
    expect(text).toContain('Stopp')
    expect(text).toContain('Spolbil på plats')
  })

  test('the year by point has their number and volume, as the environmental report asks, and its place', async () => {
    const [head, point, ...rest] = (await fileOf('points')).split('\r\n')
    expect(head).toMatch(/Beteckning;Namn;Recipient;Antal;Volym \(m³\);Utan känd volym;Längd \(h\);E;N;/)
    expect(point).toMatch(/^APS9;Udden;;2;160;0;2;/)
    expect(rest.filter((line) => line !== '')).toEqual([])
  })

  test('a station’s inflow is told with what it was worked out from', async () => {
    const view = await get<SewerInflowView>('assets/APS9/sewer-inflow', crew)
    expect(view.figures).toMatchObject({
      ...{ days: 20, dryMean: 20, nightMin: 8, area: 2000, quickShare: 0.5, rainShare: 0.05 },
      ...{ capacityFrom: 'plate', catchment: 50_000, share: 0.04 },
    })
    expect(view.figures!.groundwater).toBeCloseTo((8 - 0.12 * 20) / 0.88, 6)
    expect(view.hours.values).toHaveLength(168)
    expect(view.months.length).toBeGreaterThan(0)
    expect((await get<SewerInflowView>('assets/P-1/sewer-inflow')).figures).toBeNull()
  })

  test('levels that would do better are proposed; accepted they are an order, and what was said is kept', async () => {
    const { proposal } = await get<LevelProposalView>('assets/APS9/level-proposal')
    expect(proposal!.after.startsPerDay).toBeLessThan(0.9 * proposal!.before.startsPerDay)
    expect(proposal).toMatchObject({ now: { start: 0.7, stop: 0.5 }, busier: 0.9, alternate: true })
    const say = (agree: boolean, proposed: object, by = engineer) =>
      by.post('/api/9999/assets/APS9/level-proposal', { agree, reason: 'prövat', proposed })
    expect((await say(true, proposal!.proposed, crew)).status).toBe(403)
    expect((await say(true, { start: 9, stop: 1 })).status).toBe(409)
    await say(false, proposal!.proposed)
    const { judgements } = (await (await say(true, proposal!.proposed)).json()) as LevelProposalView
    expect(judgements.map(({ agree }) => agree)).toEqual([true, false])
    const order = await get<WorkOrderView>(`work-orders/${judgements[0]!.order}`)
    expect(order).toMatchObject({ kind: 'adjustment', state: 'draft', fault: null, service: 'sewer' })
    expect(order.note).toContain('prövat')
    const again = (await (await say(true, proposal!.proposed)).json()) as LevelProposalView
    expect(again.judgements[0]!.order, 'who accepts them once more gets the order that is open').toBe(
      order.id,
    )
    const cancelled = { baseRevision: 0, field: 'state', value: 'cancelled', at: order.revision }
    await engineer.post(`/api/9999/work-orders/${order.id}/commands`, {
      commands: [{ id: randomUUID(), ...cancelled }],
    })
    await Promise.all([say(true, proposal!.proposed), say(true, proposal!.proposed)])
    const { judgements: all } = await get<LevelProposalView>('assets/APS9/level-proposal')
    const [one, other] = all.slice(0, 2).map((judgement) => judgement.order)
    expect(other, 'of two at once the second gets the order of the first').toBe(one)
    expect(one).not.toBe(order.id)
  })

  test('energy is told at the municipality’s own price for a kWh, with its source', async () => {
    expect((await get<EnergyView>('energy')).price).toEqual({ sekPerKwh: 1.5, source: null })
    const admin = await centre().person([{ role: 'admin' }])
    const before = await get<{ municipality: { name: string; zone: string }; settings: object }>('settings')
    const { name, zone } = before.municipality
    const settings = { ...before.settings, energyPrice: 1.82, energyPriceSource: 'Elavtal 2026' }
    await admin.post('/api/9999/settings', { name, zone, settings })
    expect((await get<EnergyView>('energy')).price).toEqual({ sekPerKwh: 1.82, source: 'Elavtal 2026' })
    await admin.post('/api/9999/settings', { name, zone, settings: before.settings })
  })
}
