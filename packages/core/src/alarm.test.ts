import { describe, expect, test } from 'vitest'
import {
  type AlarmAction,
  type AlarmRule,
  AT_REST,
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
      const phase = { active: transition.type === 'raised', pendingSince: null }
      const rest = readings.filter((r) => r.sourceTime > transition.at)
      expect(runAlarm(rule(), phase, rest).transitions).toEqual(whole.slice(i + 1))
    }
  })
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
