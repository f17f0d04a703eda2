import type { Geometry, Position } from '@driftbild/core'

/** A geometry as the points that a person can take hold of: a ring's last point is its first, and is not among them. */
export interface Shape {
  type: Geometry['type']
  parts: readonly (readonly Position[])[]
}

export function shapeOf(geometry: Geometry): Shape {
  switch (geometry.type) {
    case 'Point':
      return { type: 'Point', parts: [[geometry.coordinates]] }
    case 'LineString':
      return { type: 'LineString', parts: [geometry.coordinates] }
    case 'Polygon':
      return { type: 'Polygon', parts: geometry.coordinates.map((ring) => ring.slice(0, -1)) }
  }
}

export function geometryOf({ type, parts }: Shape): Geometry {
  if (type === 'Point') return { type, coordinates: parts[0]![0]! }
  if (type === 'LineString') return { type, coordinates: [...parts[0]!] }
  return { type, coordinates: parts.map((ring) => [...ring, ring[0]!]) }
}

/** In order; where a point stands among them is how it is named below. */
export const pointsOf = ({ parts }: Shape): Position[] => parts.flat()

export const withMoved = (shape: Shape, index: number, to: Position): Shape =>
  inPart(shape, index, (points, i) => points.with(i, to))

/** With one more behind this one. */
export const withAdded = (shape: Shape, index: number, at: Position): Shape =>
  inPart(shape, index, (points, i) => points.toSpliced(i + 1, 0, at))

export const withRemoved = (shape: Shape, index: number): Shape =>
  inPart(shape, index, (points, i) => points.toSpliced(i, 1))

const fewest = { Point: 1, LineString: 2, Polygon: 3 } as const

export const mayRemove = (shape: Shape, index: number): boolean =>
  partAt(shape, index).points.length > fewest[shape.type]

/** Halfway along each stretch between two points, by the point that it follows. */
export function middles(shape: Shape): { after: number; at: Position }[] {
  return pointsOf(shape).flatMap((_, after) => {
    const next = nextOf(shape, after)
    return next ? [{ after, at: halfway(pointsOf(shape)[after]!, next) }] : []
  })
}

/** Where one more point comes behind this one: halfway to the next, or beyond a line's end, half as far on. */
export function placeBehind(shape: Shape, index: number): Position | null {
  if (shape.type === 'Point') return null
  const { points, i } = partAt(shape, index)
  const here = points[i]!
  const next = nextOf(shape, index)
  if (next) return halfway(here, next)
  const before = points[i - 1]!
  return [here[0] + (here[0] - before[0]) / 2, here[1] + (here[1] - before[1]) / 2]
}

function nextOf(shape: Shape, index: number): Position | null {
  const { points, i } = partAt(shape, index)
  return points[i + 1] ?? (shape.type === 'Polygon' ? points[0]! : null)
}

const halfway = (a: Position, b: Position): Position => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]

function partAt({ parts }: Shape, index: number): { part: number; points: readonly Position[]; i: number } {
  let i = index
  for (const [part, points] of parts.entries()) {
    if (i < points.length) return { part, points, i }
    i -= points.length
  }
  throw new Error(`the shape has no point ${index}`)
}

function inPart(
  shape: Shape,
  index: number,
  change: (points: readonly Position[], i: number) => readonly Position[],
): Shape {
  const { part, points, i } = partAt(shape, index)
  return { ...shape, parts: shape.parts.with(part, change(points, i)) }
}
