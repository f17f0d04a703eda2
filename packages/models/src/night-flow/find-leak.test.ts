import { DAY } from '@driftbild/core'
import { expect, test } from 'vitest'
import type { NightFlowConfig } from './config.ts'
import { findLeak } from './find-leak.ts'

const config: NightFlowConfig = {
  zone: 'DMA1',
  timeZone: 'Europe/Stockholm',
  meters: [{ name: 'inflow-1', key: 'M1/flow', asset: 'M1', unit: 'm3/h', sign: 1 }],
  pressures: [],
  pipes: [],
}
const findingsOf = (flows: readonly number[]) =>
  findLeak(
    config,
    flows.map((flow, day) => ({ day, flow, dayFlow: null, pressures: [], leak: false })),
    flows.length * DAY,
  ).findings

/** Forty cubic metres an hour, give or take one, and two weeks when people were away. */
const usual = [40, 40, 41, 40, 39, 39, 39, 42, 41, 42, 41, 41, 41, 39, 41, 42, 41, 42, 41, 40, 40, 40, 39, 39]
const away = [39, 39, 40, 40, 38, 38, 39, 37, 36, 36, 36, 38, 37, 39, 38, 38, 38, 38, 37, 38, 37, 39]
const back = [38, 39, 40, 40, 40, 40, 41, 40, 40, 40, 40, 39, 40, 40, 40]

test('a flow that sank and came back to where it was is no leak', () => {
  expect(findingsOf([...usual, ...away, ...back])).toEqual([])
})

test('the same flow that comes back to more than it was is one, of that size', () => {
  const [leak] = findingsOf([...usual, ...away, ...back.map((flow) => flow + 6)])
  expect(leak).toMatchObject({ kind: 'leak', subject: { type: 'zone', tag: 'DMA1' } })
  expect(leak!.probability).toBeGreaterThan(0.9)
  expect(leak!.size!.value).toBeGreaterThan(4)
  expect(leak!.size!.value).toBeLessThan(10)
})
