import { describe, expect, test } from 'vitest'
import { amountOf } from './amount.ts'
import { bucketBounds } from './bucket-bounds.ts'
import { counterStep } from './counter.ts'
import { foldRollups } from './fold-rollups.ts'
import { missingBetween } from './missing.ts'
import { bucketOf, type StoredRollup } from './rollup.ts'
import type { ReportingRule, SignalKind } from './signal.ts'
import { DAY, HOUR, MINUTE, type Micros, parseTime } from './time.ts'

const STOCKHOLM = 'Europe/Stockholm'
const COUNTER: SignalKind = { type: 'counter', modulus: 1000 }
const RULE: ReportingRule = { type: 'every', seconds: 600 }

interface Sample {
  at: Micros
  value: number | null
}

/** One stretch of samples as a roll-up, straight from what each field means. */
function rollupOf(bucket: Micros, samples: readonly Sample[]): StoredRollup {
  const good = samples.flatMap(({ value }) => (value === null ? [] : [value]))
  const steps = good.slice(1).map((value, i) => counterStep(good[i]!, value, 1000))
  const pauses = samples.slice(1).map(({ at }, i) => missingBetween(samples[i]!.at, at, RULE))
  const add = (list: readonly number[]) => list.reduce((a, b) => a + b, 0)
  return {
    bucket,
    average: good.length > 0 ? add(good) / good.length : null,
    minimum: good.length > 0 ? Math.min(...good) : null,
    maximum: good.length > 0 ? Math.max(...good) : null,
    last: good.at(-1) ?? null,
    timeWeighted: good.length > 0 ? add(good) / good.length : null,
    covered: good.length * MINUTE,
    good: good.length,
    uncertain: 0,
    bad: samples.length - good.length,
    firstTime: samples[0]!.at,
    lastTime: samples.at(-1)!.at,
    missing: add(pauses),
    counted:
      good.length > 0
        ? {
            first: good[0]!,
            increase: add(steps.map((step) => step.increase)),
            resets: steps.filter((step) => step.reset).length,
          }
        : null,
  }
}

const hoursOf = (samples: readonly Sample[]): StoredRollup[] =>
  [...Map.groupBy(samples, ({ at }) => bucketOf(at, '1h'))].map(([hour, some]) => rollupOf(hour, some))

function randomCounter(from: Micros, to: Micros, seed: number): Sample[] {
  let state = seed
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const samples: Sample[] = []
  let value = 900
  for (let at = from; at < to; at += Math.ceil(random() ** 6 * 9 * HOUR) + 5 * MINUTE) {
    value = random() < 0.01 ? Math.floor(random() * 1000) : (value + Math.floor(random() * 30)) % 1000
    samples.push({ at, value: random() < 0.1 ? null : value })
  }
  return samples
}

describe.each([
  ['in spring', '2026-03-20T10:00:00Z'],
  ['in autumn', '2026-10-20T10:00:00Z'],
])('hours joined %s', (_name, begin) => {
  const from = parseTime(begin)
  const to = from + 20 * DAY
  const samples = randomCounter(from, to, 5)
  const bounds = bucketBounds('day', from, to, STOCKHOLM)
  const rules = { kind: COUNTER, reporting: RULE, now: samples.at(-1)!.at }
  const days = foldRollups(hoursOf(samples), bounds, rules)

  test('say of each local day what its readings say', () => {
    expect(samples.length).toBeGreaterThan(300)
    expect(days).toHaveLength(bounds.length - 1)
    for (const day of days) {
      const own = samples.filter(({ at }) => at >= day.from && at < day.to)
      if (own.length === 0) {
        expect(day).toMatchObject({ average: null, last: null, good: 0, bad: 0, counted: null })
        continue
      }
      const plain = rollupOf(day.from, own)
      expect(day).toMatchObject({
        minimum: plain.minimum,
        maximum: plain.maximum,
        last: plain.last,
        covered: plain.covered,
        good: plain.good,
        bad: plain.bad,
      })
      expect(day.average).toBeCloseTo(plain.average!, 8)
      expect(day.timeWeighted).toBeCloseTo(plain.timeWeighted!, 8)
    }
  })

  test('lose nothing that was counted or missing between them', () => {
    const whole = rollupOf(from, samples)
    const sum = (of: (day: (typeof days)[number]) => number) =>
      days.reduce((total, day) => total + of(day), 0)
    expect(sum(({ counted }) => counted?.increase ?? 0)).toBe(whole.counted!.increase)
    expect(sum(({ counted }) => counted?.resets ?? 0)).toBe(whole.counted!.resets)
    expect(whole.counted!.resets).toBeGreaterThan(0)
    expect(sum(({ missing }) => missing)).toBe(whole.missing)
    expect(whole.missing).toBeGreaterThan(0)
  })
})

test('local days have 23, 24 and 25 hours, months 28 to 31 days', () => {
  const lengths = (step: 'day' | 'month', from: string, to: string) => {
    const bounds = bucketBounds(step, parseTime(from), parseTime(to), STOCKHOLM)
    return bounds.slice(1).map((bound, i) => (bound - bounds[i]!) / HOUR)
  }
  expect(lengths('day', '2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([24, 23, 24])
  expect(lengths('day', '2026-10-24T12:00:00Z', '2026-10-26T12:00:00Z')).toEqual([24, 25, 24])
  expect(lengths('month', '2026-01-10T00:00:00Z', '2026-04-15T00:00:00Z')).toEqual([744, 672, 743, 720])
})

test('a day begins at one o’clock where spring skips midnight', () => {
  const [start, end] = bucketBounds(
    'day',
    parseTime('2026-09-06T12:00:00Z'),
    parseTime('2026-09-06T13:00:00Z'),
    'America/Santiago',
  )
  expect(start).toBe(parseTime('2026-09-06T04:00:00Z'))
  expect((end! - start!) / HOUR).toBe(23)
})

test('a silent signal owes readings in days without any, until now and no further', () => {
  const from = parseTime('2026-06-01T00:00:00+02:00')
  const bounds = bucketBounds('day', from, from + 4 * DAY, STOCKHOLM)
  const heard = hoursOf([{ at: from + 12 * HOUR, value: 1 }])
  const days = foldRollups(heard, bounds, { kind: COUNTER, reporting: RULE, now: from + 2 * DAY + 6 * HOUR })
  // The one at the end of the 12 hours is the next day's first; the newest may still come.
  expect(days.map(({ missing }) => missing)).toEqual([71, 144, 36, 0])
})

describe('an amount', () => {
  const hour = { timeWeighted: 10, covered: HOUR / 2, counted: { increase: 7, resets: 0 } }
  test.each([
    ['L/s', { type: 'measure' }, { value: 18, unit: 'm3' }],
    ['m3/h', { type: 'measure' }, { value: 5, unit: 'm3' }],
    ['W', { type: 'measure' }, { value: 0.005, unit: 'kWh' }],
    ['m3', COUNTER, { value: 7, unit: 'm3' }],
    ['bar', { type: 'measure' }, null],
    ['m3', { type: 'measure' }, null],
  ] as const)('of ten %s over half an hour', (unit, kind, amount) => {
    expect(amountOf(hour, { unit, kind })).toEqual(amount)
  })
  test('is not known where nothing good stood', () => {
    expect(
      amountOf({ timeWeighted: null, covered: 0, counted: null }, { unit: 'L/s', kind: { type: 'measure' } }),
    ).toBeNull()
  })
})
