import type { Position } from '@driftbild/core'
import { paced } from '../in-turns.ts'

/** Finds what lies near a place. */
export interface PlaceIndex<T> {
  /** The nearest within so many metres. */
  nearest(at: Position, metres: number): T | null
}

const METRES_A_DEGREE = 111_320
/** Metres; nothing further away than that is ever asked for. */
const CELL = 60

/** Lines and points of one municipality in a grid of cells; distances on a plane, good to a few per mille. */
export function* placeIndex<T>(
  things: readonly { is: T; line: readonly Position[] }[],
): Generator<void, PlaceIndex<T>> {
  const first = things[0]?.line[0] ?? [0, 0]
  const east = METRES_A_DEGREE * Math.cos((first[1] * Math.PI) / 180)
  const plane = ([lon, lat]: Position): XY => [(lon - first[0]) * east, (lat - first[1]) * METRES_A_DEGREE]
  const cells = new Map<string, Set<number>>()
  const lines: XY[][] = []
  const put = (x: number, y: number, i: number) => {
    const name = `${x} ${y}`
    const some = cells.get(name)
    if (some) some.add(i)
    else cells.set(name, new Set([i]))
  }
  yield* paced(things, (thing, i) => {
    const line = thing.line.map(plane)
    lines.push(line)
    for (let p = 0; p < Math.max(1, line.length - 1); p++) {
      const [a, b] = [line[p]!, line[p + 1] ?? line[p]!]
      for (let x = cell(Math.min(a[0], b[0])); x <= cell(Math.max(a[0], b[0])); x++)
        for (let y = cell(Math.min(a[1], b[1])); y <= cell(Math.max(a[1], b[1])); y++) put(x, y, i)
    }
  })
  return {
    nearest(at, metres) {
      const place = plane(at)
      let best: { i: number; distance: number } | null = null
      for (let x = cell(place[0] - metres); x <= cell(place[0] + metres); x++) {
        for (let y = cell(place[1] - metres); y <= cell(place[1] + metres); y++) {
          for (const i of cells.get(`${x} ${y}`) ?? []) {
            const distance = distanceTo(place, lines[i]!)
            if (distance <= metres && (!best || distance < best.distance)) best = { i, distance }
          }
        }
      }
      return best && things[best.i]!.is
    },
  }
}

type XY = readonly [number, number]
const cell = (metres: number): number => Math.floor(metres / CELL)

function distanceTo(at: XY, line: readonly XY[]): number {
  let least = Number.POSITIVE_INFINITY
  for (let p = 0; p < Math.max(1, line.length - 1); p++) {
    const [a, b] = [line[p]!, line[p + 1] ?? line[p]!]
    const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
    const length = dx * dx + dy * dy
    const share =
      length === 0 ? 0 : Math.min(1, Math.max(0, ((at[0] - a[0]) * dx + (at[1] - a[1]) * dy) / length))
    least = Math.min(least, Math.hypot(at[0] - a[0] - share * dx, at[1] - a[1] - share * dy))
  }
  return least
}
