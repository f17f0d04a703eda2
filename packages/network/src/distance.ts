import { type Graph, graphOf, stepsFrom } from './graph.ts'
import { type Heap, pop, push } from './heap.ts'
import { isPipe, type Network } from './network.ts'

/** Distances between places of one network, measured along pipes: no way leads through a pump or a valve. */
export interface PipeDistances {
  /** Metres between two nodes; Infinity where no pipes join them. */
  nodes(a: string, b: string): number
  /** Metres between the middles of two pipes; 0 for one and the same. Throws for what is not a pipe. */
  pipes(a: string, b: string): number
  /** Every node that pipes reach from here, with its distance. */
  from(node: string): ReadonlyMap<string, number>
}

/** Searches from each node once, when it is first asked for. */
export function pipeDistances(network: Pick<Network, 'nodes' | 'links'>): PipeDistances {
  const graph = graphOf(network, isPipe)
  const pipes = new Map(network.links.filter(isPipe).map((pipe) => [pipe.id, pipe]))
  const known = new Map<string, Map<string, number>>()
  const from = (node: string) => {
    const found = known.get(node) ?? shortest(graph, node)
    known.set(node, found)
    return found
  }
  const pipeOf = (id: string) => {
    const pipe = pipes.get(id)
    if (!pipe) throw new Error(`${id} is not a pipe of this network`)
    return pipe
  }
  const between = (a: string, b: string) => from(a).get(b) ?? Infinity
  return {
    from,
    nodes: between,
    pipes(a, b) {
      const [p, q] = [pipeOf(a), pipeOf(b)]
      if (a === b) return 0
      const ends = [
        between(p.from, q.from),
        between(p.from, q.to),
        between(p.to, q.from),
        between(p.to, q.to),
      ]
      return Math.min(...ends) + p.length / 2 + q.length / 2
    },
  }
}

/** Dijkstra over pipe lengths. */
function shortest(graph: Graph, start: string): Map<string, number> {
  const distance = new Map([[start, 0]])
  const queue: Heap<string> = [[0, start]]
  while (queue.length > 0) {
    const [so, node] = pop(queue)
    if (so > distance.get(node)!) continue
    for (const { link, to } of stepsFrom(graph, node)) {
      if (link.type !== 'pipe') continue
      const via = so + link.length
      if (via >= (distance.get(to) ?? Infinity)) continue
      distance.set(to, via)
      push(queue, [via, to])
    }
  }
  return distance
}
