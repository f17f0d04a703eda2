import { DAY, HOUR } from '@driftbild/core'
import { models } from '@driftbild/models'
import { afterAll, expect, test } from 'vitest'
import { createStepThread, type SpeakingRevision } from './step-thread.ts'

const thread = createStepThread()
afterAll(() => thread.close())

test('a model that is not there is named', async () => {
  await expect(
    thread.step({ model: 'oracle', revision: null, config: {}, state: null, steps: [] }),
  ).rejects.toThrow(/oracle/)
})

test('the thread knows every model, and a thread that was stopped is started by the next step', async () => {
  expect(models.length).toBeGreaterThan(3)
  for (const { name } of models) {
    expect(
      await thread.step({ model: name, revision: null, config: {}, state: { value: {} }, steps: [] }),
    ).toEqual([])
  }
  await thread.close()
  expect(
    await thread.step({
      model: models[0]!.name,
      revision: null,
      config: {},
      state: { value: {} },
      steps: [],
    }),
  ).toEqual([])
})

test('what a model throws comes back with its stack', async () => {
  const step = { asOf: HOUR, inputs: { from: 0, to: HOUR, series: {} } }
  const order = {
    model: models[0]!.name,
    revision: null,
    config: null,
    state: { value: null },
    steps: [step],
  }
  await expect(thread.step(order)).rejects.toThrow(/at .*models/)
})

test('what is too little to learn from is told, and a model that nothing can teach is named', async () => {
  expect(await thread.learn({ model: 'bin-fill', pasts: [] }, () => {})).toHaveProperty('lacking')
  await expect(thread.learn({ model: 'lamp-out', pasts: [] }, () => {})).rejects.toThrow(/lamp-out/)
})

test('weights are read once for as long as the thread lives', async () => {
  let reads = 0
  const weights = {
    hash: 'w1',
    read: async () => {
      reads++
      return { forest: { trainedOn: 'test', trees: [] }, table: { data: 'none', points: [] } }
    },
  }
  const revision = { id: 'r1', bend: [], weights }
  const order = { model: 'bin-fill', revision, config: {}, state: { value: {} }, steps: [] }
  await thread.step(order)
  await thread.step(order)
  expect(reads).toBe(1)
  await thread.close()
  await thread.step(order)
  expect(reads).toBe(2)
})

test('a revision bends what a model says there, and is named by it', async () => {
  const asOf = 100 * DAY + 4 * HOUR
  const full = Array.from({ length: 24 }, (_, i) => ({
    bucket: asOf - (24 - i) * HOUR,
    ...{ average: 0.9, minimum: 0.9, maximum: 0.9, last: 0.9, timeWeighted: 0.9 },
    ...{ good: 4, uncertain: 0, bad: 0 },
  }))
  const ask = async (revision: SpeakingRevision | null) => {
    const [result] = await thread.step({
      ...{ model: 'bin-fill', revision, state: null },
      config: { tag: 'K-1', timeZone: 'UTC', key: 'K-1/fill', unit: '1' },
      steps: [{ asOf, inputs: { from: asOf - DAY, to: asOf, series: { fill: full } } }],
    })
    return result!.predictions[0]!
  }
  const asItCame = await ask(null)
  const bent = await ask({ id: 'r1', bend: [{ data: 'test', points: [[0.99, 0.4]] }], weights: null })
  expect(bent.model.artefact).toBe(`${asItCame.model.artefact}+r1`)
  expect(bent.probability).toBeLessThan(asItCame.probability)
})
