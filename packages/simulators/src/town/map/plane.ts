import type { XY } from '@driftbild/network'

/** Geometry in the town's own plane, in metres from its centre. */
export type { XY }

// Not hypot, which guards against numbers no town has and costs four times as much.
export const distance = (a: XY, b: XY): number => Math.sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2)
export const lerp = (a: XY, b: XY, t: number): XY => [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]

export function lengthOf(line: readonly XY[]): number {
  let sum = 0
  for (let i = 1; i < line.length; i++) sum += distance(line[i - 1]!, line[i]!)
  return sum
}

/** The point `along` metres from a line's beginning, and the unit direction there. */
export function pointAlong(line: readonly XY[], along: number): { at: XY; direction: XY } {
  let left = along
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const d = distance(a, b)
    if (left <= d || i === line.length - 1) {
      const direction: XY = d === 0 ? [1, 0] : [(b[0] - a[0]) / d, (b[1] - a[1]) / d]
      return { at: lerp(a, b, d === 0 ? 0 : Math.min(left / d, 1)), direction }
    }
    left -= d
  }
  return { at: line[0]!, direction: [1, 0] }
}

/** Left of the direction of travel, turned a quarter. */
export const leftOf = ([x, y]: XY): XY => [-y, x]

export const offset = (at: XY, direction: XY, by: number): XY => [
  at[0] + direction[0] * by,
  at[1] + direction[1] * by,
]

/** Where a point projects onto a line: how far off, how far along, and the place. */
export function nearestOn(line: readonly XY[], p: XY): { off: number; along: number; at: XY } {
  let best = { off: Infinity, along: 0, at: line[0]! }
  let sum = 0
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const d = distance(a, b)
    const t = d === 0 ? 0 : ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / (d * d)
    const at = lerp(a, b, Math.max(0, Math.min(1, t)))
    const off = distance(at, p)
    if (off < best.off) best = { off, along: sum + distance(a, at), at }
    sum += d
  }
  return best
}

/** Where segments a–b and c–d cross, as a share of the first; null where they don't. */
export function crossing(a: XY, b: XY, c: XY, d: XY): { at: XY; share: number } | null {
  const r: XY = [b[0] - a[0], b[1] - a[1]]
  const s: XY = [d[0] - c[0], d[1] - c[1]]
  const det = r[0] * s[1] - r[1] * s[0]
  if (Math.abs(det) < 1e-9) return null
  const t = ((c[0] - a[0]) * s[1] - (c[1] - a[1]) * s[0]) / det
  const u = ((c[0] - a[0]) * r[1] - (c[1] - a[1]) * r[0]) / det
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? { at: lerp(a, b, t), share: t } : null
}

const boxes = new WeakMap<readonly XY[], [number, number, number, number]>()

export function inside(ring: readonly XY[], [x, y]: XY): boolean {
  let box = boxes.get(ring)
  if (!box) {
    const [xs, ys] = [ring.map((p) => p[0]), ring.map((p) => p[1])]
    box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
    boxes.set(ring, box)
  }
  if (x < box[0] || y < box[1] || x > box[2] || y > box[3]) return false
  let within = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i]!
    const [xj, yj] = ring[j]!
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) within = !within
  }
  return within
}

/** A soft curve through all points (Catmull-Rom), one new point about every `step` metres. */
export function smooth(points: readonly XY[], step: number, closed = false): XY[] {
  const n = points.length
  const at = (i: number): XY => (closed ? points[(i + n) % n]! : points[Math.max(0, Math.min(n - 1, i))]!)
  const result: XY[] = []
  for (let i = 0; i < (closed ? n : n - 1); i++) {
    const [p0, p1, p2, p3] = [at(i - 1), at(i), at(i + 1), at(i + 2)]
    const pieces = Math.max(1, Math.round(distance(p1, p2) / step))
    for (let k = 0; k < pieces; k++) {
      const t = k / pieces
      const of = (axis: 0 | 1) => {
        const [a, b, c, d] = [p0[axis], p1[axis], p2[axis], p3[axis]]
        return (
          0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t ** 3)
        )
      }
      result.push([of(0), of(1)])
    }
  }
  if (!closed) result.push(at(n - 1))
  return result
}

/** A line drawn out to a band of varying width, as a ring. */
export function bandOf(line: readonly XY[], width: (along: number) => number): XY[] {
  const left: XY[] = []
  const right: XY[] = []
  let along = 0
  for (const [i, p] of line.entries()) {
    if (i > 0) along += distance(line[i - 1]!, p)
    const [before, after] = [line[Math.max(0, i - 1)]!, line[Math.min(line.length - 1, i + 1)]!]
    const d = distance(before, after)
    const normal = leftOf([(after[0] - before[0]) / d, (after[1] - before[1]) / d])
    left.push(offset(p, normal, width(along) / 2))
    right.push(offset(p, normal, -width(along) / 2))
  }
  return [...left, ...right.reverse()]
}

/** A rectangle turned along a direction. */
export function boxAt(centre: XY, direction: XY, along: number, across: number): XY[] {
  const side = leftOf(direction)
  const corner = (a: number, b: number): XY =>
    offset(offset(centre, direction, (a * along) / 2), side, (b * across) / 2)
  return [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)]
}

export function areaOf(ring: readonly XY[]): number {
  let sum = 0
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    sum += ring[j]![0] * ring[i]![1] - ring[i]![0] * ring[j]![1]
  }
  return Math.abs(sum) / 2
}

/** Points by square cell, to ask only those nearby. */
export class Near<T> {
  readonly #cells = new Map<string, { at: XY; item: T }[]>()
  readonly #size: number
  constructor(size: number) {
    this.#size = size
  }
  add(at: XY, item: T): void {
    const key = this.#key(at[0], at[1])
    const cell = this.#cells.get(key)
    if (cell) cell.push({ at, item })
    else this.#cells.set(key, [{ at, item }])
  }
  *within(at: XY, radius: number): Iterable<{ at: XY; item: T }> {
    const reach = Math.ceil(radius / this.#size)
    for (let i = -reach; i <= reach; i++) {
      for (let j = -reach; j <= reach; j++) {
        const cell = this.#cells.get(this.#key(at[0] + i * this.#size, at[1] + j * this.#size))
        for (const one of cell ?? []) if (distance(one.at, at) <= radius) yield one
      }
    }
  }
  #key(x: number, y: number): string {
    return `${Math.floor(x / this.#size)} ${Math.floor(y / this.#size)}`
  }
}
