import { expect, test } from 'vitest'
import { pointsOf, shapeOf } from '../../map/shape.ts'
import { draftOf, isMoved, methodOf, type PlaceAction, placeDraft, shapeNow } from './place-draft.ts'

const line = draftOf(
  shapeOf({
    type: 'LineString',
    coordinates: [
      [0, 0],
      [2, 0],
      [4, 0],
    ],
  }),
)
const after = (...actions: PlaceAction[]) => actions.reduce(placeDraft, line)

test('each step is taken back, with the point that was chosen then', () => {
  const draft = after(
    { do: 'move', index: 2, to: [4, 1], by: 'map' },
    { do: 'add', behind: 0 },
    { do: 'back' },
  )
  expect(pointsOf(shapeNow(draft))).toEqual([
    [0, 0],
    [2, 0],
    [4, 1],
  ])
  expect(draft.chosen).toBe(2)
  const begun = placeDraft(placeDraft(draft, { do: 'back' }), { do: 'back' })
  expect(isMoved(begun)).toBe(false)
  expect(begun).toEqual(line)
})

test('a point that was added is the chosen one, and the one before it when it goes again', () => {
  const added = after({ do: 'add', behind: 1 })
  expect(added.chosen).toBe(2)
  expect(pointsOf(shapeNow(added))[2]).toEqual([3, 0])
  const removed = placeDraft(added, { do: 'remove', index: 2 })
  expect(shapeNow(removed)).toEqual(shapeNow(line))
  expect(removed.chosen).toBe(1)
})

test('a line keeps its two ends', () => {
  const two = after({ do: 'remove', index: 1 })
  expect(placeDraft(two, { do: 'remove', index: 0 })).toBe(two)
})

test('choosing goes no farther than there are points', () => {
  expect(after({ do: 'choose', index: 9 }).chosen).toBe(2)
  expect(after({ do: 'choose', index: -1 }).chosen).toBe(0)
})

test('it is typed where nothing was drawn, and drawn where anything was', () => {
  const typed = after({ do: 'move', index: 0, to: [1, 1], by: 'typed' })
  expect(methodOf(typed)).toBe('typed')
  expect(methodOf(placeDraft(typed, { do: 'move', index: 1, to: [1, 2], by: 'map' }))).toBe('map')
})
