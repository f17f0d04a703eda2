import type { Page } from 'playwright-core'
import { TOWN } from './stage.ts'

interface Listed {
  items: { id: string }[]
}

export interface Screen {
  name: string
  path: string
}

/** Every screen, each with something on it. */
export async function allScreens(page: Page): Promise<Screen[]> {
  const first = async (noun: string): Promise<string> => {
    const answer = await page.request.get(`/api${TOWN}/${noun}`)
    const { items } = (await answer.json()) as Listed
    if (!items[0]) throw new Error(`there are no ${noun}`)
    return items[0].id
  }
  const [prediction, fault, order] = await Promise.all(['predictions', 'faults', 'work-orders'].map(first))
  return [
    { name: 'overview', path: TOWN },
    { name: 'map', path: `${TOWN}/map` },
    { name: 'map with an asset', path: `${TOWN}/map?asset=VV1-P1` },
    { name: 'map with a prediction', path: `${TOWN}/map?prediction=${prediction}` },
    { name: 'map of a past moment', path: `${TOWN}/map?at=${hoursAgo(3)}&list=moment` },
    { name: 'map of two moments', path: `${TOWN}/map?since=${hoursAgo(12)}&list=moment` },
    { name: 'map with a place to move', path: `${TOWN}/map?asset=VL-003&edit=place` },
    { name: 'map with a plan to shut off', path: `${TOWN}/map?shut=VL-003` },
    { name: 'map of suspicion', path: `${TOWN}/map?list=suspicion` },
    { name: 'list', path: `${TOWN}/list` },
    { name: 'asset', path: `${TOWN}/assets/VV1-P1` },
    { name: 'changes', path: `${TOWN}/changes` },
    { name: 'import', path: `${TOWN}/import` },
    { name: 'renewal', path: `${TOWN}/renewal` },
    { name: 'lamps', path: `${TOWN}/lighting/lamps` },
    { name: 'alarms', path: `${TOWN}/alarms?show=all` },
    { name: 'predictions', path: `${TOWN}/predictions` },
    { name: 'prediction', path: `${TOWN}/predictions/${prediction}` },
    { name: 'faults', path: `${TOWN}/faults` },
    { name: 'fault', path: `${TOWN}/faults/${fault}` },
    { name: 'orders', path: `${TOWN}/orders?show=all` },
    { name: 'order', path: `${TOWN}/orders/${order}` },
    { name: 'water', path: `${TOWN}/water` },
    { name: 'sewer', path: `${TOWN}/sewer` },
    { name: 'overflows', path: `${TOWN}/sewer/overflows` },
    { name: 'energy', path: `${TOWN}/energy` },
    { name: 'pumps', path: `${TOWN}/pumps` },
    { name: 'pumping station', path: `${TOWN}/assets/APS1` },
    { name: 'lighting', path: `${TOWN}/lighting` },
    { name: 'waste', path: `${TOWN}/waste` },
    { name: 'zone', path: `${TOWN}/zones/MZ1` },
    { name: 'journal', path: `${TOWN}/alarms/journal` },
    { name: 'alarm load', path: `${TOWN}/alarms/load` },
    { name: 'on call', path: `${TOWN}/alarms/on-call` },
    { name: 'people', path: `${TOWN}/admin` },
    { name: 'municipality', path: `${TOWN}/admin/municipality` },
    { name: 'sites', path: `${TOWN}/admin/sites` },
    { name: 'silenced', path: `${TOWN}/admin/silenced` },
    { name: 'retention', path: `${TOWN}/admin/retention` },
    { name: 'audit', path: `${TOWN}/admin/audit` },
    { name: 'profile', path: `${TOWN}/profile` },
    { name: 'statement', path: '/accessibility' },
    { name: 'data health', path: `${TOWN}/data-health` },
    { name: 'my day', path: `${TOWN}/my-day` },
    { name: 'a visit that is not there', path: `${TOWN}/my-day/${order}` },
    { name: 'drive', path: `${TOWN}/my-day/drive` },
    { name: 'rounds', path: `${TOWN}/rounds` },
    { name: 'report', path: `${TOWN}/report` },
    { name: 'sync', path: `${TOWN}/sync` },
    { name: 'models', path: `${TOWN}/models` },
    { name: 'model', path: `${TOWN}/models/lamp-out` },
    { name: 'no such page', path: `${TOWN}/nowhere` },
  ]
}

/** Goes there and waits until nothing is still to come. */
export async function show(page: Page, { path }: Screen): Promise<void> {
  await page.goto(path)
  await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' })
  await page.waitForFunction(() => !document.querySelector('[aria-busy=true], .skeleton, .search-coming'))
}

const hoursAgo = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString()
