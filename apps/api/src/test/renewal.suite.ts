import { expect, test } from 'vitest'
import type {
  ExportView,
  RenewalFigures,
  RenewalPlanView,
  RenewalScenario,
  ScenarioView,
} from '../contract/index.ts'
import { type Browser, HOME, type TestCentre } from './centre.ts'

const path = (rest: string) => `/api/${HOME}/renewal${rest}`
const scenario: RenewalScenario = { years: 50, budget: 250_000, considerFrom: 0.7, service: 'water' }

export function renewalSuite(centre: () => TestCentre): void {
  const planner = () => centre().person([{ role: 'planner' }])
  const plan = async (browser: Browser, terms: RenewalScenario): Promise<RenewalPlanView> => {
    const answer = await browser.post(path('/plans'), terms)
    expect(answer.status, await answer.clone().text()).toBe(200)
    return answer.json() as Promise<RenewalPlanView>
  }

  test('a plan has every year, keeps to its money, and is the same twice', async () => {
    const browser = await planner()
    const made = await plan(browser, scenario)
    expect(made.years).toHaveLength(50)
    expect(made.assets).toBe(4)
    expect(made.first.length).toBeGreaterThan(0)
    expect(new Set(made.first.map((one) => one.class)).has('luminaire')).toBe(false)
    expect(await plan(browser, scenario)).toEqual(made)
    const poor = await plan(browser, { ...scenario, budget: 0 })
    expect(poor.replacements).toBe(0)
    expect(poor.years.at(-1)!.backlog).toBeGreaterThan(made.years.at(-1)!.backlog)
  })

  test('the municipality’s own figures stand in for ours, with their source', async () => {
    const browser = await planner()
    const before = (await (await browser.get(path('/figures'))).json()) as RenewalFigures
    const pump = before.ours.find((one) => one.class === 'pump')!
    const own = { ...pump, life: 8, source: 'Driftens statistik 2010–2025' }
    const answer = await browser.post(path('/figures'), { own: [own] })
    const after = (await answer.json()) as RenewalFigures
    expect(after.figures.find((one) => one.class === 'pump')).toEqual(own)
    expect(after.savedAt).not.toBeNull()
    const made = await plan(browser, { ...scenario, class: 'pump' })
    expect(made.first[0]).toMatchObject({ tag: 'P-1', life: 8 })
    expect(made.first.length).toBeGreaterThan(3)
    await browser.post(path('/figures'), { own: [] })
    const wrong = await browser.post(path('/figures'), { own: [{ ...pump, life: -1 }] })
    expect(wrong.status).toBe(400)
  })

  test('scenarios are kept by name, and let go of', async () => {
    const browser = await planner()
    const list = async () => (await (await browser.get(path('/scenarios'))).json()) as ScenarioView[]
    await browser.post(path('/scenarios'), { name: 'Lag', scenario })
    await browser.post(path('/scenarios'), { name: 'Lag', scenario: { ...scenario, budget: 1 } })
    const kept = (await list()).find(({ name }) => name === 'Lag')
    expect(kept).toMatchObject({ name: 'Lag', scenario: { budget: 1 } })
    expect((await browser.post(path(`/scenarios/${kept!.id}/remove`), {})).status).toBe(200)
    expect((await list()).map(({ name }) => name)).not.toContain('Lag')
  })

  test('a plan as a file has a row a replacement', async () => {
    const browser = await planner()
    const made = await plan(browser, scenario)
    const order = { scenario, name: 'Lag nivå', format: 'csv', language: 'sv' }
    const { id } = (await (await browser.post(path('/exports'), order)).json()) as ExportView
    const stateOf = async () => {
      const views = (await (await browser.get(`/api/${HOME}/exports`)).json()) as ExportView[]
      return views.find((one) => one.id === id)?.state
    }
    await expect.poll(stateOf, { timeout: 60_000 }).toBe('done')
    const lines = (await (await browser.get(`/api/${HOME}/exports/${id}/file`)).text()).split('\r\n')
    expect(lines[0]).toContain('År;Beteckning;Namn;Slag;Kostnad (kr)')
    expect(lines).toHaveLength(made.replacements + 2)
  })

  test('planning is for those who plan', async () => {
    const crew = await centre().person([{ role: 'crew' }])
    expect((await crew.post(path('/plans'), scenario)).status).toBe(403)
  })
}
