import { DAY, type Micros, Prediction } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../test/memory-source.ts'
import { PUMP_FROM, pumpRegister, pumpSeries } from '../../test/pump.ts'
import { drive } from '../backtest/drive.ts'
import { pumpHealth } from './model.ts'

const [subject] = pumpHealth.subjects(pumpRegister)
const run = (data: ReturnType<typeof pumpSeries>, days: number) => [
  ...drive(pumpHealth, subject!, memorySource(data), {
    from: PUMP_FROM,
    to: PUMP_FROM + days * DAY,
    zone: 'Europe/Stockholm',
  }),
]
const since = (at: Micros, day: number) => Math.max(0, (at - PUMP_FROM) / DAY - day)

test('a sound pump gives no prediction in seven weeks', () => {
  expect(run(pumpSeries(50), 50).flatMap((s) => s.predictions)).toEqual([])
})

describe('a bearing whose vibration grows e-fold in ten days', () => {
  const steps = run(pumpSeries(45, { shaken: (at) => Math.exp(since(at, 25) / 10) }), 45)
  /** 1.6 mm/s at its usual point reaches 6.6 here. */
  const failure = PUMP_FROM + (25 + 10 * Math.log(6.6 / 1.65)) * DAY

  test('is warned of at least three days before zone D, and dated', () => {
    const said = steps.flatMap((s) => s.predictions.filter((p) => p.probability >= 0.5))
    expect((failure - said[0]!.asOf) / DAY).toBeGreaterThan(3)
    const last = Prediction.parse(said.findLast((p) => p.asOf < failure - 2 * DAY))
    expect(last.kind).toBe('pump-failure')
    expect(last.when.from).toBeLessThan(failure)
    expect(last.when.to).toBeGreaterThan(failure)
    expect(last.evidence[0]!.sentence.code).toBe('vibration-rising')
    expect(last.evidence.reduce((sum, e) => sum + e.weight, 0)).toBeCloseTo(1, 9)
  })

  test('above the limit it is as good as sure', () => {
    const last = steps.at(-1)!.predictions[0]!
    expect(last.probability).toBeGreaterThan(0.95)
    expect(last.evidence[0]!.sentence.code).toBe('vibration-above')
  })
})

test('wear that takes a quarter of the efficiency in five weeks is seen in the curve, not in vibration', () => {
  const steps = run(pumpSeries(55, { worn: (at) => Math.min(0.3, since(at, 20) * 0.008) }), 55)
  const said = steps.flatMap((s) => s.predictions.filter((p) => p.probability >= 0.5))
  expect(said.length).toBeGreaterThan(0)
  expect((said[0]!.asOf - PUMP_FROM) / DAY).toBeLessThan(40)
  expect(said[0]!.evidence[0]!.sentence.code).toBe('efficiency-lost')
  const beside = new Map(said.at(-1)!.evidence.map((e) => [e.sentence.code, e.sentence.params]))
  expect(beside.get('failure-points-to')).toEqual({ mode: 'wear' })
  const { lost, cost, perDay } = beside.get('energy-lost') as Record<string, number>
  // A quarter of what is used by now; less before.
  expect(perDay).toBeGreaterThan(10)
  expect(lost).toBeGreaterThan(10 * perDay!)
  expect(cost).toBeCloseTo(1.5 * lost!, -0.5)
})

test.each([
  ['bearing', (at: Micros) => Math.exp(since(at, 22) / 10), (at: Micros) => since(at, 22)],
  ['imbalance', (at: Micros) => Math.exp(since(at, 22) / 10), () => 0],
  [
    'cavitation',
    (at: Micros, ratio: number) => Math.exp((since(at, 22) / 10) * (ratio > 0.9 ? 1 : 0.3)),
    () => 0,
  ],
])('what shakes is told apart: %s', (mode, shaken, warmed) => {
  const said = run(pumpSeries(38, { shaken, warmed }), 38).flatMap((s) => s.predictions)
  const modes = said.at(-1)!.evidence.filter((e) => e.sentence.code === 'failure-points-to')
  expect(modes.map((e) => e.sentence.params)).toEqual([{ mode }])
})

test('a vibration sensor that stands still is a sensor fault, not a sound bearing', () => {
  const data = pumpSeries(30)
  const stuck = (data['VV1-P1/vibration'] ?? []).map((r) =>
    r.bucket < PUMP_FROM + 27 * DAY ? r : { ...r, average: 1.7, minimum: 1.7, maximum: 1.7, last: 1.7 },
  )
  const last = run({ ...data, 'VV1-P1/vibration': stuck }, 30).at(-1)!
  expect(last.predictions.map((p) => [p.kind, p.evidence[0]!.sentence.params.signal])).toEqual([
    ['sensor-fault', 'VV1-P1/vibration'],
  ])
})

test('a pump at rest is neither judged nor accused of standing still', () => {
  const data = Object.fromEntries(
    Object.entries(pumpSeries(30)).map(([key, rollups]) => [
      key,
      rollups.map((r) =>
        r.bucket < PUMP_FROM + 20 * DAY ? r : { ...r, average: 0, minimum: 0, maximum: 0, last: 0 },
      ),
    ]),
  )
  expect(run(data, 30).flatMap((s) => s.predictions)).toEqual([])
})

test('taken up from a state that went through JSON it says the same', () => {
  const data = pumpSeries(35, { shaken: (at) => Math.exp(since(at, 20) / 8) })
  const straight = run(data, 35)
  const state = JSON.parse(JSON.stringify(straight[24]!.state))
  const resumed = [
    ...drive(
      pumpHealth,
      subject!,
      memorySource(data),
      { from: PUMP_FROM, to: PUMP_FROM + 35 * DAY, zone: 'Europe/Stockholm' },
      { state, asOf: straight[24]!.asOf },
    ),
  ]
  expect(resumed).toEqual(straight.slice(25))
})
