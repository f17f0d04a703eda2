import { parseTime } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { makeFormat } from './format.ts'
import en from './locales/en.json' with { type: 'json' }
import sv from './locales/sv.json' with { type: 'json' }
import { sentenceWords } from './sentence.ts'
import { makeWords } from './translate.ts'

const say = (language: 'sv' | 'en', code: string, params: Record<string, string | number | null>) =>
  sentenceWords(
    { code, params },
    makeWords(language, language === 'sv' ? sv : en),
    makeFormat(language, 'Europe/Stockholm', Date.now),
  ).replaceAll(/\s/g, ' ')

describe('a model’s code becomes a sentence', () => {
  test('with its numbers in the language’s form', () => {
    const params = { now: 37.2, normal: 26, added: 11.2, nights: 3 }
    expect(say('sv', 'night-flow-raised', params)).toBe(
      'Nattflödet är 37,2 m³/h mot normalt 26,0 m³/h: 11,2 m³/h mer, 3 nätter i rad.',
    )
    expect(say('en', 'night-flow-raised', params)).toBe(
      'The night flow is 37.2 m³/h against a normal 26.0 m³/h: 11.2 m³/h more, 3 nights in a row.',
    )
  })

  test('with shares as per cent', () => {
    expect(say('en', 'fill-above-limit', { fill: 0.934, limit: 0.9 })).toBe(
      'The container is 93% full, above the limit 90%.',
    )
  })

  test('with a signal’s key as words', () => {
    expect(say('sv', 'signal-missing', { signal: 'DMA2-T1/pressure', hours: 5.25 })).toBe(
      'Tryck, DMA2-T1 har inte gett något användbart värde på 5,3 timmar.',
    )
  })

  test('with an instant as a local time', () => {
    const time = parseTime('2020-01-10T05:00:00Z')
    expect(say('en', 'emptied-on', { time, before: 0.8 })).toBe(
      'Last emptied 10 Jan 2020 06:00, when 80% full.',
    )
  })

  test('and a code from a newer model still says what happened', () => {
    expect(say('en', 'from-the-future', {})).toContain('(from-the-future)')
  })
})
