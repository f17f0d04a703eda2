import { DAY, HOUR, type Micros, type Rollup } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../test/memory-source.ts'
import { signal } from '../../test/register.ts'
import { CAPACITY, FROM, stationRegister as register, SUMP, station } from '../../test/station.ts'
import { drive } from '../backtest/drive.ts'
import { drawdownOf } from './drawdown.ts'
import { sewerPump } from './model.ts'

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

test('a pump beside a check valve that lets back is not accused of what it doesn’t bring out of the sump', () => {
  const [days, since] = [22, FROM + 12 * DAY]
  const data = station(days, () => 1, { back: (at) => (at < since ? 0 : 0.3) })
  const beside = { ...register, signals: [...register.signals, signal('APS1-P2', 'current', 'A')] }
  const subject = sewerPump.subjects(beside).find((s) => s.subject.tag === 'APS1-P2')!
  const span = { from: FROM, to: FROM + days * DAY, zone: 'UTC' }
  const steps = [...drive(sewerPump, subject, memorySource(data), span)]
  expect(steps.filter(({ asOf }) => asOf > since + 3 * DAY).flatMap((s) => s.predictions)).toEqual([])
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
