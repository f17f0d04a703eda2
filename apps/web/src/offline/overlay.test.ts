import type { FieldDay } from '@driftbild/api/contract'
import { describe, expect, test } from 'vitest'
import { rebased, renewDay, seenDay } from './overlay.ts'
import type { QueueEntry, Work } from './queue-entry.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

const visit = (n: number, tag: string, over: object = {}): FieldDay['visits'][number] =>
  ({
    order: { id: id(n), state: 'assigned', note: '', revision: 3, conflicts: [], ...over },
    asset: { tag },
  }) as unknown as FieldDay['visits'][number]

const day = (visits: FieldDay['visits'], stops: FieldDay['stops'] = []): FieldDay => ({
  ...{ now: 1, day: '2026-05-04', crew: 'Lag 2', crews: ['Lag 2'], own: [], visits, stops, places: [] },
})

let position = 0
const entry = (work: Work, over: Partial<QueueEntry> = {}): QueueEntry => ({
  ...{ position: ++position, schema: 1, user: 'u1', municipality: '9999', madeAt: 0, clockOffset: null },
  ...{ refused: null, work, ...over },
})
const sets = (order: number, field: 'note' | 'state', value: unknown, baseRevision = 3): Work => ({
  ...{ kind: 'order', order: id(order), title: '' },
  commands: [{ id: id(900 + position), baseRevision, field, value, at: 5 }],
})

describe('the day that a crew sees', () => {
  test('has what was done since, in the order in which it was done, and says that it waits', () => {
    const entries = [entry(sets(1, 'state', 'in-progress')), entry(sets(1, 'state', 'assigned'))]
    const [first, second] = seenDay(day([visit(1, 'A'), visit(2, 'B')]), { entries, settled: [] }, 'u1')
    expect([first!.order.state, first!.waiting]).toEqual(['assigned', true])
    expect([second!.order.state, second!.waiting]).toEqual(['assigned', false])
  })

  test('has in dispute what nobody here has settled', () => {
    const conflicts = [{ command: id(70) }, { command: id(71) }]
    const [only] = seenDay(day([visit(1, 'A', { conflicts })]), { entries: [], settled: [id(70)] }, 'u1')
    expect(only!.disputes).toEqual([{ command: id(71) }])
  })

  test('does not show as done what the centre refused', () => {
    const refused = entry(sets(1, 'state', 'done'), { refused: { code: 'forbidden', status: 403 } })
    expect(seenDay(day([visit(1, 'A')]), { entries: [refused], settled: [] }, 'u1')[0]!.order.state).toBe(
      'assigned',
    )
  })

  test('is in the order of the round, with what the crew turned itself', () => {
    const stops = ['B', 'A'].map((asset) => ({ asset, order: null, visitedAt: null, skipped: null }))
    const planned = day([visit(1, 'A'), visit(2, 'B'), visit(3, 'C')], stops)
    const tags = (entries: QueueEntry[]) =>
      seenDay(planned, { entries, settled: [] }, 'u1').map(({ asset }) => asset!.tag)
    expect(tags([])).toEqual(['B', 'A', 'C'])
    const stopAtC = [{ asset: 'C', order: null }]
    const turn = { id: id(50), at: 1, type: 'reorder' as const, stops: stopAtC }
    const turned = entry({ kind: 'round', day: '2026-05-04', name: 'Lag 2', commands: [turn] })
    expect(tags([turned])).toEqual(['C', 'B', 'A'])
  })
})

describe('a day that is fetched again', () => {
  const before = day([visit(1, 'A', { state: 'done' }), visit(2, 'B'), visit(3, 'C')])
  const waits = (n: number) => (one: FieldDay['visits'][number]) => one.order.id === id(n)
  const ids = (renewed: FieldDay) => renewed.visits.map(({ order }) => order.id)

  test('keeps what is ended and what waits, and lets go what is another crew’s now', () => {
    expect(ids(renewDay(before, day([visit(4, 'D')]), waits(3)))).toEqual([id(4), id(1), id(3)])
  })

  test('begins anew the next day, but for what waits', () => {
    const next = { ...day([visit(4, 'D')]), day: '2026-05-05' }
    expect(ids(renewDay(before, next, waits(3)))).toEqual([id(4), id(3)])
  })

  test('believes the centre about an order that it has', () => {
    expect(renewDay(before, day([visit(2, 'B', { note: 'ny' })]), waits(2)).visits[0]!.order.note).toBe('ny')
  })
})

test('what still waits knows of what its person sent before, in the fields that were sent', () => {
  const sent = { order: id(1), fields: new Set(['note'] as const), revision: 7 }
  const baseOf = (work: Work) => {
    const after = rebased(entry(work), sent).work
    return after.kind === 'order' ? after.commands[0]!.baseRevision : null
  }
  expect(baseOf(sets(1, 'note', 'x'))).toBe(7)
  expect(baseOf(sets(1, 'state', 'done'))).toBe(3)
  expect(baseOf(sets(2, 'note', 'x'))).toBe(3)
  expect(baseOf(sets(1, 'note', 'x', 9))).toBe(9)
})
