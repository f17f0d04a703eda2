import { DAY, HOUR, MINUTE, type Micros, type Rollup } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../test/memory-source.ts'
import { asset, registerOf, signal } from '../../test/register.ts'
import { randomFrom } from '../../test/series.ts'
import { drive } from '../backtest/drive.ts'
import { drawdownOf } from './drawdown.ts'
import { sewerPump } from './model.ts'

const FROM = Date.parse('2025-09-01T04:00:00Z') * 1000
const SUMP = { area: 8, start: 1.2, stop: 0.5 }
const CAPACITY = [60, 52]

type Columns = Record<string, number>

interface Struck {
  /** What runs back through pump 1's check valve while pump 2 runs, of what that lifts. */
  back?: (at: Micros) => number
  /** Water in the oil of pump 1. */
  oil?: (at: Micros) => number
}

/** A sump that two pumps empty in turn, minute by minute; `share` is what pump 1 still lifts at a time. */
function station(
  days: number,
  share: (at: Micros) => number,
  { back = () => 0, oil = () => 0.006 }: Struck = {},
): Record<string, Rollup[]> {
  const random = randomFrom(4)
  const out: Record<string, Rollup[]> = {}
  const hours = [0, 0]
  const starts = [0, 0]
  let [level, running, lead] = [0.8, -1, 0]
  for (let at = FROM; at < FROM + days * DAY; at += 5 * MINUTE) {
    const seen: Columns[] = []
    for (let k = 0; k < 50; k++) {
      const inflow = 16 + 9 * Math.sin((2 * Math.PI * (at - FROM)) / DAY) + random.normal()
      const lifted = running < 0 ? 0 : CAPACITY[running]! * (running === 0 ? share(at) : 1 - back(at))
      level += (inflow - lifted) / SUMP.area / 600
      if (running >= 0) hours[running]! += 1 / 600
      if (running >= 0 && level <= SUMP.stop) running = -1
      else if (running < 0 && level >= SUMP.start) {
        running = lead
        starts[lead]!++
        lead = 1 - lead
      }
      const current = (p: number) => (running === p ? 10 * (p === 0 ? 2 - share(at) : 1) : 0)
      seen.push({
        'APS1/level': level,
        'APS1-P1/run-hours': hours[0]!,
        'APS1-P2/run-hours': hours[1]!,
        'APS1-P1/starts': starts[0]!,
        'APS1-P2/starts': starts[1]!,
        'APS1-P1/current': current(0),
        'APS1-P2/current': current(1),
        'APS1-P2/flow': running === 1 ? CAPACITY[1]! : 0,
        'APS1-P1/seal-moisture': oil(at) + 0.001 * random.normal(),
      })
    }
    for (const key of Object.keys(seen[0]!)) {
      const values = seen.map((s) => s[key]!)
      const average = values.reduce((a, b) => a + b, 0) / values.length
      const bounds = { minimum: Math.min(...values), maximum: Math.max(...values), last: values.at(-1)! }
      const counts = { timeWeighted: average, good: values.length, uncertain: 0, bad: 0 }
      const column = out[key] ?? []
      column.push({ bucket: at, average, ...bounds, ...counts })
      out[key] = column
    }
  }
  return out
}

const register = {
  ...registerOf({
    assets: [
      asset('APS1', 'wastewater-pumping-station', {
        sumpArea: SUMP.area,
        startLevel: SUMP.start,
        stopLevel: SUMP.stop,
        overflowLevel: 2,
      }),
      ...['APS1-P1', 'APS1-P2'].map((t) => asset(t, 'wastewater-pump', { ratedFlow: 60, ratedPower: 5 })),
    ],
    signals: [
      signal('APS1', 'level', 'm'),
      ...['APS1-P1', 'APS1-P2'].flatMap((t) => [signal(t, 'run-hours', 'h'), signal(t, 'starts', '1')]),
      signal('APS1-P1', 'current', 'A'),
    ],
  }),
  relations: ['APS1-P1', 'APS1-P2'].map((to) => ({ from: 'APS1', to, type: 'contains' as const })),
}

