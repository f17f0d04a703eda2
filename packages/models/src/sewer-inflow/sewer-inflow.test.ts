import { DAY, HOUR, MINUTE, type Micros, type Rollup } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../test/memory-source.ts'
import { asset, registerOf, signal } from '../../test/register.ts'
import { randomFrom } from '../../test/series.ts'
import { drive, type SeriesSource } from '../backtest/drive.ts'
import { inflowFigures } from './inflow-figures.ts'
import { type SewerInflowState, sewerInflow } from './model.ts'

const FROM = Date.parse('2025-09-01T00:00:00Z') * 1000
const SUMP = { sumpArea: 8, startLevel: 1.2, stopLevel: 0.5, overflowLevel: 2.4 }
const [CAPACITY, TOGETHER] = [60, 0.85]
const AREA = 6000
const STEPS = 30

interface Weather {
  /** mm/h */
  rain(at: Micros): number
  /** Pumps that may run. */
  pumps?(at: Micros): number
}

/** A station in steps of ten seconds: 6,000 m² of roofs drain into it with a memory of an hour. */
function station(days: number, { rain, pumps = () => 2 }: Weather): Record<string, Rollup[]> {
  const random = randomFrom(7)
  const out: Record<string, Rollup[]> = {}
  const [hours, starts] = [
    [0, 0],
    [0, 0],
  ]
  let [level, draining, lead] = [0.8, 0, 0]
  let on: number[] = []
  for (let at = FROM; at < FROM + days * DAY; at += 5 * MINUTE) {
    const local = ((at - FROM) / HOUR + 2) % 24
    const dry = 18 + 10 * Math.sin((2 * Math.PI * (local - 8)) / 24) + 0.3 * random.normal()
    draining += (rain(at) - draining) * (1 - Math.exp(-1 / 12))
    const seen: Record<string, number>[] = []
    for (let k = 0; k < STEPS; k++) {
      const inflow = dry + (AREA * draining) / 1000
      const lifted = on.length * CAPACITY * (on.length > 1 ? TOGETHER : 1)
      level = Math.min(2.4, level + (inflow - lifted) / SUMP.sumpArea / (12 * STEPS))
      for (const p of on) hours[p]! += 1 / (12 * STEPS)
      if (on.length > 0 && level <= SUMP.stopLevel) {
        on = []
        lead = 1 - lead
      }
      const wanted = level >= 1.7 ? [0, 1] : level >= SUMP.startLevel && on.length === 0 ? [lead] : on
      for (const p of wanted) if (!on.includes(p)) starts[p]!++
      on = wanted.slice(0, pumps(at))
      seen.push({
        'APS1/level': level,
        'APS1/overflowing': level >= 2.399 ? 1 : 0,
        'APS1-P1/run-hours': hours[0]!,
        'APS1-P2/run-hours': hours[1]!,
        'APS1-P1/starts': starts[0]!,
        'APS1-P2/starts': starts[1]!,
        'RG1/rain': rain(at),
      })
    }
    for (const key of Object.keys(seen[0]!)) {
      const values = seen.map((s) => s[key]!)
      const average = values.reduce((a, b) => a + b, 0) / values.length
      const bounds = { minimum: Math.min(...values), maximum: Math.max(...values), last: values.at(-1)! }
      const counts = { timeWeighted: average, good: values.length, uncertain: 0, bad: 0 }
      out[key] = [...(out[key] ?? []), { bucket: at, average, ...bounds, ...counts }]
    }
  }
  return out
}

const pumps = ['APS1-P1', 'APS1-P2']
const register = {
  ...registerOf({
    assets: [
      asset('APS1', 'wastewater-pumping-station', SUMP),
      ...pumps.map((t) => asset(t, 'wastewater-pump', { ratedFlow: 55, ratedPower: 5 })),
      asset('RG1', 'rain-gauge', {}),
    ],
    signals: [
      signal('APS1', 'level', 'm'),
      signal('APS1', 'overflowing', '1'),
      signal('RG1', 'rain', 'mm/h'),
      ...pumps.flatMap((t) => [signal(t, 'run-hours', 'h'), signal(t, 'starts', '1')]),
    ],
  }),
  relations: pumps.map((to) => ({ from: 'APS1', to, type: 'contains' as const })),
}
const [subject] = sewerInflow.subjects(register)

