import { randomUUID } from 'node:crypto'
import {
  type AlarmRule,
  addEvidence,
  DAY,
  type FaultEvidence,
  faultFor,
  HOUR,
  MINUTE,
  type OrderCommand,
  openFault,
  type Prediction,
} from '@driftbild/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as store from './index.ts'
import { SLOW, startTestStore, type TestStore } from './testing/engine.ts'
import { asApi, hash, NOON, smallRegister } from './testing/town.ts'

let running: TestStore
let db: store.Database
beforeAll(async () => {
  running = await startTestStore()
  db = running.db
}, SLOW)
afterAll(() => running.stop(), SLOW)

const RULE: AlarmRule = {
  ...{
    id: 'P1/pressure#low',
    signal: 'P1/pressure',
    condition: 'below',
    limit: 2.5,
    window: null,
    hysteresis: 0.2,
  },
  ...{ delayOn: 0, delayOff: 0, priority: 'high', mode: 'low-pressure' },
}
const town = (code: string) => asApi(db, code, (tx) => store.putRegister(tx, smallRegister(code, 2, [RULE])))

describe('alarms', () => {
  const raised = (at: number) => ({ type: 'raised' as const, at, value: 2 })
  const cleared = (at: number) => ({ type: 'cleared' as const, at, value: 3 })
  const run = {
    rule: RULE.id,
    phase: { active: true, pendingSince: null, slices: [] },
    judgedTo: NOON + HOUR,
  }

  test('are raised, seen by a person, and cleared', async () => {
    await town('5001')
    const as = <T>(fn: (tx: store.Tx) => Promise<T>) => asApi(db, '5001', fn)
    expect(await as((tx) => store.standingRules(tx, ['P1/pressure']))).toEqual([
      {
        rule: RULE,
        phase: { active: false, pendingSince: null, slices: [] },
        judgedTo: null,
        settledTo: null,
      },
    ])
    const saved = await as((tx) =>
      store.saveTransitions(tx, { ...run, added: [raised(NOON)], withdrawn: [] }, NOON),
    )
    expect(saved).toEqual({ raised: [expect.any(String)], withdrawn: [] })
    const [id] = saved.raised
    expect(await as((tx) => store.standingRules(tx, ['P1/pressure', 'P2/pressure']))).toEqual([
      { rule: RULE, phase: run.phase, judgedTo: run.judgedTo, settledTo: null },
    ])
    const until = NOON + HOUR
    await as((tx) => store.actOnAlarm(tx, id!, { type: 'acknowledged', at: NOON + 1, by: 'u1' }, NOON + 1))
    await as((tx) =>
      store.actOnAlarm(
        tx,
        id!,
        { type: 'shelved', at: NOON + 2, by: 'u1', until, reason: 'rebuilding' },
        NOON + 2,
      ),
    )
    const active = await as((tx) => store.listAlarms(tx, { active: true, asset: 'P1' }))
    expect(active).toEqual([
      {
        ...{ id, rule: RULE, asset: 'P1', raisedAt: NOON, clearedAt: null, value: 2 },
        ...{ acknowledged: true, shelvedUntil: until, fault: null },
      },
    ])
    const rest = { active: false, pendingSince: null, slices: [] }
    await as((tx) =>
      store.saveTransitions(
        tx,
        { ...run, phase: rest, added: [cleared(NOON + MINUTE)], withdrawn: [] },
        NOON,
      ),
    )
    expect(await as((tx) => store.listAlarms(tx, { active: true }))).toEqual([])
    expect((await as((tx) => store.findAlarm(tx, id!)))!.clearedAt).toBe(NOON + MINUTE)
    expect(
      await as((tx) => store.actOnAlarm(tx, randomUUID(), { type: 'acknowledged', at: 1, by: 'u1' }, 1)),
    ).toBe(false)
  })

  test('a late reading takes back what never was and moves a clearing; the journal keeps both', async () => {
    await town('5002')
    const as = <T>(fn: (tx: store.Tx) => Promise<T>) => asApi(db, '5002', fn)
    const first = [raised(NOON), cleared(NOON + 10), raised(NOON + 20)]
    await as((tx) => store.saveTransitions(tx, { ...run, added: first, withdrawn: [] }, NOON))
    const corrected = await as((tx) =>
      store.saveTransitions(
        tx,
        { ...run, added: [cleared(NOON + 30)], withdrawn: [cleared(NOON + 10), raised(NOON + 20)] },
        NOON + HOUR,
      ),
    )
    expect(corrected.withdrawn).toHaveLength(1)
    const alarms = await as((tx) => store.listAlarms(tx))
    expect(alarms.map(({ raisedAt, clearedAt }) => [raisedAt, clearedAt])).toEqual([[NOON, NOON + 30]])
    expect(
      await as(async (tx) =>
        (await store.transitionsSince(tx, [{ rule: RULE.id, from: NOON }])).get(RULE.id),
      ),
    ).toEqual([raised(NOON), cleared(NOON + 30)])
    const points = await as((tx) =>
      store.restartPoints(tx, [{ rule: RULE.id, late: NOON + 30, witnessAt: null }]),
    )
    expect(points.get(RULE.id)).toEqual({ last: raised(NOON), witness: null })
    const journal = await as((tx) =>
      tx.query<{ withdrawn: boolean }>(
        'select withdrawn_at is not null as withdrawn from alarm_journal order by id',
      ),
    )
    expect(journal.map(({ withdrawn }) => withdrawn)).toEqual([false, true, true, false])
  })
})

