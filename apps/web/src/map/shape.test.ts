import type { Geometry } from '@driftbild/core'
import { describe, expect, test } from 'vitest'
import {
  geometryOf,
  mayRemove,
  middles,
  placeBehind,
  pointsOf,
  shapeOf,
  withAdded,
  withMoved,
  withRemoved,
} from './shape.ts'

const point: Geometry = { type: 'Point', coordinates: [17, 59] }
const line: Geometry = {
  type: 'LineString',
  coordinates: [
    [0, 0],
    [2, 0],
    [2, 4],
  ],
}
const square = [
  [0, 0],
  [8, 0],
  [8, 8],
  [0, 8],
  [0, 0],
] as [number, number][]
const hole = [
  [2, 2],
  [4, 2],
  [4, 4],
  [2, 2],
] as [number, number][]
const area: Geometry = { type: 'Polygon', coordinates: [square, hole] }

describe('a shape', () => {
  test.each([point, line, area])('of a $type is the same geometry again', (geometry) => {
    expect(geometryOf(shapeOf(geometry))).toEqual(geometry)
  })

  test('has a ring’s corners once each, and what moves one closes the ring again', () => {
    const shape = shapeOf(area)
    expect(pointsOf(shape)).toHaveLength(7)
    const moved = geometryOf(withMoved(shape, 4, [3, 3]))
    expect(moved.coordinates[0]).toEqual(square)
    expect(moved.coordinates[1]).toEqual([
      [3, 3],
      [4, 2],
      [4, 4],
      [3, 3],
    ])
  })

  test('takes a point between two, and beyond a line’s end', () => {
    const shape = shapeOf(line)
    expect(middles(shape)).toEqual([
      { after: 0, at: [1, 0] },
      { after: 1, at: [2, 2] },
    ])
    expect(placeBehind(shape, 2)).toEqual([2, 6])
    expect(pointsOf(withAdded(shape, 0, placeBehind(shape, 0)!))).toEqual([
      [0, 0],
      [1, 0],
      [2, 0],
      [2, 4],
    ])
  })

  test('of an area has a middle on every side, the closing ones too', () => {
    expect(middles(shapeOf(area)).map(({ after }) => after)).toEqual([0, 1, 2, 3, 4, 5, 6])
    expect(middles(shapeOf(area))[3]).toEqual({ after: 3, at: [0, 4] })
    expect(middles(shapeOf(area))[6]).toEqual({ after: 6, at: [3, 3] })
  })

  test('keeps the points without which it is none', () => {
    expect(mayRemove(shapeOf(point), 0)).toBe(false)
    expect(mayRemove(shapeOf(line), 1)).toBe(true)
    expect(mayRemove(withRemoved(shapeOf(line), 1), 1)).toBe(false)
    expect(mayRemove(shapeOf(area), 1)).toBe(true)
    expect(mayRemove(shapeOf(area), 5)).toBe(false)
    expect(placeBehind(shapeOf(point), 0)).toBeNull()
  })
})
