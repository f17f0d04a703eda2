import { randomUUID } from 'node:crypto'
import type {
  AlarmView,
  AssetPage,
  FaultView,
  Overview,
  PredictionView,
  WorkOrderView,
} from '@driftbild/api/contract'
import { type Forecast, fromMillis, type Kommunkod } from '@driftbild/core'
import type { Client } from '../../chain/client.ts'

/** What a signed-in person finds of a municipality. */
export interface WhatCame {
  now: string
  newestReading: string | null
  recording: string | null
  /** Tags. */
  assets: string[]
  alarms: number
  activeAlarms: number
  forecasts: Forecast[]
  predictions: PredictionView[]
  faults: FaultView[]
  order: WorkOrderView | null
}

interface Page<T> {
  items: T[]
  next: string | null
}

/** Looks through the API, and makes and approves an order from the likeliest prediction, if there is one. */
export async function whatCameOfIt(client: Client, municipality: Kommunkod): Promise<WhatCame> {
  const root = `/api/${municipality}`
  const all = async <T>(path: string): Promise<T[]> => {
    const found: T[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page<T> = await client.get(`${path}${path.includes('?') ? '&' : '?'}limit=200${cursor}`)
      found.push(...page.items)
      cursor = page.next === null ? null : `&cursor=${encodeURIComponent(page.next)}`
    }
    return found
  }
  const overview = await client.get<Overview>(`${root}/overview`)
  const alarms = await all<AlarmView>(`${root}/alarms`)
  const predictions = (await all<PredictionView>(`${root}/predictions?standing=true`)).toSorted(
    (a, b) => b.probability - a.probability,
  )
  const assets = (await all<{ tag: string }>(`${root}/assets`)).map(({ tag }) => tag)
  const forecasts = await forecastsOf(client, root, assets)
  const order = predictions[0] ? await approvedOrderFor(client, root, predictions[0]) : null
  return {
    now: overview.now,
    newestReading: overview.newestReading,
    recording: overview.municipality.recording,
    assets,
    alarms: alarms.length,
    activeAlarms: alarms.filter((alarm) => alarm.clearedAt === null).length,
    forecasts,
    predictions,
    faults: await all<FaultView>(`${root}/faults`),
    order,
  }
}

async function forecastsOf(client: Client, root: string, assets: readonly string[]): Promise<Forecast[]> {
  const found: Forecast[] = []
  for (const tag of assets) {
    const { signals } = await client.get<AssetPage>(`${root}/assets/${encodeURIComponent(tag)}`)
    for (const { key } of signals) {
      const path = `${root}/signals/${encodeURIComponent(key)}/forecast`
      const forecast = await client.get<Forecast | null>(path)
      if (forecast) found.push(forecast)
    }
  }
  return found
}

/** As the pages do it: agree, draft an order for the fault, approve it. */
async function approvedOrderFor(
  client: Client,
  root: string,
  { id, fault }: PredictionView,
): Promise<WorkOrderView> {
  const agreed = { agree: true, reason: 'The recording shows it' }
  const judged = await client.post<PredictionView>(`${root}/predictions/${id}/judgement`, agreed)
  const draft = await client.post<WorkOrderView>(`${root}/work-orders`, { fault: fault ?? judged.fault })
  const approve = {
    id: randomUUID(),
    baseRevision: draft.revision,
    field: 'state',
    value: 'approved',
    at: fromMillis(Date.now()),
  }
  return client.post<WorkOrderView>(`${root}/work-orders/${draft.id}/commands`, { commands: [approve] })
}