const evidence = (at: number, more: Partial<FaultEvidence> = {}): FaultEvidence => ({
  ...{
    id: randomUUID(),
    source: 'alarm',
    subject: { type: 'asset', tag: 'P1' },
    zone: 'DMA1',
    mode: 'low-pressure',
  },
  ...{ at, ...more },
})

describe('faults', () => {
  test('take evidence, and come back as core made them', async () => {
    await town('5011')
    const as = <T>(fn: (tx: store.Tx) => Promise<T>) => asApi(db, '5011', fn)
    const fault = openFault(randomUUID(), evidence(NOON))
    await as((tx) => store.saveFault(tx, fault))
    const leak = evidence(NOON - HOUR, {
      source: 'prediction',
      subject: { type: 'zone', tag: 'DMA1' },
      mode: 'leak',
    })
    await as(async (tx) => {
      await store.lockFaults(tx)
      const found = faultFor(leak, await store.listOpenFaults(tx))!
      await store.saveFault(tx, addEvidence(found, leak))
    })
    expect(await as((tx) => store.findFault(tx, fault.id))).toEqual(addEvidence(fault, leak))
    await as((tx) => store.saveFault(tx, { ...fault, to: NOON + 1 }))
    expect(await as((tx) => store.listOpenFaults(tx))).toEqual([])
    expect(await as((tx) => store.listOpenFaults(tx, NOON))).toHaveLength(1)
  })

  test('are merged and split again, each piece of evidence speaking for one of them', async () => {
    await town('5012')
    const as = <T>(fn: (tx: store.Tx) => Promise<T>) => asApi(db, '5012', fn)
    const [a, b] = [openFault(randomUUID(), evidence(NOON)), openFault(randomUUID(), evidence(NOON + 1))]
    for (const fault of [a, b]) await as((tx) => store.saveFault(tx, fault))
    await as((tx) => store.mergeFaultInto(tx, a.id, b.id))
    expect((await as((tx) => store.findFault(tx, a.id)))!.evidence).toEqual([...a.evidence, ...b.evidence])
    expect(await as((tx) => store.findFault(tx, b.id))).toMatchObject({ mergedInto: a.id, evidence: [] })
    expect((await as((tx) => store.listFaults(tx))).map(({ id }) => id)).toEqual([a.id])
    const c = randomUUID()
    await as((tx) => store.splitFaultOff(tx, a.id, [b.evidence[0]!.id], c))
    expect((await as((tx) => store.findFault(tx, c)))!.evidence).toEqual(b.evidence)
    expect((await as((tx) => store.findFault(tx, a.id)))!.evidence).toEqual(a.evidence)
    expect(await as((tx) => store.mergeFaultInto(tx, a.id, randomUUID()))).toBeNull()
  })
})

