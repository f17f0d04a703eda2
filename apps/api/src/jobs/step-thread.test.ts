import { HOUR } from '@driftbild/core'
import { models } from '@driftbild/models'
import { afterAll, expect, test } from 'vitest'
import { createStepThread } from './step-thread.ts'

const thread = createStepThread()
afterAll(() => thread.close())

test('a model that is not there is named', async () => {
  await expect(thread.step({ model: 'oracle', config: {}, state: null, steps: [] })).rejects.toThrow(/oracle/)
})

test('the thread knows every model, and a thread that was stopped is started by the next step', async () => {
  expect(models.length).toBeGreaterThan(3)
  for (const { name } of models) {
    expect(await thread.step({ model: name, config: {}, state: { value: {} }, steps: [] })).toEqual([])
  }
  await thread.close()
  expect(await thread.step({ model: models[0]!.name, config: {}, state: { value: {} }, steps: [] })).toEqual(
    [],
  )
})

test('what a model throws comes back with its stack', async () => {
  const step = { asOf: HOUR, inputs: { from: 0, to: HOUR, series: {} } }
  const order = { model: models[0]!.name, config: null, state: { value: null }, steps: [step] }
  await expect(thread.step(order)).rejects.toThrow(/at .*models/)
})