describe('what a pump lifts, from the sump alone', () => {
  const day = station(1, () => 0.7)
  const counters = (tag: string) => ({ runHours: day[`${tag}/run-hours`]!, starts: day[`${tag}/starts`]! })
  const [own, other] = [counters('APS1-P1'), counters('APS1-P2')]

  test('is the volume between its levels, the time it took, and what flowed in meanwhile', () => {
    const level = day['APS1/level']!
    expect(drawdownOf(SUMP, { own, others: [other], level })!.flow).toBeCloseTo(0.7 * 60, -0.5)
    expect(drawdownOf(SUMP, { own: other, others: [own], level })!.flow).toBeCloseTo(52, -0.5)
  })

  test('is not told from hours in which the level left its band', () => {
    const flooded = day['APS1/level']!.map((r) => ({ ...r, maximum: 2.4 }))
    expect(drawdownOf(SUMP, { own, others: [other], level: flooded })).toBeNull()
  })
})

describe('a pump without a flow meter that rags slow down', () => {
  const days = 26
  const since = FROM + 20 * DAY
  const data = station(days, (at) => (at < since ? 1 : Math.max(0.5, 1 - (0.08 * (at - since)) / DAY)))
  const subjects = sewerPump.subjects(register)
  const run = (tag: string) => {
    const subject = subjects.find((s) => s.subject.tag === tag)!
    const span = { from: FROM, to: FROM + days * DAY, zone: 'Europe/Stockholm' }
    return [...drive(sewerPump, subject, memorySource(data), span)]
  }

  test('is found within three days, with its cause and what it costs', () => {
    const said = run('APS1-P1').flatMap((s) => s.predictions.filter((p) => p.probability >= 0.5))
    expect(said[0]!.asOf).toBeGreaterThan(since)
    expect(said[0]!.asOf - since).toBeLessThanOrEqual(3 * DAY + 2 * HOUR)
    const evidence = new Map(said.at(-1)!.evidence.map((e) => [e.sentence.code, e.sentence.params]))
    expect(evidence.get('failure-points-to')).toEqual({ mode: 'rags' })
    expect(evidence.get('energy-lost')!.lost).toBeGreaterThan(3)
    expect(said.at(-1)!.evidence[0]!.chart!.signal).toBe('APS1/level')
  })

  test('doesn’t make its neighbour suspect', () => {
    expect(run('APS1-P2').flatMap((s) => s.predictions)).toEqual([])
  })
})

test('a flow meter that shows less while the sump goes down as ever is the fault, not the pump', () => {
  const days = 16
  const since = FROM + 11 * DAY
  const data = station(days, () => 1)
  const flow = data['APS1-P1/current']!.map((r): Rollup => {
    const value = r.minimum! > 0 ? CAPACITY[0]! * (r.bucket < since ? 1 : 0.7) : 0
    return { ...r, average: value, minimum: value, maximum: value, last: value }
  })
  const metered = { ...register, signals: [...register.signals, signal('APS1-P1', 'flow', 'm3/h')] }
  const subject = sewerPump.subjects(metered).find((s) => s.subject.tag === 'APS1-P1')!
  const source = memorySource({ ...data, 'APS1-P1/flow': flow })
  const steps = [...drive(sewerPump, subject, source, { from: FROM, to: FROM + days * DAY, zone: 'UTC' })]
  expect(steps.at(-1)!.predictions.map((p) => [p.kind, p.evidence.map((e) => e.sentence.code)])).toEqual([
    ['sensor-fault', ['flow-against-sump']],
  ])
})

