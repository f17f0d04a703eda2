import { expect, test } from 'vitest'
import { alarmLoad, type RaisedAlarm } from './alarm-load.ts'
import { DAY, HOUR, MINUTE, SECOND } from './time.ts'

const raised = (rule: string, at: number, more: Partial<RaisedAlarm> = {}): RaisedAlarm => ({
  ...{ rule, asset: rule, priority: 'low', raisedAt: at, clearedAt: at + MINUTE },
  ...more,
})
const many = (count: number, at: number, every: number, rule = 'r') =>
  Array.from({ length: count }, (_, i) => raised(`${rule}${i}`, at + i * every))
const load = (alarms: RaisedAlarm[], hours = 10, operators = 1) =>
  alarmLoad(alarms, { from: 0, to: hours * HOUR, operators })

test('alarms an hour are told for each operator', () => {
  const alarms = many(60, 0, 10 * MINUTE)
  expect(load(alarms).perOperatorHour).toBe(6)
  expect(load(alarms, 10, 2).perOperatorHour).toBe(3)
  expect(load([])).toMatchObject({ alarms: 0, perOperatorHour: 0, mostInTenMinutes: 0, floodShare: 0 })
})

test('a flood lasts from more than ten in ten minutes until fewer than five', () => {
  const flood = [
    ...many(12, 0, SECOND, 'a'),
    ...many(7, 10 * MINUTE, SECOND, 'b'),
    ...many(4, 20 * MINUTE, SECOND, 'c'),
    ...many(9, 30 * MINUTE, SECOND, 'd'),
  ]
  expect(load(flood, 1)).toMatchObject({ mostInTenMinutes: 12, floodShare: 2 / 6, busyHoursShare: 1 })
})

test('the ten worst rules are named with their share', () => {
  const alarms = [
    ...Array.from({ length: 30 }, (_, i) => raised('bad', i * 10 * MINUTE)),
    ...many(10, 0, HOUR, 'other'),
  ]
  const { worst, worstShare } = load(alarms)
  expect(worst[0]).toEqual({ rule: 'bad', asset: 'bad', alarms: 30 })
  expect(worst).toHaveLength(10)
  expect(worstShare).toBe(39 / 40)
})

test('what stands for more than a day, and what chatters, is counted', () => {
  const old = raised('old', -2 * DAY, { clearedAt: null })
  const chatter = [0, 20, 50].map((second) => raised('chatter', second * SECOND))
  const slow = [0, 40, 80].map((second) => raised('slow', second * SECOND))
  expect(load([old, ...chatter, ...slow])).toMatchObject({ alarms: 6, standing: 1, chattering: ['chatter'] })
})

test('priorities are told as shares', () => {
  const alarms = [raised('a', 1), raised('b', 2), raised('c', 3, { priority: 'critical' }), raised('d', 4)]
  expect(load(alarms).priorities).toEqual({ low: 0.75, high: 0, critical: 0.25 })
})
