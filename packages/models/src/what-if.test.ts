import { DAY, HOUR, parseTime } from '@driftbild/core'
import { expect, test } from 'vitest'
import { series } from '../test/series.ts'
import { held, moved, scenariosOf } from './what-if.ts'

const AS_OF = parseTime('2026-03-20T04:00:00Z')
const at = (from: number) => ({ from, likely: from, to: from })

test('days as before are whole weeks back, and end a day before it began', () => {
  const began = AS_OF - 5 * DAY
  const [lately, before] = scenariosOf({ kind: 'leak', asOf: AS_OF, when: at(began) })
  expect(lately).toEqual({ code: 'as-lately', days: 3, copyFrom: AS_OF - 3 * DAY })
  expect(before).toEqual({ code: 'as-before', days: 3, copyFrom: AS_OF - 14 * DAY })
  expect(AS_OF - 14 * DAY + 3 * DAY).toBeLessThanOrEqual(began - DAY)
})

test('for what is still to come they are of a month ago', () => {
  const [, before] = scenariosOf({ kind: 'pump-failure', asOf: AS_OF, when: at(AS_OF + 9 * DAY) })
  expect(before).toEqual({ code: 'as-before', days: 3, copyFrom: AS_OF - 28 * DAY })
})

test('nights of long ago are not asked of lamps: they would burn at hours that are no longer theirs', () => {
  const codesOf = (days: number) =>
    scenariosOf({ kind: 'lamp-out', asOf: AS_OF, when: at(AS_OF - days * DAY) }).map(({ code }) => code)
  expect(codesOf(5)).toEqual(['as-lately', 'as-before'])
  expect(codesOf(30)).toEqual(['as-lately'])
})

test('a fill goes on from where it is, or is emptied', () => {
  const codes = scenariosOf({ kind: 'container-full', asOf: AS_OF, when: at(AS_OF) }).map(({ code }) => code)
  expect(codes).toEqual(['unchanged', 'emptied'])
})

test('copied hours keep their distance, held ones their last value', () => {
  const past = series(AS_OF - DAY, AS_OF, (when) => (when - AS_OF) / HOUR)
  const copied = moved(past, AS_OF - DAY, AS_OF)
  expect([copied[0]!.bucket, copied[0]!.average]).toEqual([AS_OF, past[0]!.average])
  const still = held(past, AS_OF, 1, '1h', null)
  expect(still).toHaveLength(24)
  expect(new Set(still.map(({ average }) => average))).toEqual(new Set([past.at(-1)!.average]))
  expect(held(past, AS_OF, 1, '1h', 0.03)[23]).toMatchObject({ bucket: AS_OF + 23 * HOUR, last: 0.03 })
  expect(held([], AS_OF, 1, '1h', 0.03)).toEqual([])
})
