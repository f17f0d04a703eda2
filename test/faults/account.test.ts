import { expect, test } from 'vitest'
import { type Account, drawAccount, type Evidence, isSound, type Produced, producedBy } from './account.ts'

const S = 1e6
const T0 = Date.UTC(2026, 0, 10) * 1000
const KEY = 'C-0/flow'

/** A hundred values, a second apart, all of them stored. */
function whole(): { produced: Produced[]; stored: { key: string; time: number; value: number | null }[] } {
  const produced = Array.from({ length: 100 }, (_, i) => ({
    device: 'meter' as const,
    key: KEY,
    time: T0 + i * S,
    value: i,
    at: T0 + i * S,
    isGone: false,
  }))
  return { produced, stored: produced.map(({ key, time, value }) => ({ key, time, value })) }
}

const outage = { signals: [KEY], from: T0 + 49 * S, to: T0 + 53 * S }

test('what was made and is there once is accounted for', () => {
  const account = drawAccount({ ...whole(), silences: [], edgeClock: [] })
  expect(account).toMatchObject({
    produced: 100,
    stored: 100,
    duplicated: 0,
    namedMissing: 0,
    unaccounted: 0,
  })
  expect(isSound(account)).toBe(true)
})

const cases: [string, (e: ReturnType<typeof whole>) => Partial<Evidence>, Partial<Account>, boolean][] = [
  [
    'a lost value',
    ({ stored }) => ({ stored: stored.toSpliced(51, 1) }),
    {
      stored: 99,
      unaccounted: 1,
      wrong: [expect.stringMatching(/^C-0\/flow: 1 lost, 51 … 51, 2026-01-10T00:00:51/)],
    },
    false,
  ],
  ['a doubled value', ({ stored }) => ({ stored: [...stored, stored[51]!] }), { duplicated: 1 }, false],
  [
    'a value under another source time is lost, and a stranger',
    ({ stored }) => ({ stored: stored.with(51, { ...stored[51]!, time: stored[51]!.time + 1 }) }),
    { unaccounted: 2 },
    false,
  ],
  [
    'a lost value that its device could no longer serve, named by a silence',
    ({ stored, produced }) => ({
      produced: produced.with(51, { ...produced[51]!, isGone: true }),
      stored: stored.toSpliced(51, 1),
      silences: [outage],
    }),
    { namedMissing: 1, unaccounted: 0 },
    true,
  ],
  [
    'a lost value that a silence falsely excuses: its device could have served it',
    ({ stored }) => ({ stored: stored.toSpliced(51, 1), silences: [outage] }),
    { namedMissing: 0, unaccounted: 1 },
    false,
  ],
  [
    'a lost value that could no longer be served, and no silence tells of it',
    ({ stored, produced }) => ({
      produced: produced.with(70, { ...produced[70]!, isGone: true }),
      stored: stored.toSpliced(70, 1),
      silences: [outage, { ...outage, signals: ['C-0/volume'], from: T0, to: null }],
    }),
    { namedMissing: 0, unaccounted: 1 },
    false,
  ],
  [
    'more than a hundredth missing, all of it named',
    ({ stored, produced }) => ({
      produced: produced.map((one, i) => (i === 51 || i === 52 ? { ...one, isGone: true } : one)),
      stored: stored.toSpliced(51, 2),
      silences: [outage],
    }),
    { namedMissing: 2, unaccounted: 0 },
    false,
  ],
  [
    'a silence by a clock that was an hour ahead',
    ({ stored, produced }) => ({
      produced: produced.with(51, { ...produced[51]!, isGone: true }),
      stored: stored.toSpliced(51, 1),
      silences: [{ ...outage, from: outage.from + 3600 * S, to: outage.to + 3600 * S }],
      edgeClock: [{ from: T0 + 20 * S, ahead: 3600 * S }],
    }),
    { namedMissing: 1, unaccounted: 0 },
    true,
  ],
]

test.each(cases)('%s', (_, change, expected, sound) => {
  const evidence = whole()
  const account = drawAccount({ ...evidence, silences: [], edgeClock: [], ...change(evidence) })
  expect(account).toMatchObject(expected)
  expect(isSound(account)).toBe(sound)
})

test('a run that made nothing proves nothing', () => {
  expect(isSound(drawAccount({ produced: [], stored: [], silences: [], edgeClock: [] }))).toBe(false)
})

test('of a device without a memory only the last answer of a connection may have been lost', () => {
  const value = (value: number, connection?: string) => ({
    key: KEY,
    time: T0,
    value,
    at: T0,
    ...(connection ? { connection } : {}),
  })
  const gone = (values: Parameters<typeof producedBy>[1]) =>
    producedBy('meter', values).map((one) => one.isGone)
  expect(gone([value(1, 'a'), value(2, 'a'), value(3, 'b'), value(4, 'b')])).toEqual([
    false,
    true,
    false,
    true,
  ])
  expect(gone([value(1), value(2)])).toEqual([false, false])
})
