import { parseTime } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import { coarse, makeFormat } from './format.ts'
import { SHARE, shownUnit } from './shown-unit.ts'

const sv = makeFormat('sv', 'Europe/Stockholm', Date.now)
const en = makeFormat('en', 'Europe/Stockholm', Date.now)
const plain = (text: string) => text.replaceAll(/\s/g, ' ')

describe('numbers', () => {
  test('follow the language', () => {
    expect(sv.value(4.2, 'bar')).toBe('4,20')
    expect(en.value(4.2, 'bar')).toBe('4.20')
    expect(plain(sv.number(12345.67, 0))).toBe('12 346')
  })

  test('have the decimals that their instrument can show', () => {
    expect(plain(sv.value(1457.62, '/min'))).toBe('1 458')
    expect(sv.value(37.24, 'm3/h')).toBe('37,2')
    expect(sv.value(5.356, 'mm/s')).toBe('5,4')
  })

  test('a value that rounds to nothing is zero, not minus zero', () => {
    expect(en.value(-0.001, 'bar')).toBe('0.00')
  })
})

describe('times', () => {
  test('are read in the municipality’s zone, winter and summer', () => {
    expect(sv.clock('2026-01-15T12:00:00Z')).toBe('13:00')
    expect(sv.clock('2026-07-15T12:00:00Z')).toBe('14:00')
  })

  test('microseconds and RFC 3339 mean the same', () => {
    const at = '2026-03-01T05:30:00.000000Z'
    expect(sv.exact(parseTime(at))).toBe(sv.exact(at))
  })

  test('a range within one day says the day once', () => {
    const range = sv.range('2020-05-04T08:00:00Z', '2020-05-04T10:30:00Z')
    expect(range).toContain('10:00–12:30')
    expect(range.match(/2020/g)).toHaveLength(1)
  })
})

describe('spans', () => {
  test.each([
    [89_000, 89, 'second'],
    [25 * 60_000, 25, 'minute'],
    [26 * 3_600_000, 26, 'hour'],
    [60 * 3_600_000, 3, 'day'],
    [-3 * 86_400_000, -3, 'day'],
  ])('%d ms is %d %ss', (ms, count, unit) => {
    expect(coarse(ms)).toEqual({ count, unit })
  })

  test('read forwards and backwards', () => {
    const now = Date.parse('2026-01-15T12:00:00Z')
    expect(plain(sv.relative('2026-01-18T12:00:00Z', now))).toBe('om 3 dagar')
    expect(plain(en.relative('2026-01-15T11:35:00Z', now))).toBe('25 minutes ago')
  })
})

describe('a fraction that people read as per cent', () => {
  test('is shown so, on a value and on an axis', () => {
    expect(shownUnit('K-1/fill', '1')).toBe(SHARE)
    expect(sv.value(0.834, SHARE)).toBe('83')
    expect(sv.tick(0.5, SHARE)).toBe('50')
  })
  test('a count without a unit stays a count', () => {
    expect(shownUnit('P-1/starts', '1')).toBe('1')
    expect(plain(sv.value(8120, '1'))).toBe('8 120')
  })
  test('a fill that is measured in per cent already is left alone', () => {
    expect(shownUnit('K-1/fill', '%')).toBe('%')
  })
})
