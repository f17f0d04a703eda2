import { fromMillis, type Prediction } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { makeFormat } from './format.ts'
import en from './locales/en.json' with { type: 'json' }
import sv from './locales/sv.json' with { type: 'json' }
import { naturalFrequency } from './natural-frequency.ts'
import { makeWords } from './translate.ts'
import { whenSentence, whenShort } from './when.ts'

describe('a probability as people count', () => {
  test.each([
    [0.72, 7, 10],
    [0.5, 5, 10],
    [0.97, 19, 20],
    [0.04, 1, 20],
    [0.99, 99, 100],
    [0.001, 1, 100],
    [1, 99, 100],
  ])('%d is about %d of %d', (probability, right, of) => {
    expect(naturalFrequency(probability)).toEqual({ right, of })
  })
})

describe('when', () => {
  const { t } = makeWords('en', en)
  const f = makeFormat('en', 'Europe/Stockholm', Date.now)
  const now = Date.parse('2026-01-15T12:00:00Z')
  const at = (days: number) => fromMillis(now + days * 86_400_000)
  const told = (when: Prediction['when']) => ({ when, asOf: at(0), standing: true })

  test('what has begun is told from its likely beginning', () => {
    expect(whenSentence(told({ from: at(-3), likely: at(-2), to: at(-1) }), now, t, f)).toMatch(
      /^Probably began 13 Jan/,
    )
  })
  test('what is to come is told with its interval, in days where it is days long', () => {
    const sentence = whenSentence(told({ from: at(6), likely: at(11), to: at(19) }), now, t, f)
    expect(sentence).toBe('Expected in 11 days, probably between 21 Jan and 3 Feb.')
  })
  test('what was foretold and was taken back did not begin', () => {
    const when = { from: at(-2.5), likely: at(-2), to: at(-1.5) }
    const withdrawn = { when, asOf: at(-3), standing: false }
    expect(whenSentence(withdrawn, now, t, f)).toMatch(/^Was expected 13 Jan/)
    // A leak that had begun when it was told did so, whatever became of the suspicion.
    expect(whenSentence({ ...withdrawn, asOf: at(-1) }, now, t, f)).toMatch(/^Probably began 13 Jan/)
    expect(whenShort(withdrawn, now, t, f)).toMatch(/^was expected 13 Jan/)
    expect(whenShort({ ...withdrawn, asOf: at(-1) }, now, t, f)).toMatch(/^since 13 Jan/)
  })
  test('a list says in a few words since when, or in how long', () => {
    const when = { from: at(-3), likely: at(-2), to: at(-1) }
    expect(whenShort(told(when), now, t, f)).toMatch(/^since 13 Jan/)
    expect(whenShort(told({ from: at(6), likely: at(11), to: at(19) }), now, t, f)).toBe(
      'expected in 11 days',
    )
    // What was foretold, still stands and is due by now is taken to be there.
    expect(whenShort({ when, asOf: at(-4), standing: true }, now, t, f)).toMatch(/^since 13 Jan/)
  })
  test('a shortened month ends the sentence by itself', () => {
    const swedish = makeWords('sv', sv).t
    const when = { from: at(300), likely: at(310), to: at(325) }
    const sentence = whenSentence(told(when), now, swedish, makeFormat('sv', 'Europe/Stockholm', Date.now))
    expect(sentence).toMatch(/[^.]\.$/)
  })
})
