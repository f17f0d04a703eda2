import { describe, expect, test } from 'vitest'
import {
  applyCommand,
  isOpen,
  missingFor,
  nextStates,
  OrderCommand,
  type OrderState,
  orderStates,
  type WorkOrder,
} from './work-order.ts'

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const order = (over: Partial<WorkOrder> = {}): WorkOrder => ({
  id: id(1),
  number: 1,
  fault: id(2),
  subject: { type: 'asset', tag: 'P-3' },
  kind: 'predictive',
  createdAt: 0,
  revision: 0,
  changed: {},
  conflicts: [],
  state: 'draft',
  title: 'Kontrollera pump P-3',
  note: '',
  priority: 'normal',
  assignee: null,
  plannedFor: null,
  parts: [],
  outcome: null,
  ...over,
})
let next = 10
const command = (field: OrderCommand['field'], value: unknown, baseRevision = 0, at = 100): OrderCommand =>
  OrderCommand.parse({ id: id(next++), baseRevision, field, value, at })

describe('a command', () => {
  test('sets a field and raises the revision', () => {
    const after = applyCommand(order(), command('note', 'oil on the floor'), 'anna')
    expect(after).toMatchObject({ note: 'oil on the floor', revision: 1, conflicts: [] })
  })

  test('changes nothing when the field already has the value', () => {
    const before = order({ note: 'x' })
    expect(applyCommand(before, command('note', 'x'), 'anna')).toBe(before)
  })

  test('does not conflict with somebody’s change to another field', () => {
    const one = applyCommand(order(), command('note', 'a', 0, 100), 'anna')
    const two = applyCommand(one, command('priority', 'high', 0, 50), 'bo')
    expect(two).toMatchObject({ note: 'a', priority: 'high', conflicts: [] })
  })

  test('that is older than an unseen change is kept as a conflict', () => {
    const one = applyCommand(order(), command('note', 'a', 0, 100), 'anna')
    const two = applyCommand(one, command('note', 'b', 0, 90), 'bo')
    expect(two.note).toBe('a')
    expect(two.revision).toBe(one.revision)
    expect(two.conflicts).toMatchObject([{ field: 'note', kept: 'a', refused: 'b', by: 'bo' }])
  })

  test('that is newer than an unseen change wins and keeps the other value too', () => {
    const one = applyCommand(order(), command('note', 'a', 0, 100), 'anna')
    const two = applyCommand(one, command('note', 'b', 0, 110), 'bo')
    expect(two.note).toBe('b')
    expect(two.conflicts).toMatchObject([{ kept: 'b', refused: 'a' }])
  })

  test('on top of what its sender saw never conflicts, whatever the clocks say', () => {
    const one = applyCommand(order(), command('note', 'a', 0, 100), 'anna')
    const two = applyCommand(one, command('note', 'b', one.revision, 5), 'anna')
    expect(two).toMatchObject({ note: 'b', conflicts: [] })
  })

  test('to a state that can’t be reached from here is kept as a conflict', () => {
    const after = applyCommand(order({ state: 'cancelled' }), command('state', 'done'), 'bo')
    expect(after.state).toBe('cancelled')
    expect(after.conflicts).toMatchObject([{ reason: 'not-from-here', refused: 'done' }])
  })

  test('is refused when its value does not fit its field', () => {
    for (const [field, value] of [
      ['state', 'finished'],
      ['note', 7],
      ['outcome', { found: 'yes' }],
    ] as const) {
      const parsed = OrderCommand.safeParse({ id: id(1), baseRevision: 0, field, value, at: 1 })
      expect(parsed.error?.issues[0]?.path[0]).toBe('value')
    }
  })
})

test('every state can be left or is an end that can be taken back', () => {
  expect(orderStates.length).toBeGreaterThan(0)
  for (const state of orderStates) expect(nextStates[state].length).toBeGreaterThan(0)
})

test.each<[OrderState, boolean]>([
  ['draft', true],
  ['in-progress', true],
  ['done', false],
  ['not-found', false],
  ['cancelled', false],
])('%s is open: %s', (state, open) => expect(isOpen(state)).toBe(open))

test('an order is given to somebody before work and closed with what was found', () => {
  expect(missingFor(order(), 'assigned')).toBe('assignee')
  expect(missingFor(order({ assignee: 'bo' }), 'in-progress')).toBeNull()
  expect(missingFor(order({ assignee: 'bo' }), 'done')).toBe('outcome')
  expect(missingFor(order(), 'cancelled')).toBeNull()
})

test('an inspection ends with how good the asset is, unless it could not be looked at', () => {
  const outcome = { found: false, cause: 'x', action: '', asset: null }
  const inspection = (grade?: number) =>
    order({ kind: 'inspection', fault: null, outcome: { ...outcome, ...(grade && { grade }) } })
  expect(missingFor(inspection(), 'done')).toBe('grade')
  expect(missingFor(inspection(3), 'done')).toBeNull()
  expect(missingFor(inspection(), 'not-found')).toBeNull()
})
