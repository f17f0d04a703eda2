import { DAY, HOUR, parseTime, type Rollup } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../test/memory-source.ts'
import { asset, registerOf, signal } from '../../test/register.ts'
import { randomFrom, series } from '../../test/series.ts'
import { drive } from '../backtest/drive.ts'
import { consistencyBaseline } from './baseline.ts'
import { plantConsistency } from './model.ts'

const ZONE = 'Europe/Stockholm'
const FROM = parseTime('2025-09-01T03:00:00Z')
const DAYS = 30
const PUMPS = ['VV1-P1', 'VV1-P2']

const register = registerOf({
  assets: [
    asset('VV1', 'waterworks', {}),
    ...PUMPS.map((tag) => asset(tag, 'pump', { ratedFlow: 60, ratedHead: 40, ratedPower: 11 })),
    asset('VT1', 'reservoir', { volume: 500, minLevel: 0, maxLevel: 5, elevation: 60 }),
  ],
  relations: PUMPS.flatMap((tag) => [
    { from: 'VV1', to: tag, type: 'contains' as const },
    { from: tag, to: 'VT1', type: 'feeds' as const },
  ]),
  signals: [
    signal('VV1', 'flow', 'm3/h'),
    signal('VV1', 'pressure', 'bar'),
    signal('VT1', 'level', 'm'),
    signal('VT1', 'volume', 'm3'),
    ...PUMPS.flatMap((tag) => [
      signal(tag, 'flow', 'm3/h'),
      signal(tag, 'running', '1'),
      signal(tag, 'discharge-pressure', 'bar'),
      signal(tag, 'suction-pressure', 'bar'),
    ]),
  ],
})

/** What really happens: pump 1 by day, pump 2 by night, both on Sundays; `drawn` is what people take beyond the usual. */
function works(drawn: (at: number) => number = () => 0): Record<string, Rollup[]> {
  const random = randomFrom(5)
  const noise = (size: number) => size * random.normal()
  const hour = (at: number) => Math.floor(at / HOUR) % 24
  const isDay = (at: number) => hour(at) >= 6 && hour(at) < 20
  const both = (at: number) => Math.floor((at - FROM) / DAY) % 7 === 6
  const on = [(at: number) => isDay(at) || both(at), (at: number) => !isDay(at) || both(at)]
  const flowOf = (n: number, at: number) =>
    on[n]!(at) ? 55 + 8 * Math.sin((2 * Math.PI * (hour(at) + n)) / 24) + 0.2 * drawn(at) : 0
  const total = (at: number) => flowOf(0, at) + flowOf(1, at)
  const level = (at: number) => 3 + Math.sin((2 * Math.PI * at) / DAY) - 0.02 * drawn(at)
  const outlet = (at: number) => 5 + 0.0981 * level(at) + 0.004 * total(at)
  const truth: Record<string, [(at: number) => number, number]> = {
    'VV1/flow': [total, 0.4],
    'VV1/pressure': [outlet, 0.01],
    'VT1/level': [level, 0.01],
    'VT1/volume': [(at) => 100 * level(at), 1],
  }
  for (const [n, tag] of PUMPS.entries()) {
    truth[`${tag}/flow`] = [(at) => flowOf(n, at), 0.3]
    truth[`${tag}/running`] = [(at) => (on[n]!(at) ? 1 : 0), 0]
    truth[`${tag}/discharge-pressure`] = [(at) => (on[n]!(at) ? outlet(at) + 0.02 : 0.8), 0.01]
    truth[`${tag}/suction-pressure`] = [(at) => 0.8 - 0.001 * flowOf(n, at), 0.005]
  }
  return Object.fromEntries(
    Object.entries(truth).map(([key, [of, size]]) => [
      key,
      series(FROM, FROM + DAYS * DAY, (at) => (of(at) === 0 ? 0 : of(at) + noise(size)), { readings: 12 }),
    ]),
  )
}

const lying = (data: Record<string, Rollup[]>, key: string, lie: (value: number, at: number) => number) => ({
  ...data,
  [key]: data[key]!.map((r) => {
    const value = r.bucket < FROM + 24 * DAY ? r.average! : lie(r.average!, r.bucket)
    return { ...r, average: value, minimum: value, maximum: value, last: value }
  }),
})

