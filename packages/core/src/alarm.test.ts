import { describe, expect, test } from 'vitest'
import {
  type AlarmAction,
  type AlarmRule,
  AT_REST,
  alarmRuleProblem,
  alarmState,
  correctJournal,
  needsPerson,
  runAlarm,
} from './alarm.ts'
import type { Reading } from './reading.ts'
import { statusCodes } from './status.ts'
import { MINUTE } from './time.ts'

const rule = (over: Partial<AlarmRule> = {}): AlarmRule => ({
  id: 'P/pressure#low',
  signal: 'P/pressure',
  condition: 'below',
  limit: 3,
  window: null,
  hysteresis: 0.2,
  delayOn: 5 * MINUTE,
  delayOff: 0,
  priority: 'high',
  mode: 'low-pressure',
  ...over,
})

const at = (minute: number, value: number | null, status: number = statusCodes.Good): Reading => {
  const common = {
    sourceTime: minute * MINUTE,
    serverTime: null,
    receivedTime: minute * MINUTE,
    status,
    clock: 'device' as const,
  }
  return value === null ? { ...common, reason: 'no-value' } : { ...common, value }
}

const run = (over: Partial<AlarmRule>, readings: Reading[]) =>
  runAlarm(rule(over), AT_REST, readings).transitions.map((t) => `${t.type} ${t.at / MINUTE}`)

describe('an alarm rule over readings in source order', () => {
  const cases: [string, Partial<AlarmRule>, Reading[], string[]][] = [
    [
      'is raised once the condition has held for its delay',
      {},
      [at(0, 2.9), at(4, 2.9), at(5, 2.8)],
      ['raised 5'],
    ],
    ['is not raised by a dip shorter than its delay', {}, [at(0, 2.9), at(4, 3.1), at(8, 2.9)], []],
    ['is raised at once without a delay', { delayOn: 0 }, [at(0, 2.9)], ['raised 0']],
    ['does not count the limit itself as beyond it', { delayOn: 0 }, [at(0, 3)], []],
    [
      'stays active inside its hysteresis and clears beyond it',
      { delayOn: 0 },
      [at(0, 2.9), at(1, 3.1), at(2, 3.19), at(3, 3.2)],
      ['raised 0', 'cleared 3'],
    ],
    [
      'clears only once the value has been back for its off-delay',
      { delayOn: 0, delayOff: 2 * MINUTE },
      [at(0, 2.9), at(1, 3.5), at(2, 2.9), at(3, 3.5), at(5, 3.5)],
      ['raised 0', 'cleared 5'],
    ],
    [
      'does not let a reading without a value break a delay',
      {},
      [at(0, 2.9), at(3, null), at(5, 2.9)],
      ['raised 5'],
    ],
    ['ignores a value whose status is bad', { delayOn: 0 }, [at(0, 2, statusCodes.BadSensorFailure)], []],
    [
      'takes an uncertain value',
      { delayOn: 0 },
      [at(0, 2, statusCodes.UncertainSensorNotAccurate)],
      ['raised 0'],
    ],
    [
      'watches for a value above its limit',
      { condition: 'above', limit: 80, hysteresis: 5, delayOn: 0 },
      [at(0, 80), at(1, 81), at(2, 76), at(3, 75)],
      ['raised 1', 'cleared 3'],
    ],
    [
      'watches for one state',
      { condition: 'equals', limit: 1, hysteresis: 0, delayOn: 0 },
      [at(0, 0), at(1, 1), at(2, 0)],
      ['raised 1', 'cleared 2'],
    ],
  ]
  test.each(cases)('%s', (_name, over, readings, expected) => {
    expect(run(over, readings)).toEqual(expected)
  })

  test('gives the same in two parts as in one', () => {
    const readings = Array.from({ length: 200 }, (_, i) => at(i, 3 + Math.sin(i / 7) * 0.5))
    const whole = runAlarm(rule(), AT_REST, readings)
    for (const cut of [1, 50, 123, 199]) {
      const first = runAlarm(rule(), AT_REST, readings.slice(0, cut))
      const second = runAlarm(rule(), first.phase, readings.slice(cut))
      expect([...first.transitions, ...second.transitions]).toEqual(whole.transitions)
    }
    expect(whole.transitions.length).toBeGreaterThan(4)
  })

  test('can be run again from right after any of its transitions', () => {
    const readings = Array.from({ length: 200 }, (_, i) => at(i, 3 + Math.sin(i / 7) * 0.5))
    const whole = runAlarm(rule(), AT_REST, readings).transitions
    for (const [i, transition] of whole.entries()) {
      const phase = { ...AT_REST, active: transition.type === 'raised' }
      const rest = readings.filter((r) => r.sourceTime > transition.at)
      expect(runAlarm(rule(), phase, rest).transitions).toEqual(whole.slice(i + 1))
    }
  })
})

