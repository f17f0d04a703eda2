import { expect, test } from 'vitest'
import { type InflowFit, withUsualAnswer } from './learn-inflow.ts'

const fit: InflowFit = { dry: [], areas: [0, 0, 0, 0], scale: 1, lasting: [] }
const hours = (mm: number) => ({ start: 0, values: Array.from({ length: 100 }, () => mm / 100) })
const areaOf = (one: InflowFit) => one.areas.reduce((sum, area) => sum + area, 0)

test('an area that has seen no rain for weeks is taken to answer as areas usually do', () => {
  expect(areaOf(withUsualAnswer(fit, hours(0), 50_000))).toBeCloseTo(2_000, 6)
  expect(areaOf(withUsualAnswer(fit, hours(150), 50_000))).toBeLessThan(200)
  const known = { ...fit, areas: [3_000, 1_000, 0, 0] }
  expect(areaOf(withUsualAnswer(known, hours(150), 50_000))).toBeGreaterThan(3_700)
})

test('where nobody wrote the catchment down nothing is taken for granted', () => {
  expect(withUsualAnswer(fit, hours(0), null)).toBe(fit)
})
