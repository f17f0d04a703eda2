import { DAY, HOUR, parseTime, type Rollup } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { series } from '../test/series.ts'
import { held, moved, risen, scenariosOf } from './what-if.ts'

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

describe('a counter in copied days', () => {
  const counted = (at: number, last: number, minimum = last): Rollup => ({
    ...{ bucket: at, average: (last + minimum) / 2, minimum, maximum: last, last, timeWeighted: last },
    ...{ good: 2, uncertain: 0, bad: 0 },
  })
  const lasts = (rollups: readonly Rollup[]) => rollups.map(({ last }) => last)
  const known = [counted(AS_OF - HOUR, 500)]

  test('goes on from where it stands, by as much as it rose then', () => {
    const past = [counted(AS_OF, 420, 410), counted(AS_OF + HOUR, 420), counted(AS_OF + 2 * HOUR, 433, 420)]
    const ahead = risen(past, known, 1e6)
    expect(lasts(ahead)).toEqual([510, 510, 523])
    expect(ahead[0]).toMatchObject({ minimum: 500, maximum: 510, average: 505 })
  })

  test('never falls: what wrapped then had risen, and what began anew had not', () => {
    const wrapped = [counted(AS_OF, 990, 980), counted(AS_OF + HOUR, 15, 10)]
    expect(lasts(risen(wrapped, known, 1000))).toEqual([510, 535])
    const anew = [counted(AS_OF, 990, 980), counted(AS_OF + HOUR, 5, 0)]
    expect(lasts(risen(anew, known, 1e6))).toEqual([510, 515])
  })

  test('has nothing to go on from where nobody knows how it stands', () => {
    const past = [counted(AS_OF, 420)]
    expect(risen(past, [], 1e6)).toEqual(past)
    expect(risen([{ ...counted(AS_OF, 1), last: null, minimum: null }], known, 1e6)[0]!.last).toBeNull()
  })
})
