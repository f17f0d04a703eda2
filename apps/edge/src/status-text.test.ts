import { HOUR, MINUTE, SECOND } from '@driftbild/core'
import { expect, test } from 'vitest'
import { statusText } from './status-text.ts'
import { aReport, aStatus, NOW } from './testing/status.ts'

const lines = (...status: Parameters<typeof aStatus>) => statusText(aStatus(...status), NOW).split('\n')

test('of an edge with everything well', () => {
  expect(lines({}, { devices: [aReport({ newest: NOW - 10 * SECOND })] })).toEqual([
    'outbox        /edge/outbox.sqlite',
    'collector     11111111-1111-4111-8111-111111111111',
    'epoch         00000000-0000-4000-8000-000000000001',
    'waiting       0 entries',
    'acknowledged  100',
    'centre        takes what is read; it last answered 2026-01-10T12:00:00.000000Z, 0 s ago',
    'disk          1.0 MB of 4096.0 MB, 8192.0 MB free on it',
    'last active   2026-01-10T12:00:00.000000Z, 0 s ago',
    'device        pump-1 at 10.0.0.4:502 answers; its newest value is of 2026-01-10T11:59:50.000000Z, 10 s ago',
  ])
})

test('how long the disk lasts is told with the rate that it follows from', () => {
  const rate = { entries: 36_000, bytes: 2.5 * 1024 ** 2 }
  const disk = (lasts: number) => lines({ rate, lasts }).filter((line) => /disk/.test(line))
  expect(disk(61.9)).toEqual([
    'disk          1.0 MB of 4096.0 MB, 8192.0 MB free on it, 36000 entries and 2.5 MB an hour',
    '              at this rate the disk lasts 61 h without the centre',
  ])
  expect(disk(1.5)[1]).toMatch(/the disk lasts 90 min /)
  expect(disk(2400)[1]).toMatch(/the disk lasts 100 days /)
})

test('what isn’t well is told where a person looks for it', () => {
  const text = lines(
    {
      waiting: 5,
      oldest: NOW - 3 * HOUR,
      setAside: 2,
      devices: [
        {
          id: 'pump-1',
          address: '10.0.0.4:502',
          silent: [{ reason: 'timeout', since: NOW - 5 * MINUTE, signals: 3 }],
        },
      ],
    },
    {
      devices: [
        aReport({
          clock: { offset: -90 * SECOND, isOff: true, jumps: 1 },
          caveat: 'pump-1 does not tell which alarms stand',
        }),
      ],
      centre: {
        answered: NOW - 2 * HOUR,
        problem: 'https://centre can’t be reached',
        batches: {},
        entries: 0,
      },
      clock: { centre: { offset: 3.2 * SECOND, isOff: true, jumps: 0 }, jumps: 1 },
      disk: { problem: 'the disk with /edge is full', takes: false },
      reloads: { count: 1, said: '', problem: 'edge.yaml:3:1 apy: unknown name' },
    },
  )
  for (const expected of [
    'waiting       5 entries, the oldest from 2026-01-10T09:00:00.000000Z, 3 h ago',
    'centre        https://centre can’t be reached; it last answered 2026-01-10T10:00:00.000000Z, 2 h ago',
    '              the disk with /edge is full',
    'clock         3.2 s ahead of the centre’s: give this machine a time server; jumped once since the edge began',
    'configuration edge.yaml:3:1 apy: unknown name',
    'set aside     2 entries that the centre refused; "edge set-aside" lists them',
    'device        pump-1 at 10.0.0.4:502: 3 signals timeout since 2026-01-10T11:55:00.000000Z, 5 min ago: it is there and does not answer',
    '              its clock is 90.0 s behind this machine’s: set it, or give it a time server',
    '              pump-1 does not tell which alarms stand',
  ])
    expect(text).toContain(expected)
})

test('an edge that does not run is said not to, and nothing is said as if it did', () => {
  const text = lines(
    { alive: NOW - HOUR },
    { centre: { answered: null, problem: null, batches: {}, entries: 0 } },
  )
  expect(text).toContain('last active   2026-01-10T11:00:00.000000Z, 60 min ago: it does not run')
  expect(text.at(-1)).toMatch(/^device +pump-1 at 10\.0\.0\.4:502 answered when the edge last ran/)
  expect(text.some((line) => line.startsWith('centre'))).toBe(false)
})