function run(days: number, weather: Weather, told?: NonNullable<SeriesSource['told']>) {
  const source = { ...memorySource(station(days, weather)), ...(told && { told }) }
  return [
    ...drive(sewerInflow, subject!, source, { from: FROM, to: FROM + days * DAY, zone: 'Europe/Stockholm' }),
  ]
}

/** Every third day two hours of 3 mm/h. */
const showers = (at: Micros) => {
  const day = (at - FROM) / DAY
  return Math.floor(day) % 3 === 1 && day % 1 > 0.5 && day % 1 < 0.5 + 2 / 24 ? 3 : 0
}

describe('a station with showers', () => {
  const steps = run(21, { rain: showers })
  const state = steps.at(-1)!.state as SewerInflowState

  test('is known by its dry pattern and by how much area drains into it', () => {
    expect(state.fit!.dry[0]![14]).toBeGreaterThan(25)
    expect(state.fit!.dry[0]![2]).toBeLessThan(10)
    const area = state.fit!.areas.reduce((sum, a) => sum + a, 0)
    expect(area).toBeGreaterThan(0.85 * AREA)
    expect(area).toBeLessThan(1.2 * AREA)
  })

  test('sends its rain part back as what it is: fast, of so many square metres, and no groundwater', () => {
    const figures = inflowFigures(state, 60_000)!
    expect(figures.area).toBeGreaterThan(0.85 * AREA)
    expect(figures.share).toBeCloseTo(figures.area / 60_000, 3)
    expect(figures.quickShare).toBeGreaterThan(0.6)
    expect(figures.dryMean).toBeGreaterThan(16)
    expect(figures.dryMean).toBeLessThan(20)
    expect(figures.rainShare).toBeGreaterThan(0.02)
    expect(figures.rainShare).toBeLessThan(0.15)
    expect(figures.days).toBeGreaterThan(10)
  })

  test('is forecast with a level that stays between stop and start; nothing is said of overflows', () => {
    const forecast = steps.at(-1)!.forecasts.find((f) => f.signal === 'APS1/level')!
    expect(forecast.time).toHaveLength(24)
    expect(Math.max(...forecast.values.at(-1)!)).toBeLessThanOrEqual(SUMP.startLevel)
    expect(steps.flatMap((s) => s.predictions)).toEqual([])
  })
})

test('a cloudburst is said to run over before it does, and what would change that', () => {
  const begins = FROM + 20 * DAY + 10 * HOUR
  const steps = run(21, {
    rain: (at) => (at >= begins && at < begins + 4 * HOUR ? 26 : at >= begins ? 0 : showers(at)),
  })
  const over = steps.find((s) => s.state.overSince !== null)!
  const before = steps.find((s) => s.predictions.length > 0)!
  expect(before.asOf).toBeLessThanOrEqual(over.asOf)
  const [said] = before.predictions
  expect(said).toMatchObject({ kind: 'overflow', subject: { tag: 'APS1' }, size: { unit: 'm3' } })
  expect(said!.when.likely).toBeGreaterThanOrEqual(said!.asOf - HOUR)
  const chart = said!.evidence.find((e) => e.chart?.signal === 'APS1/level')!.chart!
  expect(chart).toMatchObject({ limit: { value: SUMP.overflowLevel, side: 'above' }, to: said!.horizon })
  expect(Math.min(...chart.expected!.time)).toBeGreaterThanOrEqual(said!.asOf - HOUR)
  expect(Math.max(...chart.expected!.high)).toBeGreaterThan(SUMP.startLevel)
  const codes = over.predictions[0]!.evidence.map((e) => e.sentence.code)
  expect(codes).toEqual(
    expect.arrayContaining(['runs-over-now', 'rain-has-fallen', 'overflow-if-rain-stops']),
  )
  expect(over.state.inflow.values.at(-1)).toBeNull()
})

