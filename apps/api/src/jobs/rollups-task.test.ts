import { expect, test } from 'vitest'
import { shareSummedUp } from './rollups-task.ts'

test('five-minute buckets are half of the way, the hours folded from them the other half', () => {
  const most = { ranges: 400, days: 1_000 }
  expect(shareSummedUp({ ranges: 400, days: 0 }, { ranges: 400, days: 0 })).toBe(0)
  expect(shareSummedUp({ ranges: 100, days: 1_000 }, most)).toBe(0.375)
  expect(shareSummedUp({ ranges: 0, days: 1_000 }, most)).toBe(0.5)
  expect(shareSummedUp({ ranges: 0, days: 250 }, most)).toBe(0.875)
})