const prediction = (asOf: number, probability: number, more: Partial<Prediction> = {}): Prediction => ({
  ...{ subject: { type: 'zone', tag: 'DMA1' }, kind: 'leak', asOf, probability, horizon: asOf + HOUR },
  ...{ when: { from: asOf, likely: asOf, to: asOf }, size: null, candidates: [] },
  evidence: [{ weight: 1, sentence: { code: 'night-flow', params: { excess: 3.2 } }, chart: null }],
  model: { name: 'dma-night-flow', version: '1', artefact: 'a' },
  replay: { from: asOf - HOUR, to: asOf, inputsHash: 'i', stateHash: 's', seed: 1 },
  ...more,
})

describe('predictions', () => {
  test('a newer run updates what stands and keeps the older; a run without it takes it back', async () => {
    await town('5021')
    const as = <T>(fn: (tx: store.Tx) => Promise<T>) => asApi(db, '5021', fn)
    const subject = { type: 'zone', tag: 'DMA1' } as const
    const save = (asOf: number, ...predictions: Prediction[]) =>
      as((tx) => store.savePredictions(tx, { model: 'dma-night-flow', subject, asOf, predictions }))
    const first = await save(NOON, prediction(NOON, 0.4))
    const second = await save(NOON + HOUR, prediction(NOON + HOUR, 0.7))
    expect(second.standing).toMatchObject([{ id: first.standing[0]!.id, isNew: false }])
    const { id } = first.standing[0]!
    expect(await as((tx) => store.predictionHistory(tx, id))).toEqual([
      { asOf: NOON, probability: 0.4 },
      { asOf: NOON + HOUR, probability: 0.7 },
    ])
    await as((tx) => store.judgePrediction(tx, id, { agree: true, reason: 'heard it', by: 'u1', at: NOON }))
    await as((tx) =>
      store.judgePrediction(tx, id, { agree: false, reason: 'was a hydrant', by: 'u2', at: NOON + 1 }),
    )
    expect(await as((tx) => store.listPredictions(tx, { standing: true, zone: 'DMA1' }))).toEqual([
      {
        ...{ id, prediction: prediction(NOON + HOUR, 0.7), firstAsOf: NOON, standing: true, fault: null },
        judgement: { agree: false, reason: 'was a hydrant', by: 'u2', at: NOON + 1 },
        energyPrice: null,
      },
    ])
    expect((await save(NOON + 2 * HOUR)).withdrawn).toEqual([id])
    expect(await as((tx) => store.listPredictions(tx, { standing: true }))).toEqual([])
    expect((await save(NOON + 3 * HOUR, prediction(NOON + 3 * HOUR, 0.6))).standing).toMatchObject([
      { isNew: true },
    ])
    expect(await as((tx) => store.listPredictions(tx))).toHaveLength(2)
  })

  test('the likeliest come first, then the soonest, page by page, of what is asked for', async () => {
    const said = [
      ['DMA7', 0.9, 3],
      ['DMA8', 0.9, 2],
      ['DMA9', 0.95, 4],
      ['DMA10', 0.3, 1],
    ] as const
    const saved = await asApi(db, '5021', async (tx) => {
      for (const [tag, probability, hours] of said) {
        const subject = { type: 'zone', tag } as const
        const when = { from: NOON, likely: NOON + hours * HOUR, to: NOON + 9 * HOUR }
        const predictions = [prediction(NOON, probability, { subject, when })]
        await store.savePredictions(tx, { model: 'ordered', subject, asOf: NOON, predictions })
      }
      const pages: string[][] = []
      const among = { assets: ['DMA8'], zones: ['DMA7', 'DMA8', 'DMA9', 'DMA10', 'unheard-of'] }
      let after: store.LikeliestFilter['after']
      for (let page = 0; page < 3; page++) {
        const rows = await store.listLikeliest(tx, { among, limit: 2, ...(after && { after }) })
        pages.push(rows.map((one) => one.prediction.subject.tag))
        const last = rows.at(-1)
        if (!last) break
        const { probability, when } = last.prediction
        after = { probability, likely: when.likely, id: last.id }
      }
      await store.endPredictionsOf(tx, ['ordered'], NOON + HOUR)
      return pages
    })
    expect(saved).toEqual([['DMA9', 'DMA8'], ['DMA7', 'DMA10'], []])
  })

  test('steps that late readings repeat speak of the same prediction, not of a second one like it', async () => {
    const subject = { type: 'zone', tag: 'DMA2' } as const
    const save = (asOf: number, ...predictions: Prediction[]) =>
      asApi(db, '5021', (tx) => store.savePredictions(tx, { model: 'repeated', subject, asOf, predictions }))
    const all = () => asApi(db, '5021', (tx) => store.listPredictions(tx, { zone: 'DMA2' }))
    const steps = async () => {
      const { standing } = await save(NOON, prediction(NOON, 0.4))
      await save(NOON + HOUR, prediction(NOON + HOUR, 0.5))
      await save(NOON + 2 * HOUR)
      return standing[0]!
    }
    const first = await steps()
    expect(await steps()).toMatchObject({ id: first.id, isNew: false })
    expect(await all()).toMatchObject([{ id: first.id, firstAsOf: NOON, standing: false }])
  })

  test('what a model said that runs no longer ends; the others’ stays', async () => {
    const subject = { type: 'zone', tag: 'DMA2' } as const
    const standing = () =>
      asApi(db, '5021', async (tx) =>
        (await store.listPredictions(tx, { standing: true, zone: 'DMA2' })).map(({ id }) => id),
      )
    const [older, newer] = await asApi(db, '5021', async (tx) => {
      const saved: string[] = []
      for (const model of ['older', 'newer']) {
        const predictions = [prediction(NOON, 0.9, { subject })]
        const run = await store.savePredictions(tx, { model, subject, asOf: NOON, predictions })
        saved.push(run.standing[0]!.id)
      }
      return saved
    })
    expect((await standing()).toSorted()).toEqual([older, newer].toSorted())
    await asApi(db, '5021', (tx) => store.endPredictionsOf(tx, ['older', 'unheard-of'], NOON + HOUR))
    expect(await standing()).toEqual([newer])
  })

  test('a step that is taken once more takes back what it no longer says', async () => {
    const subject = { type: 'asset', tag: 'P-2' } as const
    const save = (...predictions: Prediction[]) =>
      asApi(db, '5021', (tx) =>
        store.savePredictions(tx, { model: 'again', subject, asOf: NOON, predictions }),
      )
    const [said] = (await save(prediction(NOON, 0.9, { subject }))).standing
    expect(await save()).toEqual({ standing: [], withdrawn: [said!.id] })
  })

  test('a second one of its kind at the same subject stands and ends by itself', async () => {
    const subject = { type: 'zone', tag: 'DMA2' } as const
    const save = (asOf: number, ...ordinals: (number | undefined)[]) => {
      const predictions = ordinals.map((ordinal) =>
        prediction(asOf, 0.9, { subject, ...(ordinal && { ordinal }) }),
      )
      return asApi(db, '5021', (tx) =>
        store.savePredictions(tx, { model: 'several', subject, asOf, predictions }),
      )
    }
    const [first] = (await save(NOON, undefined)).standing
    const both = await save(NOON + HOUR, undefined, 2)
    expect(both.standing).toMatchObject([{ id: first!.id }, { isNew: true }])
    const second = both.standing[1]!.id
    const rest = await save(NOON + 2 * HOUR, 2)
    expect(rest).toMatchObject({ standing: [{ id: second, isNew: false }], withdrawn: [first!.id] })
    expect(await asApi(db, '5021', (tx) => store.findPrediction(tx, second))).toMatchObject({
      standing: true,
      prediction: { ordinal: 2 },
    })
  })
})

