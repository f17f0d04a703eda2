import { crossing, distance, lengthOf, nearestOn, smooth, type XY } from './plane.ts'
import type { StreetPlan } from './streets.ts'

export interface StreetEdge {
  name: string
  rank: 1 | 2 | 3
  from: number
  to: number
  line: XY[]
  length: number
}

/** Streets cut where they meet: crossings as nodes, stretches between them as edges. */
export interface StreetGraph {
  nodes: XY[]
  edges: StreetEdge[]
}

/** An end this near another street was meant to reach it. */
const REACH = 28
/** Crossings nearer than this are one. */
const ONE = 14

export function graphOfStreets(plans: readonly StreetPlan[]): StreetGraph {
  const lines = plans.map((plan) => (plan.curved ? smooth(plan.points, 22) : plan.points))
  const cuts = lines.map((line, i) =>
    cutsOf(
      line,
      lines.filter((_, j) => j !== i),
    ),
  )
  const nodes: XY[] = []
  const nodeAt = (at: XY): number => {
    const known = nodes.findIndex((n) => distance(n, at) < ONE)
    return known >= 0 ? known : nodes.push(at) - 1
  }
  const edges: StreetEdge[] = []
  for (const [i, plan] of plans.entries()) {
    const line = lines[i]!
    const marks = [...new Set(cuts[i]!)].sort((a, b) => a - b)
    for (let k = 1; k < marks.length; k++) {
      const piece = part(line, marks[k - 1]!, marks[k]!)
      const [from, to] = [nodeAt(piece[0]!), nodeAt(piece.at(-1)!)]
      if (from === to) continue
      piece[0] = nodes[from]!
      piece[piece.length - 1] = nodes[to]!
      edges.push({ name: plan.name, rank: plan.rank, from, to, line: piece, length: lengthOf(piece) })
    }
  }
  return { nodes, edges }
}

/** Distances along a line at which it is cut: its ends, drawn to what they nearly reach, and its crossings. */
function cutsOf(line: XY[], others: readonly XY[][]): number[] {
  const total = lengthOf(line)
  const marks: number[] = []
  for (const other of others) {
    let along = 0
    for (let i = 1; i < line.length; i++) {
      for (let j = 1; j < other.length; j++) {
        const hit = crossing(line[i - 1]!, line[i]!, other[j - 1]!, other[j]!)
        if (hit) marks.push(along + hit.share * distance(line[i - 1]!, line[i]!))
      }
      along += distance(line[i - 1]!, line[i]!)
    }
    // Another street's end that stops just short of this one.
    for (const end of [other[0]!, other.at(-1)!]) {
      const near = nearestOn(line, end)
      if (near.off < REACH) marks.push(near.along)
    }
  }
  const inner = marks.filter((m) => m > ONE && m < total - ONE)
  const ends = [0, total].map((end) => marks.find((m) => Math.abs(m - end) <= ONE) ?? end)
  // A stub beyond the last crossing is a drawing's overshoot, not a street.
  const sorted = inner.sort((a, b) => a - b)
  const result = [...sorted]
  if (!sorted.length || sorted[0]! > REACH) result.unshift(ends[0]!)
  if (!sorted.length || sorted.at(-1)! < total - REACH) result.push(ends[1]!)
  return result.filter((m, i) => i === 0 || m - result[i - 1]! > ONE)
}

function part(line: readonly XY[], from: number, to: number): XY[] {
  const result: XY[] = []
  let along = 0
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1]!, line[i]!]
    const d = distance(a, b)
    const at = (m: number): XY => [
      a[0] + ((b[0] - a[0]) * (m - along)) / d,
      a[1] + ((b[1] - a[1]) * (m - along)) / d,
    ]
    if (result.length === 0 && from <= along + d) result.push(at(Math.max(from, along)))
    if (result.length > 0 && to <= along + d) {
      result.push(at(Math.max(to, along)))
      return result
    }
    if (result.length > 0 && along + d > from) result.push(b)
    along += d
  }
  return result
}
