import { DAY, Forecast, HOUR, localTime, type Micros, Prediction, parseTime } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../test/memory-source.ts'
import { asset, registerOf, signal } from '../../test/register.ts'
import { randomFrom, series } from '../../test/series.ts'
import { drive } from '../backtest/drive.ts'
import { type NightFlowState, nightFlow } from './model.ts'

const ZONE = 'Europe/Stockholm'
const FROM = parseTime('2025-09-01T03:00:00Z')
const span = (days: number) => ({ from: FROM, to: FROM + days * DAY, zone: ZONE })

const place = { J0: [22, 65.6], J1: [22.005, 65.6], J2: [22.015, 65.6], J3: [22.005, 65.604] } as const
type Place = keyof typeof place

const pipe = (tag: string, from: Place, to: Place, length: number) =>
  asset(
    tag,
    'pipe',
    { diameter: 110, length, material: 'PVC', from, to },
    { zone: 'DMA1', geometry: { type: 'LineString', coordinates: [[...place[from]], [...place[to]]] } },
  )
const at = (node: Place) => ({
  zone: 'DMA1',
  geometry: { type: 'Point' as const, coordinates: [...place[node]] as [number, number] },
})

/** From the meter at J0 to a fork at J1; sensors at the ends of the two branches. */
const register = registerOf({
  zones: [{ tag: 'DMA1', name: 'Norra', service: 'water', geometry: null, inflow: ['M1/flow'], outflow: [] }],
  assets: [
    asset('M1', 'dma-meter', {}, at('J0')),
    asset('PS1', 'pressure-sensor', {}, at('J3')),
    asset('PS2', 'pressure-sensor', {}, at('J2')),
    pipe('P-in', 'J0', 'J1', 230),
    pipe('P-east', 'J1', 'J2', 460),
    pipe('P-north', 'J1', 'J3', 460),
  ],
  signals: [signal('M1', 'flow', 'm3/h'), signal('PS1', 'pressure', 'bar'), signal('PS2', 'pressure', 'bar')],
})

/** A zone of some 3,000 people: 20 m³/h by night, 60 in the morning, less at the weekend, ±3 %. */
function inflow(options: { added?: (at: Micros) => number; days: number; seed?: number }) {
  const random = randomFrom(options.seed ?? 3)
  return series(FROM, FROM + options.days * DAY, (at) => {
    const { hour } = localTime(at, ZONE)
    const base = hour < 5 ? 20 : hour < 9 ? 60 : hour < 17 ? 42 : hour < 22 ? 55 : 30
    return base * (1 + 0.03 * random.normal()) + (options.added?.(at) ?? 0)
  })
}

const pressure = (days: number, valueAt: (at: Micros) => number, seed: number) => {
  const random = randomFrom(seed)
  return series(FROM, FROM + days * DAY, (at) => valueAt(at) + 0.005 * random.normal())
}

const [subject] = nightFlow.subjects(register)
const run = (data: Parameters<typeof memorySource>[0], days: number) => [
  ...drive(nightFlow, subject!, memorySource(data), span(days)),
]

describe('a sound zone', () => {
  test('gives no prediction in eight weeks, and a forecast every day once it knows a week', () => {
    const steps = run({ 'M1/flow': inflow({ days: 56 }) }, 56)
    // Fifty-six nights less the hour that October adds.
    expect(steps.length).toBe(55)
    expect(steps.flatMap((s) => s.predictions)).toEqual([])
    const forecast = Forecast.parse(steps.at(-1)!.forecasts[0])
    expect(forecast.time).toHaveLength(168)
    expect(forecast.time[0]).toBe(steps.at(-1)!.asOf)
  })

  test('is not accused for one night of flushing', () => {
    const flushed = (at: Micros) => (at >= FROM + 20 * DAY - 4 * HOUR && at < FROM + 20 * DAY ? 25 : 0)
    const steps = run({ 'M1/flow': inflow({ days: 30, added: flushed }) }, 30)
    const most = Math.max(0, ...steps.flatMap((s) => s.predictions.map((p) => p.probability)))
    expect(most).toBeLessThan(0.5)
  })
})

