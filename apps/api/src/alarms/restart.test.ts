import {
  type AlarmRule,
  AT_REST,
  correctJournal,
  hasValue,
  MINUTE,
  type Reading,
  runAlarm,
  statusCodes,
} from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { memoryOf, restartAt } from './restart.ts'

const withDelays: AlarmRule = {
  id: 'P-1/pressure#low',
  signal: 'P-1/pressure',
  condition: 'below',
  limit: 3,
  hysteresis: 0.2,
  delayOn: 5 * MINUTE,
  delayOff: 2 * MINUTE,
  priority: 'high',
  mode: 'low-pressure',
}

/** A small generator with a seed, so that a failure can be repeated. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function readingsFrom(random: () => number): Reading[] {
  const readings: Reading[] = []
  let at = 0
  for (let i = 0; i < 120; i++) {
    at += Math.ceil(random() * 6) * MINUTE
    const common = { sourceTime: at, serverTime: null, receivedTime: at, clock: 'device' as const }
    if (random() < 0.1) readings.push({ ...common, status: statusCodes.Bad, reason: 'bad-status' })
    else readings.push({ ...common, status: statusCodes.Good, value: random() < 0.5 ? 2.8 : 3.3 })
  }
  return readings
}

const rules: [string, AlarmRule][] = [
  ['with delays', withDelays],
  ['without delays', { ...withDelays, delayOn: 0, delayOff: 0 }],
  ['with a delay on one side', { ...withDelays, delayOff: 0 }],
]

describe('a rule that is run again from its restart agrees with one that saw everything in order', () => {
  const seeds = Array.from({ length: 200 }, (_, i) => i + 1)
  test.each(rules)('%s, over 200 histories with one reading late', (_, rule) => {
    let corrected = 0
    for (const seed of seeds) {
      const random = randomFrom(seed)
      const all = readingsFrom(random)
      const late = all[Math.floor(random() * all.length)]!
      const known = all.filter((r) => r !== late)
      const journal = runAlarm(rule, AT_REST, known).transitions

      const before = journal.filter((t) => t.at < late.sourceTime)
      const witness = known.findLast((r) => hasValue(r) && r.sourceTime <= late.sourceTime - memoryOf(rule))
      const start = restartAt(rule, late.sourceTime, before.at(-1) ?? null, witness?.sourceTime ?? null)
      const rerun = runAlarm(
        rule,
        start.phase,
        all.filter((r) => r.sourceTime >= start.from),
      )
      const { withdrawn, added } = correctJournal(
        journal.filter((t) => t.at >= start.from),
        rerun.transitions,
      )
      const mended = journal
        .filter((t) => !withdrawn.includes(t))
        .concat(added)
        .sort((a, b) => a.at - b.at)

      const truth = runAlarm(rule, AT_REST, all)
      expect(mended, `seed ${seed}`).toEqual(truth.transitions)
      expect(rerun.phase.active, `seed ${seed}`).toBe(truth.phase.active)
      if (added.length > 0) corrected++
    }
    expect(corrected).toBeGreaterThan(20)
  })
})

test('without a transition or an earlier reading it starts at the beginning, at rest', () => {
  expect(restartAt(withDelays, 7, null, null)).toEqual({ phase: AT_REST, from: 0 })
})

test('right after a transition nothing is pending', () => {
  expect(
    restartAt(withDelays, 12 * MINUTE, { type: 'raised', at: 10 * MINUTE, value: 2.8 }, 3 * MINUTE),
  ).toEqual({
    phase: { active: true, pendingSince: null },
    from: 10 * MINUTE + 1,
  })
})
