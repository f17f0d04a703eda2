import { expect, test } from 'vitest'
import { ownPlane } from './own-plane.ts'
import { toSweref, toWgs84 } from './sweref.ts'

/** A drawing in feet, turned by thirty degrees. */
const drawn = ([x, y]: [number, number]) => {
  const [cos, sin] = [Math.cos(Math.PI / 6), Math.sin(Math.PI / 6)]
  return toWgs84([820_000 + 0.3048 * (x * cos - y * sin), 7_290_000 + 0.3048 * (x * sin + y * cos)])
}
const corners: [number, number][] = [
  [0, 0],
  [5_000, 0],
  [5_000, 4_000],
]

test('two points lay a plane on the earth, and back again to what came in', () => {
  const plane = ownPlane(corners.slice(0, 2).map((file) => ({ file, at: drawn(file) })))!
  expect(plane.scale).toBeCloseTo(0.3048, 6)
  expect(plane.turn).toBeCloseTo(30, 6)
  const [there, meant] = [toSweref(plane.toWgs84([1_234, 2_345])), toSweref(drawn([1_234, 2_345]))]
  expect(Math.hypot(there[0] - meant[0], there[1] - meant[1])).toBeLessThan(1e-5)
  const [x, y] = plane.fromWgs84(plane.toWgs84([1_234, 2_345]))
  expect([x, y].map((value) => Math.round(value * 1e4) / 1e4)).toEqual([1_234, 2_345])
})

test('with more of them each says by how much it is off', () => {
  const points = corners.map((file) => ({ file, at: drawn(file) }))
  expect(ownPlane(points)!.spread).toBeLessThan(1e-4)
  const [east, north] = toSweref(points[2]!.at)
  const wrong = ownPlane([...points.slice(0, 2), { file: corners[2]!, at: toWgs84([east + 30, north]) }])!
  expect(wrong.residuals.every((off) => off > 3 && off < 30)).toBe(true)
  expect(wrong.spread).toBeGreaterThan(5)
})

test('one point, or several in one place, tell no plane', () => {
  const at = drawn([0, 0])
  expect(ownPlane([])).toBeNull()
  expect(ownPlane([{ file: [1, 1], at }])).toBeNull()
  expect(
    ownPlane([
      { file: [1, 1], at },
      { file: [1, 1], at: drawn([9, 9]) },
    ]),
  ).toBeNull()
  expect(
    ownPlane([
      { file: [1, 1], at },
      { file: [2, 2], at },
    ]),
  ).toBeNull()
})