describe('a burst of 6 m³/h', () => {
  const start = FROM + 25 * DAY + 10 * HOUR
  const burst = inflow({ days: 40, added: (at) => (at >= start ? 6 : 0) })
  const near = (drop: number, seed: number) => pressure(40, (at) => (at >= start ? 4 - drop : 4), seed)

  test('is found within three nights, with its size and start inside their intervals', () => {
    const steps = run({ 'M1/flow': burst, 'PS1/pressure': near(0.01, 1), 'PS2/pressure': near(0.15, 2) }, 40)
    const leaks = steps.flatMap((s) => s.predictions.filter((p) => p.kind === 'leak' && p.probability >= 0.5))
    expect(leaks[0]!.asOf).toBeGreaterThan(start)
    expect((leaks[0]!.asOf - start) / DAY).toBeLessThan(3)
    const last = Prediction.parse(leaks.at(-1))
    expect(last.subject).toEqual({ type: 'zone', tag: 'DMA1' })
    expect(last.probability).toBeGreaterThan(0.9)
    expect(last.size!.value).toBeGreaterThan(4.8)
    expect(last.size!.value).toBeLessThan(7.2)
    expect(last.when.from).toBeLessThan(start)
    expect(last.when.to).toBeGreaterThan(start)
    expect(steps.at(-1)!.predictions).toHaveLength(1)
  })

  test('points at the pipe by the sensor that lost pressure', () => {
    const steps = run({ 'M1/flow': burst, 'PS1/pressure': near(0.01, 1), 'PS2/pressure': near(0.15, 2) }, 40)
    const { candidates, evidence } = steps.at(-1)!.predictions[0]!
    expect(candidates[0]!.asset).toBe('P-east')
    expect(candidates.reduce((sum, c) => sum + c.probability, 0)).toBeCloseTo(1, 2)
    expect(evidence.map((e) => e.sentence.code)).toContain('pressure-lowered')
    expect(evidence.reduce((sum, e) => sum + e.weight, 0)).toBeCloseTo(1, 9)
    expect(evidence[0]!.weight).toBe(Math.max(...evidence.map((e) => e.weight)))
  })

  test('without pressures it is still a leak, and points nowhere', () => {
    const [last] = run({ 'M1/flow': burst }, 40).at(-1)!.predictions
    expect(last!.kind).toBe('leak')
    expect(last!.candidates).toEqual([])
  })

  test('that is repaired stops being said within four nights', () => {
    const repaired = inflow({ days: 45, added: (at) => (at >= start && at < start + 8 * DAY ? 6 : 0) })
    const steps = run({ 'M1/flow': repaired }, 45)
    const last = steps.flatMap((s) => s.predictions).at(-1)!
    expect(last.asOf).toBeLessThan(start + 12 * DAY)
    expect(last.asOf).toBeGreaterThan(start + 7 * DAY)
  })
})

test('a leak that grows over three weeks is found and said to grow', () => {
  const start = FROM + 20 * DAY
  const growing = inflow({
    days: 45,
    added: (at) => Math.max(0, Math.min(8, ((at - start) / (21 * DAY)) * 8)),
  })
  const leaks = run({ 'M1/flow': growing }, 45).flatMap((s) =>
    s.predictions.filter((p) => p.probability > 0.5),
  )
  expect((leaks[0]!.asOf - start) / DAY).toBeLessThan(12)
  expect(leaks.flatMap((p) => p.evidence.map((e) => e.sentence.code))).toContain('night-flow-growing')
})

test('a meter that reads 30 % too much is not a leak: the day rises with the night', () => {
  const sound = inflow({ days: 45 })
  const scaled = sound.map((r) => (r.bucket < FROM + 25 * DAY ? r : { ...r, average: r.average! * 1.3 }))
  const most = Math.max(
    0,
    ...run({ 'M1/flow': scaled }, 45)
      .slice(30)
      .flatMap((s) => s.predictions.filter((p) => p.kind === 'leak').map((p) => p.probability)),
  )
  expect(most).toBeLessThan(0.5)
})