test('a model’s states are kept in versions, and late data throws away those it makes wrong', async () => {
  await town('5031')
  const as = <T>(fn: (tx: store.Tx) => Promise<T>) => asApi(db, '5031', fn)
  const key = { model: 'm', version: '1', subject: { type: 'zone', tag: 'DMA1' } } as const
  for (let i = 0; i < 12; i++)
    await as((tx) => store.saveState(tx, key, { asOf: NOON + i, state: { i, list: [i] } }))
  expect(await as((tx) => store.loadState(tx, key))).toEqual({
    asOf: NOON + 11,
    state: { i: 11, list: [11] },
  })
  expect(await as((tx) => store.loadState(tx, key, NOON + 6))).toMatchObject({ asOf: NOON + 6 })
  expect(await as((tx) => store.loadState(tx, key, NOON + 3)), 'eight are kept').toBeNull()
  expect(await as((tx) => store.invalidateStates(tx, key, NOON + 5))).toMatchObject({ asOf: NOON + 5 })
  expect(await as((tx) => store.loadStates(tx, key))).toMatchObject([
    { subject: key.subject, asOf: NOON + 5 },
  ])
})

test('states of a version that another took the place of go after a month, those with other weights stay', async () => {
  await town('5043')
  const as = <T>(fn: (tx: store.Tx) => Promise<T>) => asApi(db, '5043', fn)
  const put = (version: string, tag: string, day: number) =>
    as((tx) =>
      store.saveState(
        tx,
        { model: 'm', version, subject: { type: 'asset', tag } },
        { asOf: NOON + day * DAY, state: {} },
      ),
    )
  await put('1.0.0', 'P1', 0)
  await put('1.1.0', 'P1', 20)
  await put('1.2.0', 'P1', 40)
  await put('1.2.0', 'P2', 0)
  await put('1.2.0+abc', 'P1', 0)
  await store.dropFormerStates(db)
  const left = await as((tx) =>
    tx.query<{ one: string }>(
      "select version || ' ' || subject_tag as one from model_state where model = 'm' order by 1",
    ),
  )
  expect(left.map(({ one }) => one)).toEqual(['1.1.0 P1', '1.2.0 P1', '1.2.0 P2', '1.2.0+abc P1'])
})

