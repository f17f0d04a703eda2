import type { Position } from '@driftbild/core'
import type { XY } from './network.ts'
import { toSweref, toWgs84 } from './sweref.ts'

/** A place of which it is known where it lies both in a file's own plane and on the earth. */
export interface ControlPoint {
  file: XY
  /** Longitude and latitude. */
  at: Position
}

/** A file's own plane, laid on the earth. */
export interface OwnPlane {
  toWgs84: (at: XY) => Position
  fromWgs84: (at: Position) => XY
  /** Metres of SWEREF 99 TM that one unit of the file is long. */
  scale: number
  /** Degrees that the file's plane is turned by, counter-clockwise. */
  turn: number
  /** Metres by which each control point is off, in their order. */
  residuals: number[]
  /** Root mean square of the residuals. */
  spread: number
}

/**
 * The similarity (move, turn, scale) with the least squares of residuals in SWEREF 99 TM, as a complex line w = a z + b.
 * Null where the points don't tell one: fewer than two, or all in one place in either plane.
 */
export function ownPlane(points: readonly ControlPoint[]): OwnPlane | null {
  const pairs = points.map(({ file, at }) => ({ z: file, w: toSweref(at) }))
  const middle = (of: 'z' | 'w'): XY => [
    pairs.reduce((sum, pair) => sum + pair[of][0], 0) / pairs.length,
    pairs.reduce((sum, pair) => sum + pair[of][1], 0) / pairs.length,
  ]
  const [zm, wm] = [middle('z'), middle('w')]
  let [re, im, size] = [0, 0, 0]
  for (const { z, w } of pairs) {
    const [zx, zy] = [z[0] - zm[0], z[1] - zm[1]]
    const [wx, wy] = [w[0] - wm[0], w[1] - wm[1]]
    re += zx * wx + zy * wy
    im += zx * wy - zy * wx
    size += zx * zx + zy * zy
  }
  const [a, b] = [re / size, im / size]
  const square = a * a + b * b
  if (!(square > 0) || !Number.isFinite(square)) return null
  const forward = ([x, y]: XY): XY => {
    const [zx, zy] = [x - zm[0], y - zm[1]]
    return [wm[0] + a * zx - b * zy, wm[1] + b * zx + a * zy]
  }
  const back = ([east, north]: XY): XY => {
    const [wx, wy] = [east - wm[0], north - wm[1]]
    return [zm[0] + (a * wx + b * wy) / square, zm[1] + (a * wy - b * wx) / square]
  }
  const residuals = pairs.map(({ z, w }) => {
    const [east, north] = forward(z)
    return Math.hypot(east - w[0], north - w[1])
  })
  return {
    toWgs84: (at) => toWgs84(forward(at)),
    fromWgs84: (at) => back(toSweref(at)),
    scale: Math.sqrt(square),
    turn: (Math.atan2(b, a) * 180) / Math.PI,
    residuals,
    spread: Math.sqrt(residuals.reduce((sum, off) => sum + off * off, 0) / residuals.length),
  }
}
