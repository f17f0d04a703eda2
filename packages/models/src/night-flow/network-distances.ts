import { type Asset, type Position, positionsOf } from '@driftbild/core'

interface Link {
  from: string
  to: string
  length: number
}

/** Metres from each pipe's middle to each sensor along the pipes; as the crow flies where no way leads. */
export function networkDistances(
  assets: readonly Asset[],
  sensors: readonly Position[],
): { tag: string; length: number; distances: number[] }[] {
  const pipes = assets.filter((a) => a.class === 'pipe')
  const ends = new Map<string, Position>()
  const links = new Map<string, Link[]>()
  const linkOf = (asset: Asset): Link => ({
    from: String(asset.attributes.from),
    to: String(asset.attributes.to),
    length: Number(asset.attributes.length),
  })
  for (const pipe of pipes) {
    const link = linkOf(pipe)
    const positions = positionsOf(pipe.geometry)
    ends.set(link.from, positions[0]!)
    ends.set(link.to, positions.at(-1)!)
    for (const end of [link.from, link.to]) links.set(end, [...(links.get(end) ?? []), link])
  }
  const fields = sensors.map((sensor) => shortestFrom(nearestNode(sensor, ends), links))
  return pipes.map((pipe) => {
    const link = linkOf(pipe)
    const positions = positionsOf(pipe.geometry)
    const middle = positions[Math.floor(positions.length / 2)]!
    const distances = fields.map((field, s) => {
      const along =
        Math.min(field.get(link.from) ?? Infinity, field.get(link.to) ?? Infinity) + link.length / 2
      return Math.round(Number.isFinite(along) ? along : metresBetween(middle, sensors[s]!))
    })
    return { tag: pipe.tag, length: Math.round(link.length), distances }
  })
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
    const [node, metres] = [...open].reduce((a, b) => (b[1] < a[1] ? b : a))
    open.delete(node)
    done.set(node, metres)
    for (const link of links.get(node) ?? []) {
      const next = link.from === node ? link.to : link.from
      if (done.has(next)) continue
      open.set(next, Math.min(open.get(next) ?? Infinity, metres + link.length))
    }
  }
  return done
}

/** Haversine on a sphere of 6,371 km. */
function metresBetween(a: Position, b: Position): number {
  const radians = Math.PI / 180
  const dLat = (b[1] - a[1]) * radians
  const dLon = (b[0] - a[0]) * radians
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(a[1] * radians) * Math.cos(b[1] * radians) * Math.sin(dLon / 2) ** 2
  return 2 * 6_371_000 * Math.asin(Math.sqrt(h))
}