test('the newest forecast of a signal is given', async () => {
  await town('5041')
  const as = <T>(fn: (tx: store.Tx) => Promise<T>) => asApi(db, '5041', fn)
  const forecast = (asOf: number) => ({
    ...{ signal: 'P1/pressure', asOf, time: [asOf + 1], quantiles: [0.1, 0.5], values: [[1], [2]] },
    model: { name: 'm', version: '1' },
  })
  await as((tx) => store.saveForecast(tx, forecast(NOON)))
  await as((tx) => store.saveForecast(tx, forecast(NOON + HOUR)))
  await as((tx) => store.saveForecast(tx, forecast(NOON - HOUR)))
  expect(await as((tx) => store.newestForecast(tx, 'P1/pressure'))).toEqual(forecast(NOON + HOUR))
  expect(await as((tx) => store.newestForecast(tx, 'P2/pressure'))).toBeNull()
})

test('a forecast that nothing shows any more goes with the next, what a step was told stays', async () => {
  await town('5042')
  const as = <T>(fn: (tx: store.Tx) => Promise<T>) => asApi(db, '5042', fn)
  const run = (signal: string, name: string, day: number) => ({
    ...{ signal, asOf: NOON + day * DAY, time: [NOON + day * DAY + HOUR], quantiles: [0.5], values: [[1]] },
    model: { name, version: '1' },
  })
  const left = (signal: string) =>
    as((tx) => store.forecastsSince(tx, signal, 0)).then((runs) =>
      runs.map(({ asOf, model }) => `${model.name} ${(asOf - NOON) / DAY}`),
    )
  const days = [0, 1, 2, 3, 61, 63]
  for (const day of days) {
    await as((tx) => store.saveForecast(tx, run('P1/pressure', 'inflow', day)))
    await as((tx) => store.saveForecast(tx, run('P2/pressure', 'level', day)))
    await as((tx) => store.keepForecast(tx, run('P2/pressure', 'weather', day)))
  }
  // P1 flows into a zone, whose chart looks two months back.
  expect(await left('P1/pressure')).toEqual([1, 2, 3, 61, 63].map((day) => `inflow ${day}`))
  expect((await left('P2/pressure')).filter((one) => one.startsWith('level'))).toEqual([
    'level 61',
    'level 63',
  ])
  expect((await left('P2/pressure')).filter((one) => one.startsWith('weather'))).toHaveLength(days.length)
})