const [subject] = plantConsistency.subjects(register)
const run = (data: Record<string, Rollup[]>, model = plantConsistency) => [
  ...drive(model as typeof plantConsistency, subject!, memorySource(data), {
    ...{ from: FROM, to: FROM + DAYS * DAY, zone: ZONE },
  }),
]
const last = (data: Record<string, Rollup[]>) => run(data).at(-1)!.predictions

describe('instruments of a waterworks', () => {
  test('that all tell the truth are not accused', () => {
    expect(run(works()).flatMap((step) => step.predictions)).toEqual([])
  })

  test.each([
    ['VV1-P1/discharge-pressure', 'frozen', () => 5.31, 'plant-signal-frozen'],
    ['VT1/level', 'put off', (v: number) => v + 1.5, 'plant-signal-altered'],
    [
      'VV1/flow',
      'drifting',
      (v: number, at: number) => v + (6 * (at - FROM - 24 * DAY)) / DAY,
      'plant-signal-altered',
    ],
  ] as const)('%s %s is named, and nobody else', (key, _how, lie, code) => {
    const said = last(lying(works(), key, lie))
    expect(said.map((one) => one.subject.tag)).toEqual([key.split('/')[0]])
    const [first, ...others] = said[0]!.evidence
    expect(said[0]!.probability).toBeGreaterThan(0.5)
    expect(first!.sentence).toMatchObject({ code, params: { signal: key } })
    expect(others.map((one) => one.sentence.code)).toContain('plant-others-hold')
  })

  test('a burst, however large, is no instrument’s fault: all of them tell of it', () => {
    const burst = works((at) => (at > FROM + 24 * DAY ? 40 : 0))
    expect(run(burst).flatMap((step) => step.predictions)).toEqual([])
  })

  describe('beside a check valve that lets back while its pump rests', () => {
    const data = works()
    const rests = (at: number) => data['VV1-P2/running']!.find((r) => r.bucket === at)!.average === 0
    const leaking = lying(
      lying(data, 'VV1-P2/discharge-pressure', (v, at) => (rests(at) ? v + 0.15 : v)),
      'VV1/flow',
      (v, at) => (rests(at) ? v - 9 : v),
    )

    test('tell of it and are not accused', () => {
      expect(run(leaking).flatMap((step) => step.predictions)).toEqual([])
    })

    test('one that lies all the same is named, alone', () => {
      const said = last(lying(leaking, 'VT1/level', (v) => v + 1.5))
      expect(said.map((one) => one.subject.tag)).toEqual(['VT1'])
    })

    test('a gauge that shows it without anything running back is what lies', () => {
      const gauge = lying(data, 'VV1-P2/discharge-pressure', (v, at) => (rests(at) ? v + 3.5 : v))
      expect(last(gauge).map((one) => one.evidence[0]!.sentence.params.signal)).toEqual([
        'VV1-P2/discharge-pressure',
      ])
    })
  })

  test('the rule of a control room sees what stands still, and nothing else', () => {
    const rule = consistencyBaseline as unknown as typeof plantConsistency
    const told = (data: Record<string, Rollup[]>) => run(data, rule).at(-1)!.predictions.length
    expect(told(lying(works(), 'VT1/level', () => 3))).toBe(1)
    expect(told(lying(works(), 'VT1/level', (v) => v + 0.5))).toBe(0)
  })

  test('two runs say the same, from a state that was stored in between, too', () => {
    const data = lying(works(), 'VT1/level', (v) => v + 0.5)
    const steps = run(data)
    const middle = steps[25]!
    const stored = JSON.parse(JSON.stringify(middle.state))
    const again = [
      ...drive(
        plantConsistency,
        subject!,
        memorySource(data),
        { from: FROM, to: FROM + DAYS * DAY, zone: ZONE },
        {
          ...{ state: stored, asOf: middle.asOf },
        },
      ),
    ]
    expect(again.map((step) => step.predictions)).toEqual(steps.slice(26).map((step) => step.predictions))
  })
})