describe('a check valve that lets back what the other pump lifts', () => {
  const [days, since] = [18, FROM + 12 * DAY]
  const struck = { back: (at: Micros) => (at < since ? 0 : 0.3) }
  const data = station(days, () => 1, struck)
  const both = (roles: readonly ('flow' | 'current')[]) => ({
    ...register,
    signals: [
      ...register.signals,
      ...roles.map((role) => signal('APS1-P2', role, role === 'flow' ? 'm3/h' : 'A')),
    ],
  })
  const run = (of: typeof register, tag: string, from = data) => {
    const subject = sewerPump.subjects(of).find((s) => s.subject.tag === tag)!
    return [
      ...drive(sewerPump, subject, memorySource(from), { from: FROM, to: FROM + days * DAY, zone: 'UTC' }),
    ]
  }

  test('is found at the pump that rests, with what runs back and what that costs', () => {
    const steps = run(both(['flow', 'current']), 'APS1-P1')
    const said = steps.flatMap((s) => s.predictions)
    expect(new Set(said.map((p) => [p.kind, p.subject.tag].join()))).toEqual(new Set(['check-valve,APS1-P1']))
    expect((said[0]!.asOf - since) / DAY).toBeLessThan(5)
    const [valve] = steps.at(-1)!.predictions
    expect(valve!.size!.value).toBeCloseTo(0.3 * CAPACITY[1]!, -0.5)
    expect(valve!.evidence.map((e) => e.sentence.code)).toEqual([
      'flow-runs-back',
      'others-meter-as-ever',
      'energy-lost',
    ])
  })

  test('is not blamed on the running pump or its meter', () => {
    expect(run(both(['flow', 'current']), 'APS1-P2').flatMap((s) => s.predictions)).toEqual([])
  })

  test('is less sure where only the motor’s current speaks for the other pump', () => {
    const [valve] = run(both(['current']), 'APS1-P1').at(-1)!.predictions
    expect([valve!.kind, valve!.probability]).toEqual(['check-valve', 0.6])
    expect(valve!.evidence.map((e) => e.sentence.code)).toContain('others-motor-as-ever')
  })

  test('is not said of a neighbour whose own motor labours', () => {
    const labouring = data['APS1-P2/current']!.map((r): Rollup => {
      const by = r.bucket < since ? 1 : 1.2
      return { ...r, average: r.average! * by, minimum: r.minimum! * by, maximum: r.maximum! * by }
    })
    const ragged = { ...data, 'APS1-P2/current': labouring }
    expect(run(both(['current']), 'APS1-P1', ragged).flatMap((s) => s.predictions)).toEqual([])
  })
})

describe('water in the oil between the seals', () => {
  const since = FROM + 14 * DAY
  const wet = {
    ...register,
    signals: [...register.signals, signal('APS1-P1', 'seal-moisture', '1')],
  }
  const run = (days: number, oil: (at: Micros) => number) => {
    const subject = sewerPump.subjects(wet).find((s) => s.subject.tag === 'APS1-P1')!
    const data = memorySource(station(days, () => 1, { oil }))
    return [...drive(sewerPump, subject, data, { from: FROM, to: FROM + days * DAY, zone: 'UTC' })]
  }

  test('that gains half a percent a day is a leaking seal, dated by when a fifth is water', () => {
    const said = run(26, (at) => 0.006 + (0.005 * Math.max(0, at - since)) / DAY).flatMap(
      (s) => s.predictions,
    )
    expect(said[0]!.kind).toBe('seal-leak')
    expect((said[0]!.asOf - since) / DAY).toBeLessThan(8)
    const full = since + ((0.2 - 0.006) / 0.005) * DAY
    const last = said.at(-1)!
    expect(last.when.from).toBeLessThan(full)
    expect(last.when.to).toBeGreaterThan(full)
    expect(last.evidence[0]!.sentence).toMatchObject({ code: 'seal-takes-water', params: { limit: 0.2 } })
  })

  test('that stays as it was says nothing', () => {
    expect(run(24, () => 0.012).flatMap((s) => s.predictions)).toEqual([])
  })
})

test('a pump that neither measures its flow nor stands in a known sump is nobody’s subject', () => {
  expect(sewerPump.subjects({ ...register, relations: [] })).toEqual([])
})
