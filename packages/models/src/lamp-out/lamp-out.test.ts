import { DAY, HOUR, localTime, type Micros, Prediction, parseTime, type Rollup } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../test/memory-source.ts'
import { asset, registerOf, signal } from '../../test/register.ts'
import { bucket, randomFrom, series } from '../../test/series.ts'
import { drive } from '../backtest/drive.ts'
import { lampOut } from './model.ts'
import { lightingsANight } from './switching.ts'

const ZONE = 'Europe/Stockholm'
const FROM = parseTime('2025-10-01T08:00:00Z')
const PER_PHASE = 20
const WATTS = 70
const phases = ['L1', 'L2', 'L3'] as const
const tags = (phase: string) => Array.from({ length: PER_PHASE }, (_, i) => `A-${phase}-${i + 1}`)

/** A footpath's lamps. */
const small = new Set(tags('L2').slice(5, 10))
const wattsOf = (tag: string) => (small.has(tag) ? 12 : WATTS)

/** A cabinet with 20 lamps of 70 W a phase, but for a few small ones; the first ten of each report for themselves. */
const register = registerOf({
  assets: [
    asset('C1', 'lighting-cabinet', { phases: 3, luminaires: 3 * PER_PHASE }),
    ...phases.flatMap((phase) =>
      tags(phase).map((tag) =>
        asset(tag, 'luminaire', { cabinet: 'C1', phase, ratedPower: wattsOf(tag), lightSource: 'LED' }),
      ),
    ),
  ],
  signals: [
    signal('C1', 'current-l1', 'A'),
    signal('C1', 'current-l2', 'A'),
    signal('C1', 'current-l3', 'A'),
    signal('C1', 'contactor-closed', '1'),
    ...phases.flatMap((phase) =>
      tags(phase)
        .slice(0, 10)
        .flatMap((tag) => [
          signal(tag, 'lamp-failure', '1'),
          signal(tag, 'gear-failure', '1'),
          signal(tag, 'lamp-power', 'W'),
        ]),
    ),
  ],
})
const [subject] = lampOut.subjects(register)

const isLit = (at: Micros) => {
  const { hour } = localTime(at, ZONE)
  return hour >= 18 || hour < 6
}

/** `dark` says whether a lamp is out at a time, `mute` whether its node doesn't answer. */
function town(
  days: number,
  options: {
    dark?: (tag: string, at: Micros) => boolean
    mute?: (tag: string, at: Micros) => boolean
    flags?: boolean
  },
) {
  const { dark = () => false, mute = () => false, flags = true } = options
  const random = randomFrom(2)
  const data: Record<string, Rollup[]> = {}
  for (const [p, phase] of phases.entries()) {
    data[`C1/current-l${p + 1}`] = series(FROM, FROM + days * DAY, (at) => {
      const lit = isLit(at) ? tags(phase).filter((t) => !dark(t, at)) : []
      const watts = lit.reduce((sum, t) => sum + wattsOf(t), 0)
      // Dimmed to 60 % in the small hours.
      const level = [0, 1, 2, 3, 4].includes(localTime(at, ZONE).hour) ? 0.6 : 1
      return ((watts * level) / 230) * (1 + 0.004 * random.normal())
    })
    for (const tag of tags(phase).slice(0, 10)) {
      const days24 = Array.from({ length: days }, (_, d) => FROM + d * DAY + 15 * HOUR).filter(
        (at) => !mute(tag, at),
      )
      const flag = (at: Micros, on: boolean) => ({ ...bucket(at, on ? 1 : 0, { flat: true, readings: 1 }) })
      data[`${tag}/lamp-failure`] = days24.map((at) => flag(at, flags && dark(tag, at)))
      data[`${tag}/gear-failure`] = days24.map((at) => flag(at, false))
      data[`${tag}/lamp-power`] = days24.map((at) =>
        bucket(at, dark(tag, at) ? 0.4 : wattsOf(tag), { readings: 1 }),
      )
    }
  }
  data['C1/contactor-closed'] = series(FROM, FROM + days * DAY, (at) => (isLit(at) ? 1 : 0), { flat: true })
  return data
}
const run = (data: ReturnType<typeof town>, days: number) => [
  ...drive(lampOut, subject!, memorySource(data), { from: FROM, to: FROM + days * DAY, zone: ZONE }),
]
const after = (day: number) => (at: Micros) => at >= FROM + day * DAY

test('a sound cabinet, dimmed by night, gives no prediction', () => {
  expect(run(town(25, {}), 25).flatMap((s) => s.predictions)).toEqual([])
})

test('its subject answers for the cabinet and each of its luminaires', () => {
  expect(subject!.covers).toHaveLength(1 + 3 * PER_PHASE)
})

test('lamps that don’t report are counted on their phase by the missing current', () => {
  const out = new Set(['A-L2-15', 'A-L2-16', 'A-L3-20'])
  const steps = run(town(25, { dark: (tag, at) => out.has(tag) && after(15)(at) }), 25)
  const [last, ...rest] = steps.at(-1)!.predictions.map((p) => Prediction.parse(p))
  expect(rest).toEqual([])
  expect([last!.kind, last!.subject.tag, last!.size!.value]).toEqual(['lamp-out', 'C1', 3])
  expect(last!.evidence.map((e) => e.sentence.params.phase)).toEqual(['L2', 'L3'])
  expect(last!.evidence.map((e) => e.weight).reduce((a, b) => a + b)).toBeCloseTo(1, 9)
  expect(steps.findIndex((s) => s.predictions.length > 0)).toBeLessThanOrEqual(17)
})

