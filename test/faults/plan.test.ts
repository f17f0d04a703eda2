import { expect, test } from 'vitest'
import { allKinds, drawPlan, faultKinds } from './plan.ts'

const counted = (seed: number, count: number) => Map.groupBy(drawPlan(count, seed), (fault) => fault.kind)

test('the same seed draws the same plan, another one another', () => {
  expect(drawPlan(50, 7)).toEqual(drawPlan(50, 7))
  expect(drawPlan(50, 7)).not.toEqual(drawPlan(50, 8))
})

test.each([1, 2, 3])('seed %i: a plan has every kind, the frequent ones more often', (seed) => {
  const plan = counted(seed, 200)
  expect([...plan.keys()].toSorted()).toEqual(allKinds.toSorted())
  expect(plan.get('kill-edge')!.length).toBeGreaterThan(plan.get('store-disk-full')!.length)
  expect(counted(seed, allKinds.length).size).toBe(allKinds.length)
})

test.each(drawPlan(200, 4))('$kind of $device', ({ kind, device, lasts, peace }) => {
  const { devices = [] } = faultKinds[kind] as { devices?: readonly string[] }
  expect(device === null ? devices : [device]).toEqual(
    device === null ? [] : devices.filter((d) => d === device),
  )
  expect(lasts + peace).toBeLessThanOrEqual(4)
})

test('what the machine can’t do isn’t planned', () => {
  const plan = drawPlan(200, 5, new Set(['small-disk', 'write-recorder'] as const))
  expect(plan).toHaveLength(200)
  expect(plan.filter(({ kind }) => /disk-full|outbox-power/.test(kind))).toEqual([])
})

test('a plan may be of some kinds alone', () => {
  const plan = drawPlan(20, 6, new Set(), ['kill-edge', 'half-open'])
  expect(new Set(plan.map((fault) => fault.kind))).toEqual(new Set(['kill-edge', 'half-open']))
})
