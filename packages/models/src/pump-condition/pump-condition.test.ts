import { DAY, type Micros } from '@driftbild/core'
import { expect, test } from 'vitest'
import { memorySource } from '../../test/memory-source.ts'
import { PUMP_FROM, pumpRegister, pumpSeries } from '../../test/pump.ts'
import { drive } from '../backtest/drive.ts'
import { pumpHealth } from '../pump-health/model.ts'
import { waterPumpCondition } from './pump-condition.ts'

const [subject] = pumpHealth.subjects(pumpRegister)
const since = (at: Micros, day: number) => Math.max(0, (at - PUMP_FROM) / DAY - day)

function conditionAfter(days: number, faults: Parameters<typeof pumpSeries>[1] = {}) {
  const source = memorySource(pumpSeries(days, faults))
  const span = { from: PUMP_FROM, to: PUMP_FROM + days * DAY, zone: 'Europe/Stockholm' }
  const last = [...drive(pumpHealth, subject!, source, span)].at(-1)!
  return waterPumpCondition(last.state)
}

test('a pump of a few days has no index yet', () => {
  expect(conditionAfter(5)).toMatchObject({ index: null, measures: [], mode: null })
})

test('a sound pump is as in its first days, and nothing of it is on its way to a limit', () => {
  const { index, remaining, mode, energy } = conditionAfter(40)
  expect(index).toBeGreaterThan(90)
  expect(remaining).toEqual({ low: null, likely: null, high: null })
  expect([mode, energy]).toEqual([null, null])
})

test('half of the way to the limit of efficiency is an index of half, with the day on which the rest is gone', () => {
  // A tenth in forty days.
  const { index, measures, mode, remaining, energy, course } = conditionAfter(40, {
    worn: (at) => 0.0025 * since(at, 20),
  })
  expect(measures[0]!.kind).toBe('efficiency')
  expect(index).toBeGreaterThan(45)
  expect(index).toBeLessThan(65)
  expect(mode).toBe('wear')
  expect(remaining.low!).toBeLessThan(20)
  expect(remaining.high!).toBeGreaterThan(20)
  expect(Math.abs(remaining.likely! - 20)).toBeLessThan(7)
  expect(energy!.perDay).toBeGreaterThan(1)
  expect(course.at(-1)!.index).toBe(index)
  expect(course[0]!.index).toBeGreaterThan(90)
})