describe('work orders', () => {
  const command = (
    field: OrderCommand['field'],
    value: unknown,
    baseRevision = 0,
    at = NOON,
  ): OrderCommand => ({
    ...{ id: randomUUID(), baseRevision, field, value, at },
  })
  const by = { by: 'u1', at: NOON }

  async function orderIn(code: string) {
    await town(code)
    const fault = openFault(randomUUID(), evidence(NOON))
    return asApi(db, code, async (tx) => {
      await store.saveFault(tx, fault)
      const { order } = await store.createOrder(tx, {
        id: randomUUID(),
        fault,
        title: 'Look',
        by: 'u1',
        at: NOON,
      })
      return { fault, order }
    })
  }

  test('are numbered without holes, one open order per fault', async () => {
    const { fault, order } = await orderIn('5051')
    expect(order).toMatchObject({
      number: 1,
      state: 'draft',
      kind: 'corrective',
      revision: 0,
      fault: fault.id,
    })
    const again = await Promise.all(
      [1, 2, 3].map(() =>
        asApi(db, '5051', (tx) =>
          store.createOrder(tx, { id: randomUUID(), fault, title: 'Again', by: 'u2', at: NOON }),
        ),
      ),
    )
    expect(again.map(({ order, isNew }) => [order.id, isNew])).toEqual([1, 2, 3].map(() => [order.id, false]))
    const other = openFault(randomUUID(), evidence(NOON))
    const second = await asApi(db, '5051', async (tx) => {
      await store.saveFault(tx, other)
      return store.createOrder(tx, { id: randomUUID(), fault: other, title: 'Other', by: 'u1', at: NOON })
    })
    expect(second.order.number).toBe(2)
    const listed = await asApi(db, '5051', (tx) => store.listOrders(tx, { open: true }))
    expect(listed.map(({ number }) => number)).toEqual([2, 1])
    const ofFaults = await asApi(db, '5051', (tx) => store.ordersOfFaults(tx, [fault.id, randomUUID()]))
    expect([...ofFaults.keys()]).toEqual([fault.id])
  })

  test('an inspection names no fault; an asset has one open one at a time', async () => {
    await town('5058')
    const inspect = (asset: string) =>
      asApi(db, '5058', (tx) =>
        store.createInspection(tx, {
          ...{ id: randomUUID(), asset, title: 'Look', note: 'the lid', priority: 'low', by: 'u1', at: NOON },
        }),
      )
    const both = await Promise.all([inspect('P1'), inspect('P1')])
    expect(both.map(({ isNew }) => isNew).sort()).toEqual([false, true])
    const { order } = both[0]!
    expect(order).toMatchObject({
      kind: 'inspection',
      fault: null,
      note: 'the lid',
      priority: 'low',
      number: 1,
    })
    expect(both[1]!.order.id).toBe(order.id)
    expect((await inspect('P2')).isNew).toBe(true)
    await asApi(db, '5058', (tx) => store.applyCommands(tx, order.id, [command('state', 'cancelled')], by))
    expect((await inspect('P1')).order.number).toBe(3)
    await expect(
      asApi(db, '5058', (tx) => store.applyCommands(tx, order.id, [command('state', 'draft', 1)], by)),
    ).rejects.toThrow(/inspection-open/)
    await expect(
      asApi(db, '5058', (tx) => tx.query("update work_order set kind = 'corrective' where fault is null")),
    ).rejects.toThrow(/check constraint/)
  })

  test('a command counts once, however often and at the same time it is sent', async () => {
    const { order } = await orderIn('5052')
    const commands = [
      command('title', 'Look again'),
      command('assignee', 'u2'),
      command('note', 'wet', 0, NOON + 1),
    ]
    const send = () => asApi(db, '5052', (tx) => store.applyCommands(tx, order.id, commands, by))
    const answers = await Promise.all([send(), send(), send(), send()])
    for (const answer of answers) {
      expect(answer).toMatchObject({
        title: 'Look again',
        assignee: 'u2',
        note: 'wet',
        revision: 3,
        conflicts: [],
      })
    }
    expect(await asApi(db, '5052', (tx) => store.findOrder(tx, order.id))).toEqual(answers[0])
    expect(await asApi(db, '5052', (tx) => store.orderHistory(tx, order.id))).toEqual(
      commands.map(({ field, value, at, baseRevision }) => ({ field, value, at, baseRevision, by: 'u1' })),
    )
  })

  test('two people who set one field without knowing of each other keep both values', async () => {
    const { order } = await orderIn('5053')
    const apply = (c: OrderCommand, who: string) =>
      asApi(db, '5053', (tx) => store.applyCommands(tx, order.id, [c], { by: who, at: NOON }))
    await apply(command('title', 'Later', 0, NOON + 10), 'u1')
    const merged = await apply(command('title', 'Earlier', 0, NOON + 5), 'u2')
    expect(merged).toMatchObject({
      title: 'Later',
      conflicts: [{ kept: 'Later', refused: 'Earlier', by: 'u2' }],
    })
    expect((await asApi(db, '5053', (tx) => store.findOrder(tx, order.id)))!.conflicts).toEqual(
      merged!.conflicts,
    )
  })

  test('a state that lacks what it needs is refused by name, and nothing of its commands counts', async () => {
    const { order } = await orderIn('5054')
    const apply = (...commands: OrderCommand[]) =>
      asApi(db, '5054', (tx) => store.applyCommands(tx, order.id, commands, by))
    await apply(command('state', 'approved'))
    await expect(apply(command('title', 'X', 1), command('state', 'assigned', 1))).rejects.toMatchObject({
      status: 422,
      problem: { code: 'order-needs-assignee', ref: order.id },
    })
    expect(await asApi(db, '5054', (tx) => store.findOrder(tx, order.id))).toMatchObject({
      title: 'Look',
      state: 'approved',
    })
    const outcome = { found: true, cause: 'corrosion', action: 'clamp', asset: 'P1' }
    const done = await apply(
      command('assignee', 'u2', 1),
      command('state', 'assigned', 1),
      command('outcome', outcome, 1),
      command('state', 'done', 1),
    )
    expect(done).toMatchObject({ state: 'done', outcome, conflicts: [] })
    expect(await asApi(db, '5054', (tx) => store.listOrders(tx, { open: true }))).toEqual([])
    expect(await asApi(db, '5054', (tx) => store.applyCommands(tx, randomUUID(), [], by))).toBeNull()
  })
})

