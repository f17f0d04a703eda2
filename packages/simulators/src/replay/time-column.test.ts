import { formatTime, parseTime } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { createTimeReader, parseMoment } from './time-column.ts'

const read = (format: string, zone: string | null, text: string) => {
  const result = createTimeReader(format, zone).read(text, '')
  return 'refused' in result ? result.refused : formatTime(result.at)
}

describe('one time', () => {
  test.each([
    ['iso', null, '2021-03-01T12:00:00Z', '2021-03-01T12:00:00.000000Z'],
    ['iso', null, '2021-03-01 12:00:00.123456+01:00', '2021-03-01T11:00:00.123456Z'],
    ['iso', null, '2021-03-01T12:00:00,5-0230', '2021-03-01T14:30:00.500000Z'],
    ['iso', 'Europe/Stockholm', '2021-03-01 12:00', '2021-03-01T11:00:00.000000Z'],
    ['iso', 'Europe/Stockholm', '2021-07-01', '2021-06-30T22:00:00.000000Z'],
    ['iso', 'Asia/Kathmandu', '2021-07-01 00:10:00', '2021-06-30T18:25:00.000000Z'],
    ['DD/MM/YYYY HH:mm', 'Europe/Rome', '31/12/2020 23:30', '2020-12-31T22:30:00.000000Z'],
    ['YYYYMMDDHHmmss', 'Europe/Rome', '20201231233015', '2020-12-31T22:30:15.000000Z'],
    ['epoch-s', null, '1609459200.25', '2021-01-01T00:00:00.250000Z'],
    ['epoch-ms', null, '1609459200001', '2021-01-01T00:00:00.001000Z'],
    ['iso', 'Europe/Rome', '12:00', 'no-time'],
    ['iso', 'Europe/Rome', '', 'no-time'],
    ['iso', 'Europe/Rome', '2021-02-29 12:00', 'no-such-date'],
    ['iso', 'Europe/Rome', '2021-02-28 24:00', 'no-such-date'],
    ['iso', 'Europe/Rome', '2021-03-28 02:30', 'skipped-hour'],
    ['iso', null, '2021-03-01T12:00:00.1234567Z', 'finer-than-microseconds'],
    ['iso', null, '2021-03-01T12:00:00.1234560Z', '2021-03-01T12:00:00.123456Z'],
    ['epoch-s', null, '2021', '1970-01-01T00:33:41.000000Z'],
    ['epoch-s', null, 'x', 'no-time'],
  ])('%s in %s: %s is %s', (format, zone, text, expected) => {
    expect(read(format, zone, text)).toBe(expected)
  })

  test('a local time without a zone is no instant, and that is not for a row to decide', () => {
    expect(() => read('iso', null, '2021-03-01 12:00')).toThrow(/no zone/)
    expect(() => createTimeReader('iso', 'Europe/Roma')).toThrow(/no time zone Europe\/Roma/)
    expect(() => createTimeReader('HH:mm', 'Europe/Rome')).toThrow(/YYYY, MM and DD/)
  })
})

describe('the hour that autumn repeats', () => {
  const instants = (texts: readonly string[], series = () => '') => {
    const reader = createTimeReader('iso', 'Europe/Rome')
    return texts.map((text) => {
      const result = reader.read(`2021-10-31 ${text}`, series())
      return 'at' in result ? formatTime(result.at).slice(11, 16) : result.refused
    })
  }

  test('hourly rows: the first 02:00 is the earlier instant, the second the later', () => {
    expect(instants(['01:00', '02:00', '02:00', '03:00'])).toEqual(['23:00', '00:00', '01:00', '02:00'])
  })
  test('finer rows: the later hour begins where the clock goes back', () => {
    expect(instants(['02:00', '02:30', '02:00', '02:30', '03:00'])).toEqual([
      '00:00',
      '00:30',
      '01:00',
      '01:30',
      '02:00',
    ])
  })
  test('the order of each series counts, not that of the file', () => {
    const turns = ['a', 'b', 'a', 'b'].values()
    expect(instants(['02:00', '02:00', '02:00', '02:00'], () => turns.next().value!)).toEqual([
      '00:00',
      '00:00',
      '01:00',
      '01:00',
    ])
  })
  test('a zone that shifts by half an hour has half an hour twice', () => {
    const reader = createTimeReader('iso', 'Australia/Lord_Howe')
    const at = (text: string) => reader.read(`2021-04-04 ${text}`, '') as { at: number; repeated: boolean }
    const [first, second] = [at('01:45'), at('01:45')]
    expect(second.at - first.at).toBe(30 * 60_000_000)
    expect([first.repeated, second.repeated]).toEqual([false, true])
  })
})

test('a moment that a person gives is RFC 3339 or local to the zone', () => {
  expect(parseMoment('2022-09-01', 'Europe/Rome')).toBe(parseTime('2022-08-31T22:00:00Z'))
  expect(parseMoment('2022-09-01T00:00:00Z', 'Europe/Rome')).toBe(parseTime('2022-09-01T00:00:00Z'))
  expect(() => parseMoment('2022-09-01', null)).toThrow(/local time/)
  expect(() => parseMoment('yesterday', 'Europe/Rome')).toThrow(/yesterday/)
})