test.each([
  ['by day', 'A-L2-15', 3],
  ['in the evening', 'A-L2-15', 11],
  ['late in the night', 'A-L2-15', 18],
  ['in the evening, and says so', 'A-L2-3', 11],
  ['late in the night, and says so', 'A-L2-3', 18],
])('a lamp that went out %s weeks ago is dated to the day', (_, lamp, hour) => {
  const went = FROM + 12 * DAY + hour * HOUR
  const out = (tag: string, at: Micros) => tag === lamp && at >= went
  const [last] = run(town(30, { dark: out }), 30).at(-1)!.predictions
  expect(last!.when.from).toBeLessThanOrEqual(went)
  expect(last!.when.to).toBeGreaterThanOrEqual(went)
  expect(last!.when.to - last!.when.from).toBe(DAY)
  expect(last!.evidence[0]!.chart!.from).toBeLessThan(went - 5 * DAY)
})

test('a lamp that reports its failure is named, and not counted again at the cabinet', () => {
  const steps = run(town(22, { dark: (tag, at) => tag === 'A-L1-3' && after(15)(at) }), 22)
  expect(steps.at(-1)!.predictions.map((p) => [p.kind, p.subject.tag])).toEqual([['lamp-out', 'A-L1-3']])
})

test('a lamp without power is out though its flag says nothing', () => {
  const steps = run(town(22, { dark: (tag, at) => tag === 'A-L1-3' && after(15)(at), flags: false }), 22)
  const [one] = steps.at(-1)!.predictions
  expect([one!.kind, one!.subject.tag, one!.evidence[0]!.sentence.code]).toEqual([
    'lamp-out',
    'A-L1-3',
    'lamp-without-power',
  ])
})

test('a luminaire that alone falls silent and dark has lost its driver', () => {
  const gone = (tag: string, at: Micros) => tag === 'A-L3-2' && after(15)(at)
  const steps = run(town(22, { dark: gone, mute: gone }), 22)
  expect(steps.at(-1)!.predictions.map((p) => [p.kind, p.subject.tag])).toEqual([['gear-failure', 'A-L3-2']])
})

describe('half of a phase gone from one night to the next', () => {
  const cut = new Set(tags('L1').slice(10))
  const cutReporting = new Set(tags('L1').slice(4))
  test('is the cable, not ten lamps', () => {
    const steps = run(town(22, { dark: (tag, at) => cut.has(tag) && after(15)(at) }), 22)
    const [one, ...rest] = steps.at(-1)!.predictions
    expect(rest).toEqual([])
    expect([one!.kind, one!.subject.tag, one!.size!.value]).toEqual(['cable-fault', 'C1', 10])
    expect(one!.probability).toBeGreaterThan(0.9)
  })
  test('with nodes that fall silent, and none of them is called a dead driver', () => {
    const gone = (tag: string, at: Micros) => cutReporting.has(tag) && after(15)(at)
    const last = run(town(22, { dark: gone, mute: gone }), 22).at(-1)!.predictions
    expect(last.map((p) => p.kind)).toEqual(['cable-fault'])
    expect(last[0]!.evidence.map((e) => e.sentence.code)).toContain('phase-lamps-dark')
  })
  test('in a night in which some nodes had answered: those that fall silent a day later are behind it, too', () => {
    const struck = FROM + 15 * DAY + 15 * HOUR
    const asked = new Set(tags('L1').slice(4, 7))
    const gone = (tag: string, at: Micros) => cutReporting.has(tag) && at >= struck
    const mute = (tag: string, at: Micros) => gone(tag, at) && !(asked.has(tag) && at === struck)
    const [cable] = run(town(22, { dark: gone, mute }), 22).at(-1)!.predictions
    const dark = cable!.evidence.find((e) => e.sentence.code === 'phase-lamps-dark')
    expect(dark!.sentence.params).toMatchObject({ dark: 6, lamps: 10 })
  })
})

test('small lamps behind a cut are hardly any current: falling silent together is what tells', () => {
  const gone = (tag: string, at: Micros) => small.has(tag) && after(15)(at)
  const data = town(22, { mute: gone, dark: gone })
  const last = run(data, 22).at(-1)!.predictions
  expect(last.map((p) => [p.kind, p.subject.tag])).toEqual([['cable-fault', 'C1']])
})

test('lamps that rest in the small hours are lit twice a night, others once', () => {
  const data = town(8, {})
  const lightings = () => lightingsANight(run(data, 8).at(-1)!.state.switching)
  expect(lightings()).toBe(1)
  data['C1/contactor-closed'] = data['C1/contactor-closed']!.map((told) => {
    const { hour } = localTime(told.bucket, ZONE)
    if (hour === 0 || hour === 4) return { ...told, average: 0.5, minimum: 0, maximum: 1 }
    return hour < 4 ? { ...told, average: 0, minimum: 0, maximum: 0 } : told
  })
  expect(lightings()).toBe(2)
})

test('a lamp replaced is no longer counted', () => {
  const out = (tag: string, at: Micros) => tag === 'A-L2-15' && after(12)(at) && !after(18)(at)
  const steps = run(town(26, { dark: out }), 26)
  expect(steps[16]!.predictions.map((p) => p.kind)).toEqual(['lamp-out'])
  expect(steps.at(-1)!.predictions).toEqual([])
})

test('taken up from a state that went through JSON it says the same', () => {
  const data = town(20, { dark: (tag, at) => tag === 'A-L2-15' && after(12)(at) })
  const straight = run(data, 20)
  const state = JSON.parse(JSON.stringify(straight[9]!.state))
  const span = { from: FROM, to: FROM + 20 * DAY, zone: ZONE }
  const resumed = [...drive(lampOut, subject!, memorySource(data), span, { state, asOf: straight[9]!.asOf })]
  expect(resumed).toEqual(straight.slice(10))
})
