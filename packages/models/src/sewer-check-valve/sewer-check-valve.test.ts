import { DAY, type Micros, type Rollup } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../test/memory-source.ts'
import { signal } from '../../test/register.ts'
import { CAPACITY, FROM, station, stationRegister } from '../../test/station.ts'
import { drive } from '../backtest/drive.ts'
import { sewerCheckValve } from './model.ts'

const [days, since] = [20, FROM + 12 * DAY]
const from = (struck: number) => (at: Micros) => (at < since ? 0 : struck)
const measuring = (...roles: readonly ('flow' | 'current')[]) => ({
  ...stationRegister,
  signals: [
    ...stationRegister.signals,
    ...roles.map((role) => signal('APS1-P2', role, role === 'flow' ? 'm3/h' : 'A')),
  ],
})
function run(register: typeof stationRegister, tag: string, data: Record<string, Rollup[]>) {
  const subject = sewerCheckValve.subjects(register).find((s) => s.subject.tag === tag)!
  return [
    ...drive(sewerCheckValve, subject, memorySource(data), {
      from: FROM,
      to: FROM + days * DAY,
      zone: 'UTC',
    }),
  ]
}
const said = (steps: ReturnType<typeof run>) => steps.flatMap((s) => s.predictions)

describe('a check valve that lets back what the other pump lifts', () => {
  const data = station(days, () => 1, { back: from(0.3) })

  test('is found at the pump that rests within five days, with what runs back and what that costs', () => {
    const steps = run(measuring('flow', 'current'), 'APS1-P1', data)
    const [first] = said(steps).filter(({ probability }) => probability >= 0.5)
    expect([first!.kind, first!.subject.tag]).toEqual(['check-valve', 'APS1-P1'])
    expect((first!.asOf - since) / DAY).toBeLessThan(5)
    const last = steps.at(-1)!.predictions[0]!
    expect(last.size!.value).toBeGreaterThan(0.2 * CAPACITY[1]!)
    expect(Math.abs(last.when.likely - since)).toBeLessThanOrEqual(2 * DAY)
    expect(last.evidence.map((e) => e.sentence.code)).toEqual([
      'flow-runs-back',
      'others-meter-as-ever',
      'energy-lost',
    ])
  })

  test('is not blamed on the pump that runs', () => {
    expect(said(run(measuring('flow', 'current'), 'APS1-P2', data))).toEqual([])
  })
})

test('a main that runs back into the sump while all rest is told beside it', () => {
  const data = station(days, () => 1, { back: from(0.12), drains: from(9) })
  const last = run(measuring('flow', 'current'), 'APS1-P1', data).at(-1)!.predictions[0]!
  expect(last.probability).toBeGreaterThan(0.5)
  expect(last.evidence.map((e) => e.sentence.code)).toContain('main-runs-back')
})

describe('nothing is said', () => {
  test('of a neighbour that lifts less and whose own motor labours', () => {
    const data = station(days, () => 1, { back: from(0.3) })
    const labouring = data['APS1-P2/current']!.map((r): Rollup => {
      const by = r.bucket < since ? 1 : 1.2
      return { ...r, average: r.average! * by, minimum: r.minimum! * by, maximum: r.maximum! * by }
    })
    expect(said(run(measuring('current'), 'APS1-P1', { ...data, 'APS1-P2/current': labouring }))).toEqual([])
  })

  test('of a sound station, nor of one whose pump is clogged', () => {
    const register = measuring('flow', 'current')
    for (const share of [1, 0.8]) {
      const data = station(days, (at) => (at < since ? 1 : share))
      expect(['APS1-P1', 'APS1-P2'].flatMap((tag) => said(run(register, tag, data)))).toEqual([])
    }
  })
})
