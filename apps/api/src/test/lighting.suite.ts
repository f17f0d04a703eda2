import { DAY, HOUR, parseTime } from '@driftbild/core'
import { expect, test } from 'vitest'
import type { LightingFiguresView, LightingPlanView, WorkOrderView } from '../contract/index.ts'
import { lightingPlanOf } from '../lighting/lighting-plan.ts'
import { type Browser, HOME, type TestCentre } from './centre.ts'

const path = (rest: string) => `/api/${HOME}/lighting/${rest}`

export function lightingSuite(centre: () => TestCentre): void {
  const planner = () => centre().person([{ role: 'planner' }])
  const read = async <T>(browser: Browser, rest: string): Promise<T> => {
    const answer = await browser.get(path(rest))
    expect(answer.status, await answer.clone().text()).toBe(200)
    return answer.json() as Promise<T>
  }
  const planOf = (browser: Browser) => read<LightingPlanView>(browser, 'plan')

  test('every group says what is expected of it, and the town is their sum', async () => {
    const plan = await planOf(await planner())
    expect(plan.groups.length).toBeGreaterThan(0)
    expect(plan.types.map(({ source }) => source)).toContain('LED')
    const sum = (of: (group: (typeof plan.groups)[number]) => number) =>
      plan.groups.reduce((total, group) => total + of(group), 0)
    expect(sum((group) => group.months[0]!)).toBeCloseTo(plan.months[0]!, 9)
    expect(sum((group) => group.best.cost)).toBeCloseTo(plan.planned.cost, 6)
    expect(plan.planned.cost).toBeLessThanOrEqual(plan.onFailure.cost + 1e-6)
    for (const group of plan.groups) expect(group.within90).toBeGreaterThanOrEqual(group.within30)
    expect(plan.likeliest[0]!.within90).toBeGreaterThanOrEqual(plan.likeliest.at(-1)!.within90)
  })

  test('the municipality’s own prices stand in for ours, with their source, and change what things cost', async () => {
    const browser = await planner()
    const before = await planOf(browser)
    const own = { name: 'part-led', value: 12_345, source: 'Ramavtal 2026' } as const
    const saved = (await (await browser.post(path('figures'), { own: [own] })).json()) as LightingFiguresView
    expect(saved.figures.find(({ name }) => name === 'part-led')).toMatchObject({ ...own, unit: 'SEK' })
    expect(saved.savedAt).not.toBeNull()
    expect((await planOf(browser)).onFailure.cost).toBeGreaterThan(before.onFailure.cost)
    const wrong = await browser.post(path('figures'), { own: [{ ...own, value: -1 }] })
    expect(wrong.status).toBe(400)
    await browser.post(path('figures'), { own: [] })
    expect(await read<LightingFiguresView>(browser, 'figures')).toMatchObject({
      figures: saved.ours.map(({ name, value }) => ({ name, value })),
    })
  })

  test('a plan is kept for the day, until the figures that it counts with are others', async () => {
    const browser = await planner()
    const { db, pictures } = centre().services
    const noon = parseTime('2026-10-01T12:00:00Z')
    const made = (at = noon) => lightingPlanOf(pictures.get(HOME), { db, now: at })
    const first = await made()
    expect(await made(noon + HOUR)).toBe(first)
    expect(await made(noon + DAY)).not.toBe(first)
    const own = [{ name: 'crew-hour', value: 990, source: 'Ramavtal 2026' }]
    const again = await made()
    await browser.post(path('figures'), { own })
    expect((await made()).plan.onFailure.cost).toBeLessThan(again.plan.onFailure.cost)
    await browser.post(path('figures'), { own: [] })
  })

  test('an accepted group is one order, however often it is asked for; called off it can be made again', async () => {
    const browser = await planner()
    const [group] = (await planOf(browser)).groups
    const accept = async () => {
      const answer = await browser.post(path('groups/accept'), { group: group!.id, language: 'sv' })
      expect(answer.status, await answer.clone().text()).toBe(200)
      return (await answer.json()) as WorkOrderView
    }
    const order = await accept()
    expect(order).toMatchObject({
      ...{ kind: 'preventive', fault: null, mode: null, state: 'draft' },
      subject: { type: 'asset', tag: 'L-1' },
    })
    expect(order.title).toContain(group!.street)
    expect((await accept()).number).toBe(order.number)
    const orderOf = async () => (await planOf(browser)).groups.find(({ id }) => id === group!.id)!.order
    expect(await orderOf()).toEqual({ id: order.id, number: order.number, state: 'draft' })
    const engineer = await centre().person([{ role: 'engineer' }])
    const cancelled = await engineer.post(`/api/${HOME}/work-orders/${order.id}/commands`, {
      commands: [
        { id: crypto.randomUUID(), baseRevision: 0, field: 'state', value: 'cancelled', at: order.revision },
      ],
    })
    expect(cancelled.status, await cancelled.clone().text()).toBe(200)
    expect(await orderOf()).toBeNull()
    expect((await accept()).number).toBeGreaterThan(order.number)
  })

  test('a group that is not there is not found, and a crew plans no lamps', async () => {
    const missing = await (await planner()).post(path('groups/accept'), { group: 'none', language: 'sv' })
    expect(missing.status).toBe(404)
    const crew = await centre().person([{ role: 'crew' }])
    expect((await crew.get(path('plan'))).status).toBe(403)
  })
}
