import { DAY, MINUTE, type Micros, type Rollup } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { memorySource } from '../../test/memory-source.ts'
import { asset, registerOf, signal } from '../../test/register.ts'
import { randomFrom } from '../../test/series.ts'
import { drive } from '../backtest/drive.ts'
import { checkValve } from './model.ts'

const FROM = Date.parse('2025-09-01T04:00:00Z') * 1000
const [DAYS, SINCE] = [26, FROM + 18 * DAY]
const pumps = ['TS1-P1', 'TS1-P2']
const roles = [
  ...([
    ['flow', 'm3/h'],
    ['running', '1'],
    ['speed', '/min'],
  ] as const),
  ...([
    ['suction-pressure', 'bar'],
    ['discharge-pressure', 'bar'],
  ] as const),
] as const

/** A booster station of two pumps that take turns by the half day. */
const booster = {
  ...registerOf({
    assets: [
      asset('TS1', 'waterworks', {}),
      ...pumps.map((tag) => asset(tag, 'pump', { ratedFlow: 40, ratedHead: 30, ratedPower: 7.5 })),
    ],
    signals: [
      ...pumps.flatMap((tag) => roles.map(([role, unit]) => signal(tag, role, unit))),
      signal('TS1', 'flow', 'm3/h'),
      signal('TS1', 'pressure', 'bar'),
    ],
  }),
  relations: pumps.map((to) => ({ from: 'TS1', to, type: 'contains' as const })),
}

interface Struck {
  /** m³/h back through pump 1 while it rests. */
  back?: number
  /** What pump 1's own flow meter shows of its flow. */
  meter?: number
  /** bar that its gauge shows too much. */
  gauge?: number
}

function played({ back = 0, meter = 1, gauge = 0 }: Struck): Record<string, Rollup[]> {
  const random = randomFrom(3)
  const out: Record<string, Rollup[]> = {}
  const put = (key: string, at: Micros, value: number) => {
    const bounds = { average: value, minimum: value, maximum: value, last: value, timeWeighted: value }
    const column = out[key] ?? []
    column.push({ bucket: at, ...bounds, good: 1, uncertain: 0, bad: 0 })
    out[key] = column
  }
  for (let at = FROM; at < FROM + DAYS * DAY; at += 5 * MINUTE) {
    const struck = at >= SINCE ? 1 : 0
    const runs = Math.floor((at - FROM) / (DAY / 2)) % 2
    const lifted = 30 + 6 * Math.sin((2 * Math.PI * (at - FROM)) / DAY) + random.normal()
    const returns = runs === 1 ? struck * back : 0
    for (const [n, tag] of pumps.entries()) {
      const on = runs === n
      const behind = n === 0 ? 3 * (returns / 28) ** 2 : 0
      put(`${tag}/running`, at, on ? 1 : 0)
      put(
        `${tag}/flow`,
        at,
        on ? lifted * (n === 0 && struck ? meter : 1) * (1 + 0.004 * random.normal()) : 0,
      )
      put(`${tag}/speed`, at, on ? 2900 : 2900 * 1.25 * Math.sqrt(behind / 3))
      put(`${tag}/suction-pressure`, at, 1.5 + 0.003 * random.normal())
      const after = (on ? 4.5 : 1.5 + behind) + (n === 0 ? struck * gauge : 0)
      put(`${tag}/discharge-pressure`, at, after + 0.004 * random.normal())
    }
    put('TS1/flow', at, (lifted - returns) * (1 + 0.004 * random.normal()))
    put('TS1/pressure', at, 4.5 + 0.004 * random.normal())
  }
  return out
}

function said(tag: string, struck: Struck, register = booster) {
  const subject = checkValve.subjects(register).find((s) => s.subject.tag === tag)!
  const span = { from: FROM, to: FROM + DAYS * DAY, zone: 'UTC' }
  return [...drive(checkValve, subject, memorySource(played(struck)), span)].flatMap((s) => s.predictions)
}

describe('a check valve that lets back an eighth of what the other pump gives', () => {
  test('is found within four days, with what runs back, what stands over the pump and how fast it turns', () => {
    const all = said('TS1-P1', { back: 5 })
    expect(all[0]!.kind).toBe('check-valve')
    expect((all[0]!.asOf - SINCE) / DAY).toBeLessThan(4)
    const last = all.at(-1)!
    expect(last.probability).toBeGreaterThan(0.5)
    expect(last.size!.value).toBeCloseTo(5, 0)
    expect(Math.abs(last.when.likely - SINCE)).toBeLessThanOrEqual(2 * DAY)
    expect(new Set(last.evidence.map((e) => e.sentence.code))).toEqual(
      new Set(['outflow-runs-back', 'pump-under-pressure', 'pump-turns-backwards']),
    )
  })

  test('is not blamed on the pump that runs', () => {
    expect(said('TS1-P2', { back: 5 })).toEqual([])
  })

  test('is less sure where the meters alone tell', () => {
    const metered = {
      ...booster,
      signals: booster.signals.filter(({ role }) => ['flow', 'running'].includes(role)),
    }
    const most = (register: typeof booster) =>
      Math.max(...said('TS1-P1', { back: 5 }, register).map((p) => p.probability))
    expect(most(metered)).toBeLessThan(most(booster))
    expect(most(metered)).toBeGreaterThan(0.2)
  })
})

describe('nothing is said of', () => {
  test.each([
    ['a sound station', {}],
    ['a flow meter that shows less', { meter: 0.85 }],
    ['a pressure gauge that shows too much', { gauge: 0.2 }],
  ])('%s', (_, struck) => {
    expect(pumps.flatMap((tag) => said(tag, struck))).toEqual([])
  })
})

test('a pump that stands alone is nobody’s subject', () => {
  expect(checkValve.subjects({ ...booster, relations: booster.relations.slice(0, 1) })).toEqual([])
})
