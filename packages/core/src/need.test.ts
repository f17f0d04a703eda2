import { expect, test } from 'vitest'
import { inOrderOfNeed, type Need } from './need.ts'
import { systemFlows } from './system-flows.ts'
import { usualDays } from './usual-days.ts'

const order = (needs: Record<string, Need>): string[] =>
  inOrderOfNeed(Object.entries(needs).map(([name, need]) => ({ name, need }))).map(({ name }) => name)

test('what burns comes first, advice last', () => {
  expect(
    order({
      advice: { kind: 'prediction', probability: 0.99, place: 0, since: 1 },
      silence: { kind: 'silence', since: 1 },
      late: { kind: 'order', priority: 'normal', since: 1 },
      low: { kind: 'alarm', priority: 'low', since: 9 },
      'late and urgent': { kind: 'order', priority: 'urgent', since: 5 },
      high: { kind: 'alarm', priority: 'high', since: 2 },
      critical: { kind: 'alarm', priority: 'critical', since: 1 },
    }),
  ).toEqual(['critical', 'high', 'late and urgent', 'low', 'late', 'silence', 'advice'])
})

test('the newest alarm and the oldest broken promise come first, and the likeliest advice', () => {
  expect(
    order({
      'old alarm': { kind: 'alarm', priority: 'high', since: 1 },
      'new alarm': { kind: 'alarm', priority: 'high', since: 2 },
    }),
  ).toEqual(['new alarm', 'old alarm'])
  expect(
    order({
      yesterday: { kind: 'order', priority: 'normal', since: 2 },
      'last week': { kind: 'order', priority: 'low', since: 1 },
    }),
  ).toEqual(['last week', 'yesterday'])
  expect(
    order({
      unlikely: { kind: 'prediction', probability: 0.5, place: 0, since: 1 },
      likely: { kind: 'prediction', probability: 0.9, place: 0, since: 2 },
      'likely again': { kind: 'prediction', probability: 0.9, place: 1, since: 2 },
    }),
  ).toEqual(['likely', 'unlikely', 'likely again'])
})

test('what flows from zone to zone comes from nowhere outside', () => {
  const zones = [
    { inflow: ['A'], outflow: ['B'] },
    { inflow: ['B'], outflow: ['C'] },
    { inflow: ['D'], outflow: [] },
  ]
  expect(systemFlows(zones)).toEqual({ inflow: ['A', 'D'], outflow: ['C'] })
  expect(systemFlows(zones.slice(1, 2))).toEqual({ inflow: ['B'], outflow: ['C'] })
})

test('what is usual rests on a week at least, and on what is known', () => {
  const week = [7, 1, 2, 3, 4, 5, 6]
  expect(usualDays(week)).toEqual({ low: 2, high: 6, days: 7 })
  expect(usualDays([...week.slice(1), null, null])).toBeNull()
})
