import { expect, test } from 'vitest'
import { type ContainerNow, type DueRule, dueReason } from './bin-due.ts'
import { DAY, parseTime } from './time.ts'

const until = parseTime('2026-05-05T00:00:00+02:00')
const rule: DueRule = { nearlyFull: 0.8, probability: 0.5, interval: 14, until }
const yesterday = until - 2 * DAY
const container = (rest: Partial<ContainerNow>): ContainerNow => ({
  ...{ fill: 0.3, predicted: null, emptiedAt: yesterday, heardSince: yesterday },
  ...rest,
})

test.each([
  { what: 'full now', now: container({ fill: 0.8 }), why: 'full' },
  {
    what: 'likely full before the day is over',
    now: container({ predicted: { probability: 0.6, from: until - 1 } }),
    why: 'predicted',
  },
  {
    what: 'likely full, but later',
    now: container({ predicted: { probability: 0.9, from: until } }),
    why: null,
  },
  {
    what: 'hardly likely to be full',
    now: container({ predicted: { probability: 0.4, from: yesterday } }),
    why: null,
  },
  {
    what: 'half empty and emptied long ago',
    now: container({ emptiedAt: until - 14 * DAY }),
    why: 'interval',
  },
  { what: 'half empty and emptied lately', now: container({ emptiedAt: until - 13.9 * DAY }), why: null },
  {
    what: 'silent, and never known to be emptied',
    now: container({ fill: null, emptiedAt: null, heardSince: null }),
    why: 'interval',
  },
  { what: 'heard for a day, in which nobody emptied it', now: container({ emptiedAt: null }), why: null },
  {
    what: 'heard for weeks, in which nobody emptied it',
    now: container({ emptiedAt: null, heardSince: until - 15 * DAY }),
    why: 'interval',
  },
  { what: 'silent, but emptied lately', now: container({ fill: null }), why: null },
] as const)('a container that is $what: $why', ({ now, why }) => {
  expect(dueReason(now, rule)).toBe(why)
})
