import { createHash, randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { type Stage, TOWN } from './stage.ts'

export interface Order {
  id: string
  title: string
  state: string
  note: string
  revision: number
  subject: { tag: string }
  outcome: { cause: string; minutes?: number; checks?: string[] } | null
  conflicts: { field: string; kept: unknown; refused: unknown }[]
  history: { field: string; value: unknown }[]
}

interface Reported {
  tag: string
  fault: string
}

/** Somebody at the centre, who speaks to it without its pages. */
export interface Centre {
  get<T>(path: string): Promise<T>
  post<T>(path: string, body: unknown): Promise<T>
  order(id: string): Promise<Order>
  /** As if said so much later. */
  change(id: string, changes: Record<string, unknown>, laterMs?: number): Promise<Order>
  /** A picture that the centre has of an asset. */
  document(asset: string, name: string, content: Buffer): Promise<{ id: string; hash: string }>
  /** A fault of a lamp that had none. */
  report(): Promise<Reported>
  /** Orders that are assigned to this crew, each of such a fault. */
  assign(crew: string, count: number): Promise<Order[]>
}

export async function centreOf(stage: Stage): Promise<Centre> {
  const page: Page = await stage.visit()
  const origin = stage.product.address
  const get = async <T>(path: string): Promise<T> =>
    (await (await page.request.get(`/api${TOWN}/${path}`)).json()) as T
  const post = async <T>(path: string, data: unknown): Promise<T> => {
    const answer = await page.request.post(`/api${TOWN}/${path}`, { data, headers: { origin } })
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  const order = (id: string) => get<Order>(`work-orders/${id}`)
  const change: Centre['change'] = async (id, changes, laterMs = 0) => {
    const { revision } = await order(id)
    const commands = Object.entries(changes).map(([field, value], i) => ({
      ...{
        id: crypto.randomUUID(),
        baseRevision: revision,
        field,
        value,
        at: (Date.now() + laterMs) * 1000 + i,
      },
    }))
    return post(`work-orders/${id}/commands`, { commands })
  }
  const reported = async (count: number): Promise<Reported[]> => {
    const assets = await get<{ items: { tag: string }[] }>('assets?class=luminaire&limit=1000')
    const faults = await get<{ items: { subject: { tag: string } }[] }>('faults?limit=1000')
    const taken = new Set(faults.items.map(({ subject }) => subject.tag))
    const free = assets.items.filter(({ tag }) => !taken.has(tag)).slice(0, count)
    const made: Reported[] = []
    for (const { tag } of free) {
      const about = { asset: tag, mode: 'gear-failure', text: '', at: Date.now() * 1000 }
      const { fault } = await post<{ fault: string }>('fault-reports', { id: randomUUID(), ...about })
      made.push({ tag, fault })
    }
    return made
  }
  return {
    get,
    post,
    order,
    change,
    async document(asset, name, content) {
      const hash = createHash('sha256').update(content).digest('hex')
      const piece = `/api${TOWN}/blobs/${hash}?from=0&total=${content.length}`
      const headers = { origin, 'content-type': 'application/octet-stream' }
      await page.request.post(piece, { data: content, headers })
      const about = { kind: 'photo', mediaType: 'image/png', asset, order: null, madeAt: Date.now() * 1000 }
      return post('documents', { id: randomUUID(), name, hash, ...about })
    },
    report: async () => (await reported(1))[0]!,
    async assign(crew, count) {
      const made: Order[] = []
      for (const { tag, fault } of await reported(count)) {
        const { id } = await post<Order>('work-orders', { fault, title: `Byt driftdon ${tag}` })
        await change(id, { state: 'approved', assignee: crew })
        made.push(await change(id, { state: 'assigned' }))
      }
      return made
    },
  }
}
