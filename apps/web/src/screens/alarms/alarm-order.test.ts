import { expect, test } from 'vitest'
import { inOrder } from './alarm-order.ts'

const now = Date.parse('2026-01-15T12:00:00Z')
const alarm = (name: string, raisedAt: string, more = {}) => ({
  name,
  raisedAt,
  clearedAt: null as string | null,
  acknowledged: false,
  shelvedUntil: null as string | null,
  suppressed: null,
  priority: 'low' as 'low' | 'high' | 'critical',
  ...more,
})

test('what waits comes first, the worst and newest of it on top', () => {
  const alarms = [
    alarm('cleared', '2026-01-15T11:59:00Z', { priority: 'critical', clearedAt: '2026-01-15T11:59:30Z' }),
    alarm('seen', '2026-01-15T11:58:00Z', { priority: 'critical', acknowledged: true }),
    alarm('older low', '2026-01-15T08:00:00Z'),
    alarm('newer low', '2026-01-15T09:00:00Z'),
    alarm('high', '2026-01-14T09:00:00Z', { priority: 'high' }),
    alarm('shelved', '2026-01-15T09:30:00Z', { priority: 'high', shelvedUntil: '2026-01-16T00:00:00Z' }),
    alarm('shelving over', '2026-01-13T09:30:00Z', {
      priority: 'high',
      shelvedUntil: '2026-01-14T00:00:00Z',
    }),
  ]
  expect(inOrder(alarms, now).map((a) => a.name)).toEqual([
    'high',
    'shelving over',
    'newer low',
    'older low',
    'seen',
    'shelved',
    'cleared',
  ])
})
