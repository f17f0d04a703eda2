import { expect, test } from 'vitest'
import { documentsToTake } from './keep-documents.ts'

const document = (id: string, bytes: number) => ({
  ...{ id, bytes, name: id, kind: 'manual' as const, mediaType: 'application/pdf', hash: '0'.repeat(64) },
  ...{
    madeAt: null,
    addedAt: '2026-05-04T08:00:00Z',
    addedBy: 'u1',
    visibility: 'staff' as const,
    assets: [],
  },
})
const taken = (budget: number, ...visits: ReturnType<typeof document>[][]) =>
  documentsToTake(
    visits.map((documents) => ({ documents })),
    budget,
  ).map(({ id }) => id)

test('the next visits’ documents come first, and one that is too large leaves its room to smaller ones', () => {
  expect(taken(100, [document('a', 60)], [document('b', 50), document('c', 40)], [document('d', 1)])).toEqual(
    ['a', 'c'],
  )
})

test('a document of two visits is taken once', () => {
  expect(taken(100, [document('a', 60)], [document('a', 60), document('b', 40)])).toEqual(['a', 'b'])
})
