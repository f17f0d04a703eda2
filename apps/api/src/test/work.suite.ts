import { randomUUID } from 'node:crypto'
import type { FaultEvidence } from '@driftbild/core'
import { savePredictions } from '@driftbild/store'
import { beforeAll, expect, test } from 'vitest'
import type { FaultView, PredictionView, WorkOrderView } from '../contract/index.ts'
import { gather } from '../faults/gather.ts'
import type { Browser, TestCentre } from './centre.ts'
import { secondsAgo } from './edge.ts'
import { leakIn } from './prediction.ts'

export function workSuite(centre: () => TestCentre): void {
  let engineer: Browser
  let crew: Browser
  let fault: string
  let prediction: string
  let order: WorkOrderView
  let clock = Date.now() * 1000
  const scope = { municipality: '9999', role: 'api' } as const

  const evidence = (over: Partial<FaultEvidence>): FaultEvidence => ({
    id: randomUUID(),
    source: 'report',
    subject: { type: 'zone', tag: 'DMA2' },
    zone: 'DMA2',
    mode: 'leak',
    at: secondsAgo(3_000),
    ...over,
  })

  beforeAll(async () => {
    engineer = await centre().person([{ role: 'engineer' }])
    crew = await centre().person([{ role: 'crew' }])
    const said = leakIn('DMA2', secondsAgo(3_600), 0.8)
    fault = await centre().db.transaction(scope, async (tx) => {
      const { standing } = await savePredictions(tx, {
        model: said.model.name,
        subject: said.subject,
        asOf: said.asOf,
        predictions: [said],
      })
      prediction = standing[0]!.id
      return gather(tx, evidence({ id: prediction, source: 'prediction', at: said.asOf }))
    })
    await centre().settled()
  })

  const command = (field: string, value: unknown, over: Record<string, unknown> = {}) => ({
    id: randomUUID(),
    baseRevision: order.revision,
    field,
    value,
    at: ++clock,
    ...over,
  })
  const send = (browser: Browser, ...commands: unknown[]) =>
    browser.post(`/api/9999/work-orders/${order.id}/commands`, { commands })

  test('an order for a fault is a draft with a plain title, and asking again gives the same one', async () => {
    const drafted = await engineer.post('/api/9999/work-orders', { fault })
    expect(drafted.status).toBe(200)
    order = (await drafted.json()) as WorkOrderView
    expect(order).toMatchObject({
      state: 'draft',
      title: 'Misstänkt läcka: Hamnen',
      kind: 'condition-based',
      mode: 'leak',
      subjectName: 'Hamnen',
      position: [21.7, 65.83],
    })
    const again = (await (await engineer.post('/api/9999/work-orders', { fault })).json()) as WorkOrderView
    expect(again.id).toBe(order.id)
  })

  test('a crew can’t approve it, an engineer can, and the map shows work under way', async () => {
    expect((await send(crew, command('state', 'approved'))).status).toBe(403)
    const approved = await send(engineer, command('state', 'approved'), command('assignee', 'Lag 2'))
    order = (await approved.json()) as WorkOrderView
    expect(order).toMatchObject({ state: 'approved', assignee: 'Lag 2', conflicts: [] })
    expect(order.history.map((event) => [event.by, event.field])).toEqual([
      [engineer.id, 'state'],
      [engineer.id, 'assignee'],
    ])
    await centre().settled()
    const { underWork } = (await (await engineer.get('/api/9999/assets/M-2')).json()) as {
      underWork: boolean
    }
    expect(underWork).toBe(true)
  })

  test('a command that is sent twice counts once', async () => {
    const note = command('note', 'Gräv vid V-114')
    const first = (await (await send(crew, note)).json()) as WorkOrderView
    const second = (await (await send(crew, note)).json()) as WorkOrderView
    expect(second).toEqual(first)
    order = second
  })

  test('an older wish about a field that somebody changed since is kept as a conflict', async () => {
    const stale = command('note', 'Gräv vid V-9', { baseRevision: 0, at: 1_000_000 })
    const answer = (await (await send(crew, stale)).json()) as WorkOrderView
    expect(answer.note).toBe('Gräv vid V-114')
    expect(answer.conflicts).toMatchObject([
      { field: 'note', kept: 'Gräv vid V-114', refused: 'Gräv vid V-9', by: crew.id, reason: 'newer-value' },
    ])
  })

  test('an order can’t be done before somebody says what was found; then none of the commands counted', async () => {
    const refused = await send(
      engineer,
      command('note', 'annat'),
      command('state', 'assigned'),
      command('state', 'done'),
    )
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({ code: 'order-needs-outcome' })
    const now = (await (await engineer.get(`/api/9999/work-orders/${order.id}`)).json()) as WorkOrderView
    expect([now.state, now.note]).toEqual(['approved', 'Gräv vid V-114'])
  })

  test('closing it returns what was found to the prediction, and the fault is over', async () => {
    const outcome = { found: true, cause: 'spricka', action: 'ny muff', asset: 'PIPE-1' }
    await send(engineer, command('state', 'assigned'))
    const done = await send(crew, command('outcome', outcome), command('state', 'done'))
    expect(await done.json()).toMatchObject({ state: 'done', outcome })
    const said = (await (await engineer.get(`/api/9999/predictions/${prediction}`)).json()) as PredictionView
    expect(said).toMatchObject({
      standing: false,
      fault,
      judgement: { agree: true, reason: 'spricka', by: crew.id },
    })
    const over = (await (await engineer.get(`/api/9999/faults/${fault}`)).json()) as FaultView
    expect(over.to).not.toBeNull()
    const [score] = await centre().db.across((tx) =>
      tx.query<{ detail: Record<string, unknown> }>(
        `select detail from audit where what = 'prediction-scored' and ref = $1`,
        [prediction],
      ),
    )
    expect(score!.detail).toMatchObject({ found: true, probability: 0.8, rank: 1 })
  })

  test('what the model is unsure of becomes a fault when a person agrees, and not when one disagrees', async () => {
    const said = leakIn('DMA1', secondsAgo(1_800), 0.3)
    const [unsure] = await centre().db.transaction(scope, async (tx) => {
      const { standing } = await savePredictions(tx, {
        model: said.model.name,
        subject: said.subject,
        asOf: said.asOf,
        predictions: [said],
      })
      return standing
    })
    const judge = async (agree: boolean): Promise<PredictionView> => {
      const body = { agree, reason: 'Vattnet rinner på gatan' }
      const answer = await engineer.post(`/api/9999/predictions/${unsure!.id}/judgement`, body)
      return (await answer.json()) as PredictionView
    }
    expect((await judge(false)).fault).toBeNull()
    const { fault: opened } = await judge(true)
    const found = (await (await engineer.get(`/api/9999/faults/${opened}`)).json()) as FaultView
    expect(found.to).toBeNull()
    expect(found.evidence.map((one) => one.id)).toContain(unsure!.id)
  })

  test('two faults that were one are merged with their evidence, and split again', async () => {
    const [a, b] = await centre().db.transaction(scope, async (tx) => [
      await gather(tx, evidence({ subject: { type: 'asset', tag: 'L-1' }, zone: null, mode: 'lamp-out' })),
      await gather(tx, evidence({ subject: { type: 'asset', tag: 'L-2' }, zone: null, mode: 'lamp-out' })),
    ])
    expect(a).not.toBe(b)
    const merged = (await (
      await engineer.post(`/api/9999/faults/${a}/merge`, { other: b })
    ).json()) as FaultView
    expect(merged.evidence.map((one) => one.subject.tag).sort()).toEqual(['L-1', 'L-2'])
    const twice = await engineer.post(`/api/9999/faults/${a}/merge`, { other: b })
    expect([twice.status, ((await twice.json()) as { code: string }).code]).toEqual([409, 'fault-merged'])
    const leaving = merged.evidence.find((one) => one.subject.tag === 'L-2')!.id
    const parts = (await (
      await engineer.post(`/api/9999/faults/${a}/split`, { evidence: [leaving] })
    ).json()) as FaultView[]
    expect(parts.map((part) => part.evidence.map((one) => one.subject.tag))).toEqual([['L-1'], ['L-2']])
  })

  test('when both faults have open orders a person must first say which one stays', async () => {
    const [a, b] = await centre().db.transaction(scope, async (tx) => [
      await gather(tx, evidence({ subject: { type: 'asset', tag: 'L-3' }, zone: null, mode: 'lamp-out' })),
      await gather(
        tx,
        evidence({ subject: { type: 'asset', tag: 'P-1' }, zone: null, mode: 'sensor-fault' }),
      ),
    ])
    for (const id of [a, b]) await engineer.post('/api/9999/work-orders', { fault: id })
    const answer = await engineer.post(`/api/9999/faults/${a}/merge`, { other: b })
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      409,
      'both-have-orders',
    ])
  })

  test('lists are paged without a hole or a repeat', async () => {
    const seen: number[] = []
    let cursor = ''
    do {
      const answer = await engineer.get(`/api/9999/work-orders?limit=1${cursor && `&cursor=${cursor}`}`)
      const body = (await answer.json()) as { items: WorkOrderView[]; next: string | null }
      seen.push(...body.items.map((item) => item.number))
      cursor = body.next ?? ''
    } while (cursor)
    expect(seen).toEqual(seen.toSorted((x, y) => y - x))
    expect(seen.length).toBe(new Set(seen).size)
    expect(seen.length).toBeGreaterThan(2)
    const bad = await engineer.get('/api/9999/work-orders?cursor=nonsense')
    expect([bad.status, ((await bad.json()) as { code: string }).code]).toEqual([400, 'invalid-cursor'])
  })
}