test('a meter that stands still is a sensor fault and never a leak', () => {
  const stuckAt = FROM + 25 * DAY + 9 * HOUR
  const sound = inflow({ days: 32 })
  const stuck = sound.map((r) =>
    r.bucket < stuckAt ? r : { ...r, average: 61, minimum: 61, maximum: 61, last: 61, timeWeighted: 61 },
  )
  const said = run({ 'M1/flow': stuck, 'PS1/pressure': pressure(32, () => 4, 3) }, 32).flatMap(
    (s) => s.predictions,
  )
  expect(said.length).toBeGreaterThan(4)
  expect(new Set(said.map((p) => `${p.kind} ${p.subject.tag}`))).toEqual(new Set(['sensor-fault M1']))
})

test('a silent meter among speaking ones is a sensor fault, a silent edge is nobody’s', () => {
  const until = FROM + 20 * DAY
  const flow = inflow({ days: 24 }).filter((r) => r.bucket < until)
  const speaking = pressure(24, () => 4, 3)
  const one = run({ 'M1/flow': flow, 'PS1/pressure': speaking }, 24).at(-1)!.predictions
  expect(one.map((p) => [p.kind, p.subject.tag])).toEqual([['sensor-fault', 'M1']])
  const all = run({ 'M1/flow': flow, 'PS1/pressure': speaking.filter((r) => r.bucket < until) }, 24)
  expect(all.at(-1)!.predictions).toEqual([])
})

describe('the night window follows the local clock', () => {
  /** 1 everywhere but 10 in the local hours 02 and 03. */
  const marked = (from: Micros, to: Micros) =>
    series(from, to, (at) => ([2, 3].includes(localTime(at, ZONE).hour) ? 10 : 1))
  const nights: [string, string, number][] = [
    ['spring skips 02', '2025-03-28T04:00:00Z', 1],
    ['autumn repeats 02', '2025-10-24T03:00:00Z', 3],
    ['an ordinary night', '2025-11-03T04:00:00Z', 2],
  ]
  test.each(nights)('%s', (_, start, hours) => {
    const from = parseTime(start)
    const to = from + 4 * DAY
    const data = marked(from, to)
    const lit = data.filter((r) => r.average === 10).length
    expect(lit).toBe(3 * 2 + hours)
    const steps = [...drive(nightFlow, subject!, memorySource({ 'M1/flow': data }), { from, to, zone: ZONE })]
    const state = steps.at(-1)!.state
    expect(state.nights.length).toBeGreaterThanOrEqual(3)
    for (const night of state.nights) expect(night.flow).toBe(10)
    expect(steps.every((s) => localTime(s.asOf, ZONE).hour === 5)).toBe(true)
  })
})

describe('pure', () => {
  const burst = inflow({ days: 34, added: (at) => (at >= FROM + 25 * DAY ? 6 : 0) })
  const data = { 'M1/flow': burst, 'PS1/pressure': pressure(34, () => 4, 3) }

  test('two runs say the same, hashes included', () => {
    expect(run(data, 34)).toEqual(run(data, 34))
  })

  test('taken up from a kept state that went through JSON it goes on as if never stopped', () => {
    const straight = run(data, 34)
    const kept = straight[19]!
    const state = JSON.parse(JSON.stringify(kept.state)) as NightFlowState
    const resumed = [...drive(nightFlow, subject!, memorySource(data), span(34), { state, asOf: kept.asOf })]
    expect(resumed).toEqual(straight.slice(20))
  })

  test('late data: rebuilt from the kept state before it, as if it had been there in time', () => {
    const hole = burst.filter((r) => r.bucket < FROM + 26 * DAY || r.bucket >= FROM + 28 * DAY)
    const first = run({ ...data, 'M1/flow': hole }, 34)
    const before = first[24]!
    const rebuilt = [
      ...drive(nightFlow, subject!, memorySource(data), span(34), { state: before.state, asOf: before.asOf }),
    ]
    expect(rebuilt).toEqual(run(data, 34).slice(25))
    expect(rebuilt.at(-1)).not.toEqual(first.at(-1))
  })

  test('a step leaves its state and inputs as they were', () => {
    const [one] = run(data, 2)
    const state = structuredClone(one!.state)
    const inputs = { from: one!.asOf, to: one!.asOf + DAY, series: { 'inflow-1': burst.slice(24, 48) } }
    const before = structuredClone(inputs)
    nightFlow.step(one!.state, inputs, inputs.to)
    expect(one!.state).toEqual(state)
    expect(inputs).toEqual(before)
  })
})
