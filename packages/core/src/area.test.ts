import { expect, test } from 'vitest'
import { reachesInto } from './area.ts'
import type { Position } from './geometry.ts'

/** An L: what a box around it holds isn't all in it. */
const area: Position[] = [
  [0, 0],
  [4, 0],
  [4, 1],
  [1, 1],
  [1, 4],
  [0, 4],
]
const point = (...coordinates: Position) => ({ type: 'Point' as const, coordinates })
const line = (...coordinates: Position[]) => ({ type: 'LineString' as const, coordinates })
const square = (x: number, y: number, size: number) => ({
  type: 'Polygon' as const,
  coordinates: [
    [
      [x, y],
      [x + size, y],
      [x + size, y + size],
      [x, y + size],
      [x, y],
    ] as Position[],
  ],
})

test.each([
  ['a point in it', point(0.5, 3), true],
  ['a point in its box only', point(3, 3), false],
  ['a line with an end in it', line([0.5, 0.5], [9, 9]), true],
  ['a line that passes through it', line([-1, 2], [2, 2]), true],
  ['a line that passes by', line([2, 2], [5, 3]), false],
  ['an area that holds it', square(-1, -1, 9), true],
  ['an area that it reaches into', square(3.5, 0.5, 5), true],
  ['an area beside it', square(2, 2, 1), false],
])('%s: %s', (_, geometry, reaches) => {
  expect(reachesInto(geometry, area)).toBe(reaches)
})