describe('enrolment', () => {
  test('a code works once, before it expires, and gives a collector that its key finds until it is revoked', async () => {
    await town('5061')
    const [codeHash, keyHash] = [hash(), hash()]
    const make = (code: Buffer, expires: number) =>
      asApi(db, '5061', (tx) => store.createEnrolment(tx, { name: 'VV1', codeHash: code, at: NOON, expires }))
    await make(codeHash, NOON + HOUR)
    const old = hash()
    await make(old, NOON)
    expect(await store.redeemEnrolment(db, { codeHash: old, keyHash: hash(), at: NOON + 1 })).toBeNull()
    const redeemed = await store.redeemEnrolment(db, { codeHash, keyHash, at: NOON, name: 'edge-1' })
    expect(redeemed).toEqual({ municipality: '5061', collector: expect.any(String), name: 'edge-1' })
    expect(await store.redeemEnrolment(db, { codeHash, keyHash: hash(), at: NOON })).toBeNull()
    const find = (code: string) => asApi(db, code, (tx) => store.collectorByKey(tx, keyHash))
    expect(await find('5061')).toEqual({ id: redeemed!.collector, name: 'edge-1' })
    expect(await find('5062')).toBeNull()
    expect(await asApi(db, '5061', (tx) => store.revokeCollector(tx, redeemed!.collector, NOON))).toBe(true)
    expect(await find('5061')).toBeNull()
  })

  test('the same file is the same import', async () => {
    await town('5063')
    const importFile = () =>
      asApi(db, '5063', (tx) => store.importCollector(tx, { name: 'f.csv', hash: 'h', at: NOON }))
    expect(await importFile()).toBe(await importFile())
  })
})

