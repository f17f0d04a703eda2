import { expect, test } from 'vitest'
import { cutLine } from './cut-line.ts'

const square = { low: 0, high: 100, tolerance: 2 }
const cut = (...points: [number, number][]) => cutLine(points.length, (i) => points[i]!, square)

test.each([
  [
    'inside it stays whole',
    [
      [10, 10],
      [20, 30],
      [90, 90],
    ],
    [
      [
        [10, 10],
        [20, 30],
        [90, 90],
      ],
    ],
  ],
  [
    'through it, it is cut at both edges',
    [
      [-50, 50],
      [150, 50],
    ],
    [
      [
        [0, 50],
        [100, 50],
      ],
    ],
  ],
  [
    'past it, nothing is left',
    [
      [-50, 50],
      [50, 150],
      [50, 200],
    ],
    [],
  ],
  [
    'out and in again it is two pieces',
    [
      [50, 50],
      [150, 50],
      [150, 60],
      [50, 60],
    ],
    [
      [
        [50, 50],
        [100, 50],
      ],
      [
        [100, 60],
        [50, 60],
      ],
    ],
  ],
  [
    'a point that is nearly on the one before is left out',
    [
      [10, 10],
      [10.4, 10.6],
      [60, 60],
    ],
    [
      [
        [10, 10],
        [60, 60],
      ],
    ],
  ],
  [
    'its end stays, however near it is',
    [
      [10, 10],
      [60, 60],
      [60, 61],
    ],
    [
      [
        [10, 10],
        [60, 61],
      ],
    ],
  ],
  [
    'of one that is shorter than a unit nothing is left',
    [
      [10, 10],
      [10.2, 10.2],
    ],
    [],
  ],
] as [string, [number, number][], [number, number][][]][])('a line: %s', (_, points, pieces) => {
  expect(cut(...points)).toEqual(pieces)
})
