import { describe, expect, test } from 'vitest'
import { dueNotices, type NoticeRule, retryAt } from './notice.ts'
import type { Shift } from './rota.ts'
import { HOUR, MINUTE, parseTime } from './time.ts'

const ZONE = 'Europe/Stockholm'
const NOON = parseTime('2026-11-02T12:00:00+01:00')
const shift = (user: string, line: number, more: Partial<Shift> = {}): Shift => ({
  ...{ user, line, service: null, from: NOON - 24 * HOUR, to: NOON + 48 * HOUR },
  ...more,
})
const rule: NoticeRule = {
  channels: [{ id: 'mail', isPersonal: true }],
  escalateMinutes: 15,
  quiet: null,
}
const rota = [shift('Anna', 1), shift('Bo', 2), shift('Cilla', 3)]

const told = (
  minutes: number,
  {
    with: by = rule,
    shifts = rota,
    calledAt = NOON,
  }: { with?: NoticeRule; shifts?: Shift[]; calledAt?: number } = {},
) =>
  dueNotices({ service: 'water', calledAt }, by, shifts, {
    now: calledAt + minutes * MINUTE,
    zone: ZONE,
  }).map(({ channel, user, line }) => `${channel} ${user ?? '–'} ${line}`)

describe('who is told of an alarm', () => {
  test('is the first line at once, and the next ones while nobody acknowledges', () => {
    expect(told(0)).toEqual(['mail Anna 1'])
    expect(told(14)).toEqual(['mail Anna 1'])
    expect(told(15)).toEqual(['mail Anna 1', 'mail Bo 2'])
    expect(told(31)).toEqual(['mail Anna 1', 'mail Bo 2', 'mail Cilla 3'])
    expect(told(600, { with: { ...rule, escalateMinutes: null } })).toEqual(['mail Anna 1'])
  })

  test('is the next line at once where nobody is on call on the first', () => {
    expect(told(0, { shifts: [shift('Bo', 2)] })).toEqual(['mail Bo 2'])
    expect(told(0, { shifts: [] })).toEqual([])
  })

  test('is whoever is on call now, for that service', () => {
    const shifts = [
      shift('Anna', 1, { to: NOON }),
      shift('Bo', 1, { from: NOON }),
      shift('Cilla', 1, { service: 'lighting' }),
      shift('Dan', 1, { service: 'water' }),
    ]
    expect(told(0, { shifts })).toEqual(['mail Bo 1', 'mail Dan 1'])
  })

  test('is a machine once, whoever is on call', () => {
    const both: NoticeRule = { ...rule, channels: [...rule.channels, { id: 'hook', isPersonal: false }] }
    expect(told(20, { with: both })).toEqual(['hook – 1', 'mail Anna 1', 'mail Bo 2'])
    expect(told(0, { with: both, shifts: [] })).toEqual(['hook – 1'])
  })
})

describe('in quiet hours', () => {
  const night: NoticeRule = { ...rule, quiet: { from: 22 * 60, to: 6 * 60 } }
  const evening = parseTime('2026-11-02T23:30:00+01:00')

  test('nobody is told until they are over, and the next line has its time from then', () => {
    const ask = (minutes: number) => told(minutes, { with: night, calledAt: evening })
    expect(ask(0)).toEqual([])
    expect(ask(6 * 60 + 29)).toEqual([])
    expect(ask(6 * 60 + 30)).toEqual(['mail Anna 1'])
    expect(ask(6 * 60 + 45)).toEqual(['mail Anna 1', 'mail Bo 2'])
  })

  test('a stretch within a day is quiet, too', () => {
    const lunch: NoticeRule = { ...rule, quiet: { from: 12 * 60, to: 13 * 60 } }
    expect(told(30, { with: lunch })).toEqual([])
    expect(told(60, { with: lunch })).toEqual(['mail Anna 1'])
  })
})

test('a message that failed is tried again, less and less often, and given up in the end', () => {
  const waits = Array.from({ length: 9 }, (_, i) => retryAt(i + 1, 0))
  const known = waits.filter((wait) => wait !== null)
  expect(known).toHaveLength(7)
  expect(known).toEqual(known.toSorted((a, b) => a - b))
  expect(waits.slice(7)).toEqual([null, null])
})