test('jobs, audit and memberships are kept', async () => {
  await town('5071')
  const as = <T>(fn: (tx: store.Tx) => Promise<T>) => asApi(db, '5071', fn)
  const job: store.Job = {
    ...{ id: 'history', kind: 'history', done: 0.5, secondsLeft: 9, state: 'running', message: null },
  } as const
  await as((tx) => store.putJob(tx, { ...job, done: 0.1 }, NOON))
  await as((tx) => store.putJob(tx, job, NOON + 1))
  expect(await as(store.listJobs)).toEqual([{ ...job, updatedAt: NOON + 1 }])
  const entry = { at: NOON, by: 'u1', what: 'order.approve', ref: 'x', detail: { a: 1 } }
  await as((tx) => store.appendAudit(tx, entry))
  expect(await as((tx) => store.listAudit(tx))).toEqual([{ id: expect.any(Number), ...entry }])
  await db.run(
    `insert into auth."user" (id, name, email, "emailVerified") values ('u9', 'Ada', 'a@b.se', true)`,
  )
  const membership = { user: 'u9', service: 'water', role: 'engineer' } as const
  await as((tx) => store.addMembership(tx, membership))
  await as((tx) => store.addMembership(tx, membership))
  expect(await store.listMemberships(db, 'u9')).toEqual([{ ...membership, municipality: '5071' }])
  expect(await as(store.listMembers)).toMatchObject([{ user: 'u9', name: 'Ada' }])
  expect(await as((tx) => store.removeMembership(tx, membership))).toBe(true)
  expect(await store.listMemberships(db, 'u9')).toEqual([])
})

test('what changes is told to those who listen, when it is committed', async () => {
  await town('5081')
  const heard: store.Change[] = []
  const listening = await store.listenChanges(db.url, (change) => heard.push(change))
  await asApi(db, '5081', (tx) => store.notify(tx, 'jobs', 'x'))
  await asApi(db, '5081', async (tx) => {
    await store.notify(tx, 'alarms')
    throw new Error('changed its mind')
  }).catch(() => {})
  await asApi(db, '5081', (tx) => store.notify(tx, 'faults'))
  await expect
    .poll(() => heard)
    .toEqual([
      { municipality: '5081', what: 'jobs', id: 'x' },
      { municipality: '5081', what: 'faults' },
    ])
  await listening.close()
})
