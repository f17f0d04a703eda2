import { parseTime } from '@driftbild/core'
import { expect, test } from 'vitest'
import { isForToday } from './is-for-today.ts'

const ZONE = 'Europe/Stockholm'

test.each([
  ['what nobody has planned is', null, '2026-05-04T10:00:00Z', true],
  ['what is overdue is', '2026-05-01T10:00:00Z', '2026-05-04T10:00:00Z', true],
  ['the last minute of the local day is', '2026-05-04T21:59:00Z', '2026-05-04T04:00:00Z', true],
  ['the first minute of the next is not', '2026-05-04T22:00:00Z', '2026-05-04T04:00:00Z', false],
  ['nor at the end of a day of 25 hours', '2026-10-25T23:00:00Z', '2026-10-24T22:30:00Z', false],
  ['whose last hour is', '2026-10-25T22:30:00Z', '2026-10-24T22:30:00Z', true],
])('%s for today', (_, planned, at, expected) => {
  const plannedFor = planned === null ? null : parseTime(planned)
  expect(isForToday({ state: 'assigned', plannedFor }, parseTime(at), ZONE)).toBe(expected)
})

test('only what a crew has and has not ended is for today', () => {
  const at = parseTime('2026-05-04T10:00:00Z')
  const today = (
    ['draft', 'approved', 'assigned', 'in-progress', 'done', 'not-found', 'cancelled'] as const
  ).filter((state) => isForToday({ state, plannedFor: null }, at, ZONE))
  expect(today).toEqual(['assigned', 'in-progress'])
})