describe('a cloudburst that a weather service expects', () => {
  const begins = FROM + 20 * DAY + 10 * HOUR
  const rain = (at: Micros) => (at < begins ? showers(at) : at < begins + 4 * HOUR ? 26 : 0)
  const over = (steps: ReturnType<typeof run>) => steps.find((s) => s.predictions.length > 0)!
  const codesOf = (step: ReturnType<typeof run>[number]) =>
    step.predictions[0]!.evidence.map((e) => e.sentence.code)
  /** Known every three hours; each hour's rain, and half as much more at most. */
  const forecastOf =
    (share: number): NonNullable<SeriesSource['told']> =>
    ({ forecasts }, at) => {
      const asOf = Math.floor(at / (3 * HOUR)) * 3 * HOUR
      const time = Array.from({ length: 24 }, (_, hour) => asOf + hour * HOUR)
      const falls = time.map((hour) => rain(hour + HOUR / 2))
      const mean = falls.map((mm) => share * mm)
      return {
        at,
        forecasts: {
          rain: {
            ...{ signal: forecasts!.rain!, asOf, time, mean, quantiles: [0.05, 0.5, 0.95] },
            values: [mean.map(() => 0), mean, falls.map((mm) => 1.5 * mm)],
            model: { name: 'SMHI', version: '1' },
          },
        },
      }
    }
  const forecast = forecastOf(1)
  test('is said hours before it rains, and whose forecast says so', () => {
    const first = over(run(21, { rain }, forecast))
    expect(first.asOf).toBeLessThanOrEqual(begins - 2 * HOUR)
    expect(codesOf(first)).toContain('rain-is-forecast')
    expect(first.predictions[0]!.replay.toldAt).toBe(first.asOf)
  })
  test('that is only feared is said with what would flow in then, where the mean is less than pumps lift', () => {
    const evidence = over(run(21, { rain }, forecastOf(0.3))).predictions[0]!.evidence
    const paramsOf = (code: string) =>
      evidence.find(({ sentence }) => sentence.code === code)!.sentence.params
    const { expected, capacity } = paramsOf('inflow-against-capacity')
    expect(Number(expected)).toBeLessThan(Number(capacity))
    expect(Number(paramsOf('inflow-if-most-falls').most)).toBeGreaterThan(Number(capacity))
    expect(codesOf(over(run(21, { rain }, forecast)))).not.toContain('inflow-if-most-falls')
  })
  test('is said when it rains where nobody forecasts it, and that nobody did', () => {
    const first = over(run(21, { rain }))
    expect(first.asOf).toBeGreaterThan(begins)
    expect(codesOf(first)).toContain('rain-not-forecast')
    expect(first.predictions[0]!.replay.toldAt).toBeUndefined()
  })
})

test('pumps that stand still above their start level are said to, and the sump runs over without rain', () => {
  const fails = FROM + 12 * DAY + 9 * HOUR
  const steps = run(13, { rain: () => 0, pumps: (at) => (at >= fails ? 0 : 2) })
  const said = steps.flatMap((s) => s.predictions)
  const codes = said.flatMap((p) => p.evidence.map((e) => e.sentence))
  expect(said.length).toBeGreaterThan(2)
  expect(codes).toContainEqual({ code: 'pump-does-not-run', params: { pump: 'APS1-P1' } })
  expect(said.at(-1)!.probability).toBeGreaterThan(0.9)
})

test('a station whose levels nobody wrote down is not watched', () => {
  const bare = register.assets.map((a) => (a.tag === 'APS1' ? { ...a, attributes: {} } : a))
  expect(sewerInflow.subjects({ ...register, assets: bare })).toEqual([])
})
