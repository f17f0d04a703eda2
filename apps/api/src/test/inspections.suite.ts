import { randomUUID } from 'node:crypto'
import { fromMillis } from '@driftbild/core'
import { beforeAll, expect, test } from 'vitest'
import type { AssessmentView, FieldDay, PlannedInspections, WorkOrderView } from '../contract/index.ts'
import { addMeter } from './another-meter.ts'
import type { Browser, TestCentre } from './centre.ts'

/** Somebody looks at an asset, no fault asks for it, and what is found becomes its condition. */
export function inspectionsSuite(centre: () => TestCentre): void {
  let engineer: Browser
  let planner: Browser
  let crew: Browser
  let order: WorkOrderView
  let clock = fromMillis(Date.now())

  const plan = (by: Browser, over: object = {}) =>
    by.post('/api/9999/inspections', {
      ...{ selection: { tags: ['M-11', 'M-12'] }, note: 'Titta på locket', priority: 'low' },
      ...{ assignee: null, plannedFor: null, ...over },
    })
  const planned = async (by: Browser, over: object = {}) => {
    const answer = await plan(by, over)
    expect(answer.status, await answer.clone().text()).toBe(200)
    return (await answer.json()) as PlannedInspections
  }
  const send = (by: Browser, id: string, ...wishes: [field: string, value: unknown][]) =>
    by.post(`/api/9999/work-orders/${id}/commands`, {
      commands: wishes.map(([field, value]) => ({
        ...{ id: randomUUID(), baseRevision: 99, field, value, at: ++clock },
      })),
    })
  const conditions = async (tag: string) =>
    (await (await planner.get(`/api/9999/assets/${tag}/assessments`)).json()) as AssessmentView[]
  const outcome = (over: object) => ({
    ...{ found: false, cause: 'Utan anmärkning', action: '', asset: 'M-11', ...over },
  })

  beforeAll(async () => {
    engineer = await centre().person([{ role: 'engineer' }])
    planner = await centre().person([{ role: 'planner' }])
    crew = await centre().person([{ role: 'crew' }])
    for (const tag of ['M-11', 'M-12', 'M-13']) await addMeter(centre(), tag)
  })

  test('a planner plans one for each of a selection, as drafts; who has an open one keeps it', async () => {
    const first = await planned(planner, { selection: { tags: ['M-11'] } })
    expect(first.standing).toEqual([])
    expect(first.planned).toMatchObject([
      {
        ...{ kind: 'inspection', state: 'draft', fault: null, mode: null, priority: 'low' },
        ...{ subject: { type: 'asset', tag: 'M-11' }, note: 'Titta på locket', service: 'water' },
      },
    ])
    const both = await planned(planner)
    expect(both.planned.map(({ subject }) => subject.tag)).toEqual(['M-12'])
    expect(both.standing.map(({ id }) => id)).toEqual([first.planned[0]!.id])
    expect(both.planned[0]!.number).toBe(first.planned[0]!.number + 1)
    order = first.planned[0]!
  })

  test('only who approves orders gives them to a crew at once; nobody plans more than can be looked at', async () => {
    const given = { selection: { tags: ['M-13'] }, assignee: 'Lag Nord' }
    expect((await plan(planner, given)).status).toBe(403)
    expect((await plan(engineer, { selection: { tags: ['none'] } })).status).toBe(404)
    const { planned: orders } = await planned(engineer, { ...given, plannedFor: clock })
    expect(orders).toMatchObject([{ state: 'assigned', assignee: 'Lag Nord', plannedFor: clock }])
    const day = (await (
      await crew.get(`/api/9999/field-day?crew=${encodeURIComponent('Lag Nord')}`)
    ).json()) as FieldDay
    expect(day.visits).toMatchObject([{ order: { id: orders[0]!.id, mode: null }, asset: { tag: 'M-13' } }])
  })

  test('it ends with how good the asset is, which is its condition from then on', async () => {
    await send(engineer, order.id, ['state', 'approved'], ['assignee', 'Lag Nord'], ['state', 'assigned'])
    const without = await send(crew, order.id, ['outcome', outcome({})], ['state', 'done'])
    expect(without.status).toBe(422)
    expect(((await without.json()) as { code: string }).code).toBe('order-needs-grade')
    expect(await conditions('M-11')).toEqual([])

    const ended = await send(crew, order.id, ['outcome', outcome({ grade: 2 })], ['state', 'done'])
    expect((await ended.json()) as WorkOrderView).toMatchObject({ state: 'done', outcome: { grade: 2 } })
    expect(await conditions('M-11')).toMatchObject([
      { grade: 2, basis: 'inspection', note: 'Utan anmärkning', by: 'Någon', order: order.id },
    ])
  })

  test('taken up again and judged anew, the later judgement holds and the earlier stays', async () => {
    await send(crew, order.id, ['state', 'in-progress'])
    const worse = outcome({ grade: 4, found: true, cause: 'Rost på flänsen' })
    await send(crew, order.id, ['outcome', worse], ['state', 'done'])
    expect((await conditions('M-11')).map(({ grade, note }) => [grade, note])).toEqual([
      [4, 'Rost på flänsen'],
      [2, 'Utan anmärkning'],
    ])
    const { planned: next } = await planned(planner, { selection: { tags: ['M-11'] } })
    expect(next).toHaveLength(1)
  })

  test('what could not be looked at says nothing of the condition', async () => {
    const { planned: orders } = await planned(engineer, {
      ...{ selection: { tags: ['M-11', 'M-12'] }, assignee: 'Lag Nord' },
    })
    expect(orders).toEqual([])
    const open = (await (await engineer.get('/api/9999/assets/M-12/orders')).json()) as WorkOrderView[]
    const { id } = open.find(({ state }) => state === 'draft')!
    await send(engineer, id, ['state', 'approved'], ['assignee', 'Lag Nord'], ['state', 'assigned'])
    const ended = await send(
      crew,
      id,
      ['outcome', outcome({ cause: 'Brunnen stod under vatten', asset: 'M-12' })],
      ['state', 'not-found'],
    )
    expect(ended.status).toBe(200)
    expect(await conditions('M-12')).toEqual([])
  })
}
