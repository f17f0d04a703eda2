import { type Asset, metresBetween, type Position, positionsOf } from '@driftbild/core'

interface Link {
  from: string
  to: string
  resistance: number
}

export interface PipePaths {
  tag: string
  /** m */
  length: number
  /**
   * Per sensor, how much of the way from the zone's inlet is common to the pipe and the sensor, in metres of
   * 100 mm pipe: a leak's water loses head there, and the sensor feels just that.
   */
  shared: number[]
}

/** Flow-carrying mains are wide: at the usual design velocities an added flow costs head as diameter^−2.4. */
const DIAMETER_POWER = 2.4

/** Metres of 100 mm pipe that lose as much; lengths in m, diameters in mm. */
export const resistanceOf = (length: number, diameter: number): number =>
  length * (100 / Math.max(20, diameter)) ** DIAMETER_POWER

/**
 * Shared ways by the Gromov product (d(r,p) + d(r,s) − d(p,s)) / 2, which is exact on a tree and a fair guess on
 * a mesh.
 */
export function sharedPaths(
  assets: readonly Asset[],
  inlet: Position,
  sensors: readonly Position[],
): PipePaths[] {
  const pipes = assets.filter((a) => a.class === 'pipe')
  const ends = new Map<string, Position>()
  const links = new Map<string, Link[]>()
  for (const pipe of pipes) {
    const link = linkOf(pipe)
    const positions = positionsOf(pipe.geometry)
    ends.set(link.from, positions[0]!)
    ends.set(link.to, positions.at(-1)!)
    for (const end of [link.from, link.to]) links.set(end, [...(links.get(end) ?? []), link])
  }
  const root = nearestNode(inlet, ends)
  const fromRoot = shortestFrom(root, links)
  const places = sensors.map((s) => nearestNode(s, ends))
  const fields = places.map((place) => shortestFrom(place, links))
  return pipes.map((pipe) => {
    const link = linkOf(pipe)
    const to = (field: ReadonlyMap<string, number>) =>
      Math.min(field.get(link.from) ?? Infinity, field.get(link.to) ?? Infinity) + link.resistance / 2
    const shared = fields.map((field, s) => {
      const product = (to(fromRoot) + (fromRoot.get(places[s] ?? '') ?? Infinity) - to(field)) / 2
      return Number.isFinite(product) ? Math.round(Math.max(0, product)) : 0
    })
    return { tag: pipe.tag, length: Math.round(Number(pipe.attributes.length)), shared }
  })
}

function linkOf(pipe: Asset): Link {
  const { from, to, length, diameter } = pipe.attributes
  return { from: String(from), to: String(to), resistance: resistanceOf(Number(length), Number(diameter)) }
}

function nearestNode(at: Position, ends: ReadonlyMap<string, Position>): string | null {
  let best: string | null = null
  let least = Infinity
  for (const [node, position] of ends) {
    const metres = metresBetween(at, position)
    if (metres < least) {
      least = metres
      best = node
    }
  }
  return best
}

/** Dijkstra with a plain scan: a zone has hundreds of nodes, not millions. */
function shortestFrom(start: string | null, links: ReadonlyMap<string, Link[]>): Map<string, number> {
  const done = new Map<string, number>()
  const open = new Map<string, number>(start === null ? [] : [[start, 0]])
  while (open.size > 0) {
    const [node, way] = [...open].reduce((a, b) => (b[1] < a[1] ? b : a))
    open.delete(node)
    done.set(node, way)
    for (const link of links.get(node) ?? []) {
      const next = link.from === node ? link.to : link.from
      if (done.has(next)) continue
      open.set(next, Math.min(open.get(next) ?? Infinity, way + link.resistance))
    }
  }
  return done
}
