import { expect, test } from 'vitest'
import { randomFrom } from '../../test/series.ts'
import { type PastDay, smoothFlows } from './flow-smoother.ts'

const sensors = 5
const noise = Array.from({ length: sensors }, (_, i) => new Float64Array(sensors).with(i, 0.002 ** 2))
const steady = { direction: Float64Array.of(-0.01, -0.004, 0, -0.002, -0.006), firstSeen: 12 }
const growing = { direction: Float64Array.of(0, -0.003, -0.012, -0.005, -0.001), firstSeen: 45 }
/** m³/h of both on a day. */
const flowsOn = (day: number): [number, number] => [
  day >= 11 ? 9 : 0,
  Math.min(6, Math.max(0, (day - 20) / 5)),
]

function daysOf(count: number): PastDay[] {
  const random = randomFrom(3)
  return Array.from({ length: count }, (_, day) => {
    const [a, b] = flowsOn(day)
    const deviation = Float64Array.from(
      { length: sensors },
      (_, i) => a * steady.direction[i]! + b * growing.direction[i]! + 0.002 * random.normal(),
    )
    return { day, deviation, counts: true }
  })
}

test('flows that begin at once and flows that grow are told apart, day by day', () => {
  const days = daysOf(80)
  const { flows, last } = smoothFlows(days, [steady, growing], noise)
  const off = flows.map((now, day) =>
    Math.max(...flowsOn(day).map((leaked, l) => Math.abs(now[l]! - leaked))),
  )
  expect(Math.max(...off.filter((_, day) => Math.abs(day - 11) > 2))).toBeLessThan(0.8)
  expect(flows[5]![0]).toBeLessThan(0.8)
  expect(flows.flatMap((now) => [...now]).every((flow) => flow >= 0)).toBe(true)
  expect(Math.sqrt(last[0]![0]!)).toBeLessThan(0.4)
})

test('days that do not count are bridged by those around them', () => {
  const strange = daysOf(80).map((one) =>
    one.day >= 60 && one.day < 63 ? { ...one, deviation: one.deviation.map(() => 1), counts: false } : one,
  )
  const { flows } = smoothFlows(strange, [steady, growing], noise)
  for (const day of [60, 61, 62]) {
    expect(flows[day]![0]).toBeCloseTo(9, 0)
    expect(flows[day]![1]).toBeCloseTo(6, 0)
  }
})
