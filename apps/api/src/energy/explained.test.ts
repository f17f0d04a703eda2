import { randomUUID } from 'node:crypto'
import type { FaultMode } from '@driftbild/core'
import type { PumpCondition } from '@driftbild/models/pump-condition'
import type { StoredPrediction } from '@driftbild/store'
import { expect, test } from 'vitest'
import { byCurve } from './by-curve.ts'
import type { EnergyTold } from './energy-row.ts'
import { explained } from './explained.ts'

const told: EnergyTold = {
  ...{ days: 28, used: 3000, expected: 3000, perUnit: 8, usualPerUnit: 8, unit: 'kWh/h' },
  ...{ wasted: { kwh: 0, sek: 0 }, reason: 'none', estimate: false },
}
const said = (kind: FaultMode, probability: number, size: { value: number; unit: string } | null) =>
  ({ id: randomUUID(), prediction: { kind, probability, size } }) as unknown as StoredPrediction

test('a load that is no lighting is counted by what the model measures of it, day and night', () => {
  const load = said('foreign-load', 0.99, { value: 500, unit: 'W' })
  const row = explained(told, [said('lamp-out', 1, null), load], 1.5)
  expect(row).toMatchObject({ reason: 'foreign-load', prediction: { id: load.id, kind: 'foreign-load' } })
  expect(row.wasted).toEqual({ kwh: 360, sek: 540 })
  expect(row.expected).toBe(2640)
})

test('a current to earth flows while the lamps burn', () => {
  const row = explained(told, [said('earth-fault', 0.9, { value: 2, unit: 'A' })], 1)
  expect(row.reason).toBe('earth-fault')
  // 375 lit hours
  expect(row.wasted.kwh).toBeCloseTo(0.46 * 375, 6)
})

test('what is hardly likely explains nothing, and a pump’s trouble is linked to what its days show', () => {
  expect(explained(told, [said('foreign-load', 0.3, { value: 500, unit: 'W' })], 1).prediction).toBeNull()
  const worse: EnergyTold = { ...told, reason: 'pump-worse', wasted: { kwh: 200, sek: 300 }, unit: 'kWh/m3' }
  const wear = said('pump-failure', 0.9, null)
  expect(explained(worse, [wear], 1.5)).toEqual({
    ...worse,
    prediction: { id: wear.id, kind: 'pump-failure' },
  })
})

test('where a pump’s efficiency is known at each operating point, that says what is lost', () => {
  const condition = {
    measures: [{ kind: 'efficiency' }],
    energy: { lost: 140, perDay: 9 },
  } as unknown as PumpCondition
  const worse: EnergyTold = { ...told, unit: 'kWh/m3', reason: 'pump-worse', wasted: { kwh: 500, sek: 750 } }
  expect(byCurve(worse, condition, 1.5)).toMatchObject({
    ...{ wasted: { kwh: 270, sek: 405 }, expected: 2730, reason: 'pump-worse' },
  })
  expect(byCurve(worse, { ...condition, energy: null }, 1.5)).toMatchObject({
    reason: 'none',
    expected: 3000,
  })
  expect(byCurve(worse, null, 1.5)).toBe(worse)
})
