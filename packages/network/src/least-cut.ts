/** What parts places when it is shut, and what shutting it costs; null can't be shut. */
export interface Gate {
  id: number
  sides: readonly number[]
  /** The first counts before the second. */
  cost: readonly [number, number] | null
}

export interface CutQuestion {
  /** How many; they are numbered from 0. */
  places: number
  from: readonly number[]
  to: readonly number[]
  gates: readonly Gate[]
}

/**
 * The gates to shut so that no way leads from some places to others, at the least cost; of equal ones those nearest to
 * where the ways begin. Max-flow by shortest augmenting ways (Edmonds and Karp, 1972); a gate with many sides is two
 * nodes with an edge of its cost between them (E. Lawler, 1973). The two sets of places hang together through gates
 * that can be shut only: the caller has seen to it.
 */
export function leastCut({ places, from, to, gates }: CutQuestion): number[] {
  const most = 1 + gates.reduce((sum, { cost }) => sum + (cost?.[1] ?? 0), 0)
  const count = places + 2 * gates.length + 2
  const [source, sink] = [count - 2, count - 1]
  const flow = flowNetwork(count)
  for (const place of from) flow.edge(source, place, Infinity)
  for (const place of to) flow.edge(place, sink, Infinity)
  gates.forEach(({ sides, cost }, g) => {
    const [entry, exit] = [places + 2 * g, places + 2 * g + 1]
    flow.edge(entry, exit, cost ? cost[0] * most + cost[1] : Infinity)
    for (const side of sides) {
      flow.edge(side, entry, Infinity)
      flow.edge(exit, side, Infinity)
    }
  })
  for (let way = flow.way(source, sink); way; way = flow.way(source, sink)) flow.push(way)
  const near = flow.reachable(source)
  return gates.flatMap(({ id }, g) => (near[places + 2 * g] && !near[places + 2 * g + 1] ? [id] : []))
}

function flowNetwork(nodes: number) {
  const out: number[][] = Array.from({ length: nodes }, () => [])
  const head: number[] = []
  /** What is left of each edge's capacity; an edge's twin, against it, has the number with the last bit turned. */
  const left: number[] = []
  const search = (start: number, end: number): Int32Array => {
    const cameBy = new Int32Array(nodes).fill(-1)
    const queue = [start]
    cameBy[start] = -2
    for (const node of queue) {
      if (node === end) break
      for (const edge of out[node]!) {
        const next = head[edge]!
        if (left[edge]! <= 0 || cameBy[next] !== -1) continue
        cameBy[next] = edge
        queue.push(next)
      }
    }
    return cameBy
  }
  return {
    edge(a: number, b: number, capacity: number): void {
      out[a]!.push(head.length)
      head.push(b)
      left.push(capacity)
      out[b]!.push(head.length)
      head.push(a)
      left.push(0)
    },
    /** Edges of a shortest way with capacity left, from its end; null where there is none. */
    way(start: number, end: number): number[] | null {
      const cameBy = search(start, end)
      if (cameBy[end] === -1) return null
      const edges: number[] = []
      for (let node = end; node !== start; ) {
        const edge = cameBy[node]!
        edges.push(edge)
        node = head[edge ^ 1]!
      }
      return edges
    },
    push(way: readonly number[]): void {
      const much = Math.min(...way.map((edge) => left[edge]!))
      if (much === Infinity) throw new Error('these places can’t be parted')
      for (const edge of way) {
        left[edge]! -= much
        left[edge ^ 1]! += much
      }
    },
    reachable: (start: number): boolean[] => Array.from(search(start, -1), (edge) => edge !== -1),
  }
}