describe('a rule about a rate', () => {
  const rising = { condition: 'rising', limit: 0.3, hysteresis: 0.1, window: 60 * MINUTE } as const
  /** A level every five minutes that stands, then rises by so much an hour, then stands. */
  const level = (perHour: number, noise = 0, missing: (i: number) => boolean = () => false) =>
    Array.from({ length: 72 }, (_, i) => {
      const risen = (Math.min(Math.max(i - 24, 0), 24) / 12) * perHour
      return at(i * 5, missing(i) ? null : 2 + risen + (((i * 7919) % 11) / 5 - 1) * noise)
    })
  const judged = (over: Partial<AlarmRule>, readings: Reading[]) =>
    runAlarm(rule({ ...rising, delayOn: 0, ...over }), AT_REST, readings).transitions

  test('is raised while it lasts, and tells by how much an hour', () => {
    const [raised, cleared, ...more] = judged({}, level(0.5))
    expect(more).toEqual([])
    expect(raised).toMatchObject({ type: 'raised' })
    expect(raised!.at).toBeGreaterThan(125 * MINUTE)
    expect(raised!.at).toBeLessThan(175 * MINUTE)
    expect(raised!.value).toBeGreaterThan(0.3)
    expect(cleared!.at).toBeGreaterThan(240 * MINUTE)
    expect(cleared!.at).toBeLessThan(300 * MINUTE)
  })
  test('a slower rise, and one the other way, is none', () => {
    expect(judged({}, level(0.25))).toEqual([])
    expect(judged({}, level(-0.5))).toEqual([])
    expect(judged({ condition: 'falling' }, level(-0.5)).map((t) => t.type)).toEqual(['raised', 'cleared'])
  })
  test('noise as large as half an hour’s rise neither raises it nor hides it', () => {
    expect(judged({}, level(0, 0.12))).toEqual([])
    expect(judged({}, level(0.6, 0.12)).filter((t) => t.type === 'raised').length).toBeGreaterThan(0)
  })
  test('one spike is no rise', () => {
    const readings = level(0)
    readings[30] = at(150, 9)
    expect(judged({}, readings)).toEqual([])
  })
  test('a gap in the middle doesn’t hide it', () => {
    const holed = level(0.5, 0, (i) => i % 3 !== 0 || (i > 28 && i < 33))
    expect(judged({}, holed).map((t) => t.type)).toEqual(['raised', 'cleared'])
  })
  test('after a silence longer than its window it tells nothing until it knows enough', () => {
    const readings = [...level(0).slice(0, 24), ...[0, 5, 10, 15].map((m) => at(600 + m, 4 + m / 15))]
    expect(judged({}, readings)).toEqual([])
  })
  test('gives the same in two parts as in one, its phase kept as JSON between', () => {
    const readings = level(0.5, 0.1)
    const one = rule({ ...rising, delayOn: 5 * MINUTE })
    const whole = runAlarm(one, AT_REST, readings)
    for (const cut of [3, 30, 31, 50, 71]) {
      const first = runAlarm(one, AT_REST, readings.slice(0, cut))
      const kept = JSON.parse(JSON.stringify(first.phase)) as typeof first.phase
      const second = runAlarm(one, kept, readings.slice(cut))
      expect([...first.transitions, ...second.transitions]).toEqual(whole.transitions)
      expect(second.phase).toEqual(whole.phase)
    }
    expect(whole.transitions.length).toBeGreaterThan(0)
  })
})

test.each([
  [{ condition: 'rising', limit: 0.3, window: null }, 'rate-without-window'],
  [{ condition: 'above', limit: 0.3, window: 60 * MINUTE }, 'window-without-rate'],
  [{ condition: 'falling', limit: 0, window: 60 * MINUTE }, 'rate-not-positive'],
  [{ condition: 'falling', limit: 0.3, window: 20 * MINUTE }, 'window-too-short'],
  [{ condition: 'falling', limit: 0.3, window: 25 * MINUTE }, null],
] as const)('%j of a signal every five minutes: %s', (told, problem) => {
  expect(alarmRuleProblem(told, 5 * MINUTE)).toBe(problem)
})

test('a late reading that fills a dip withdraws the alarm that its absence had raised', () => {
  const onTime = [at(0, 2.9), at(5, 2.9), at(10, 3.5)]
  const stored = runAlarm(rule(), AT_REST, onTime).transitions
  const withLate = [at(0, 2.9), at(3, 3.4), at(5, 2.9), at(10, 3.5)]
  const correction = correctJournal(stored, runAlarm(rule(), AT_REST, withLate).transitions)
  expect(correction.withdrawn.map((t) => t.type)).toEqual(['raised', 'cleared'])
  expect(correction.added).toEqual([])
})

describe('an alarm’s state', () => {
  const raised: AlarmAction = { type: 'raised', at: 1 }
  const cases: [string, AlarmAction[], boolean][] = [
    ['needs a person when it is raised', [raised], true],
    ['needs nobody once it is acknowledged', [raised, { type: 'acknowledged', at: 2, by: 'u' }], false],
    ['needs nobody once it has cleared', [raised, { type: 'cleared', at: 2 }], false],
    [
      'needs nobody while it is shelved',
      [raised, { type: 'shelved', at: 2, by: 'u', until: 100, reason: 'repair on Monday' }],
      false,
    ],
    [
      'needs a person again when its shelf time is over',
      [raised, { type: 'shelved', at: 2, by: 'u', until: 40, reason: 'repair' }],
      true,
    ],
    [
      'needs a person again when it is raised again after an acknowledgement',
      [
        raised,
        { type: 'acknowledged', at: 2, by: 'u' },
        { type: 'cleared', at: 3 },
        { type: 'raised', at: 4 },
      ],
      true,
    ],
  ]
  test.each(cases)('%s', (_name, actions, expected) => {
    expect(needsPerson(alarmState(actions), 50)).toBe(expected)
  })
})
