import { DAY, MINUTE, type Rollup } from '@driftbild/core'
import { type Model, models } from '@driftbild/models'
import { expect, test } from 'vitest'
import { createStepThread } from '../jobs/step-thread.ts'
import { stepThrough } from './step-through.ts'

test('days of a model that steps every quarter of an hour are gone through to their end', async () => {
  const from = Date.UTC(2026, 4, 4) * 1000
  const until = from + 3 * DAY
  const model = (models as readonly Model[]).find(({ name }) => name === 'level-limit')!
  const config = {
    ...{ tag: 'R1', timeZone: 'Europe/Stockholm', kind: 'reservoir-level', limits: [] },
    level: { key: 'R1/level', unit: 'm' },
  }
  const level = Array.from({ length: (3 * DAY) / (5 * MINUTE) }, (_, i): Rollup => {
    const value = 2 + i / 1_000
    return {
      ...{ bucket: from + i * 5 * MINUTE, average: value, minimum: value, maximum: value, last: value },
      ...{ timeWeighted: value, good: 5, uncertain: 0, bad: 0 },
    }
  })
  const thread = createStepThread()
  try {
    const order = { model: model.name, revision: null, config, state: null }
    const stretch = { model, zone: 'Europe/Stockholm', from, until, series: { level }, told: null }
    const last = await stepThrough(thread, order, stretch)
    expect(last!.asOf).toBe(until)
    expect((last!.state as { levels: { values: number[] } }).levels.values.at(-1)).toBeCloseTo(2.862, 3)
    expect(await stepThrough(thread, order, { ...stretch, until: from + MINUTE })).toBeNull()
  } finally {
    await thread.close()
  }
})
