import {
  type AlarmRule,
  AT_REST,
  correctJournal,
  hasValue,
  MINUTE,
  type Reading,
  rememberReadings,
  runAlarm,
  statusCodes,
  type Transition,
} from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { type Course, runUntilAgreed } from './rerun.ts'
import { memoryOf, restartAt } from './restart.ts'

const withDelays: AlarmRule = {
  id: 'P-1/pressure#low',
  signal: 'P-1/pressure',
  condition: 'below',
  limit: 3,
  window: null,
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

/** What it was told by stays as it was told, where a rate is a little other by what came late. */
const nameOf = ({ type, at }: Transition): string => `${type} ${at}`

const rules: [string, AlarmRule][] = [
  ['with delays', withDelays],
  ['without delays', { ...withDelays, delayOn: 0, delayOff: 0 }],
  ['with a delay on one side', { ...withDelays, delayOff: 0 }],
  ['of a rate', { ...withDelays, condition: 'rising', limit: 0.2, hysteresis: 0.1, window: 60 * MINUTE }],
  [
    'of a rate without delays',
    { ...withDelays, condition: 'falling', limit: 0.3, window: 60 * MINUTE, delayOn: 0, delayOff: 0 },
  ],
]

describe('a rule that is run again from its restart agrees with one that saw everything in order', () => {
  const seeds = Array.from({ length: 200 }, (_, i) => i + 1)
  test.each(rules)('%s, over 200 histories with one reading late', (_, rule) => {
    let corrected = 0
    let spared = 0
    for (const seed of seeds) {
      const random = randomFrom(seed)
      const all = readingsFrom(random)
      const late = all[Math.floor(random() * all.length)]!
      const known = all.filter((r) => r !== late)
      const journal = runAlarm(rule, AT_REST, known).transitions

      const told = journal.filter((t) => t.at < late.sourceTime)
      const witness = known.findLast((r) => hasValue(r) && r.sourceTime <= late.sourceTime - memoryOf(rule))
      const start = restartAt(rule, late.sourceTime, told.at(-1) ?? null, witness?.sourceTime ?? null)
      const former = {
        active: start.phase.active,
        transitions: journal.filter((t) => t.at >= start.from),
        changedTo: late.sourceTime,
      }
      const before = all.filter((r) => r.sourceTime >= start.readFrom && r.sourceTime < start.from)
      const phase = rememberReadings(rule, start.phase, before)
      const rerun: Course = { phase, transitions: [], agreesFrom: null }
      const usable = all.filter((r) => r.sourceTime >= start.from && hasValue(r))
      for (let i = 0; i < usable.length; i += 7) runUntilAgreed(rule, rerun, usable.slice(i, i + 7), former)
      const { withdrawn, added } = correctJournal(
        former.transitions.filter((t) => rerun.agreesFrom === null || t.at <= rerun.agreesFrom),
        rerun.transitions,
      )
      const mended = journal
        .filter((t) => !withdrawn.includes(t))
        .concat(added)
        .sort((a, b) => a.at - b.at)

      const truth = runAlarm(rule, AT_REST, all)
      expect(mended.map(nameOf), `seed ${seed}`).toEqual(truth.transitions.map(nameOf))
      const end = rerun.agreesFrom === null ? rerun.phase : runAlarm(rule, AT_REST, known).phase
      expect(end, `seed ${seed}`).toEqual(truth.phase)
      if (added.length > 0) corrected++
      if (rerun.agreesFrom !== null && usable.at(-1)!.sourceTime > rerun.agreesFrom) spared++
    }
    expect(corrected).toBeGreaterThan(10)
    expect(spared).toBeGreaterThan(100)
  })
})

test('without a transition or an earlier reading it starts at the beginning, at rest', () => {
  expect(restartAt(withDelays, 7, null, null)).toEqual({ phase: AT_REST, from: 0, readFrom: 0 })
})

test('what was judged by other limits is not judged again', () => {
  const raised = { type: 'raised' as const, at: 10 * MINUTE, value: 2.8 }
  const start = restartAt(withDelays, 60 * MINUTE, raised, 50 * MINUTE, 55 * MINUTE)
  expect(start).toMatchObject({ phase: { active: true }, from: 55 * MINUTE + 1 })
})

test('right after a transition nothing is pending', () => {
  expect(
    restartAt(withDelays, 12 * MINUTE, { type: 'raised', at: 10 * MINUTE, value: 2.8 }, 3 * MINUTE),
  ).toEqual({
    phase: { ...AT_REST, active: true },
    from: 10 * MINUTE + 1,
    readFrom: 10 * MINUTE + 1,
  })
})
