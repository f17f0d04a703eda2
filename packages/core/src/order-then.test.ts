import { expect, test } from 'vitest'
import { type OrderEvent, orderThen } from './order-then.ts'
import { applyCommand, type WorkOrder } from './work-order.ts'

const ID = '00000000-0000-4000-8000-000000000001'
const made: WorkOrder = {
  ...{ id: ID, number: 1, fault: ID, subject: { type: 'asset', tag: 'P-3' }, kind: 'corrective' },
  ...{ createdAt: 100, revision: 0, changed: {}, conflicts: [], state: 'draft', title: 'Look', note: '' },
  ...{ priority: 'normal', assignee: null, plannedFor: null, parts: [], outcome: null },
}
const event = (at: number, field: OrderEvent['field'], value: unknown, baseRevision = 99): OrderEvent => ({
  ...{ at, field, value, baseRevision, by: 'anna' },
})
const events = [
  event(110, 'state', 'approved'),
  event(120, 'assignee', 'Lag Nord'),
  event(121, 'state', 'assigned'),
  // Two hours without coverage: heard of after the office took the order back, and refused.
  event(200, 'state', 'approved'),
  event(150, 'state', 'in-progress', 3),
  event(300, 'state', 'cancelled'),
]
const now = events.reduce((order, { by, ...one }) => applyCommand(order, { ...one, id: ID }, by), made)

test.each([
  [99, null, null],
  [100, 'draft', null],
  [119, 'approved', null],
  [121, 'assigned', 'Lag Nord'],
  [250, 'approved', 'Lag Nord'],
  [300, 'cancelled', 'Lag Nord'],
])('at %i it stood as %s, with %s', (then, state, assignee) => {
  const order = orderThen(now, events, then)
  expect(order && [order.state, order.assignee]).toEqual(state && [state, assignee])
})

test('as of now it is what it is', () => {
  expect(orderThen(now, events, 1_000)).toMatchObject({ state: now.state, conflicts: now.conflicts })
  expect(now.conflicts).toHaveLength(1)
})
