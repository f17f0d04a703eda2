import type { Network, NetworkLink } from './network.ts'

/** One way out of a node. */
export interface Step {
  link: NetworkLink
  to: string
}

/** Who is beside whom: for every node, the links that touch it and where each leads. */
export type Graph = ReadonlyMap<string, readonly Step[]>

/** Every link by default; `passable` narrows it, to open links or to pipes. */
export function graphOf(
  network: Pick<Network, 'nodes' | 'links'>,
  passable: (link: NetworkLink) => boolean = () => true,
): Graph {
  const graph = new Map<string, Step[]>(network.nodes.map((node) => [node.id, []]))
  for (const link of network.links) {
    if (!passable(link)) continue
    graph.get(link.from)?.push({ link, to: link.to })
    graph.get(link.to)?.push({ link, to: link.from })
  }
  return graph
}

export const isOpen = (link: NetworkLink): boolean => link.status !== 'closed'

export const neighbours = (graph: Graph, node: string): string[] => [
  ...new Set(stepsFrom(graph, node).map((step) => step.to)),
]

/** Groups of nodes that can reach each other, largest first. */
export function components(graph: Graph): string[][] {
  const seen = new Set<string>()
  const groups: string[][] = []
  for (const start of graph.keys()) {
    if (seen.has(start)) continue
    const group = [start]
    seen.add(start)
    for (const node of group) {
      for (const { to } of stepsFrom(graph, node)) {
        if (seen.has(to)) continue
        seen.add(to)
        group.push(to)
      }
    }
    groups.push(group)
  }
  return groups.sort((a, b) => b.length - a.length)
}

/** Throws for a node that the graph does not have: a name from somewhere else is a mistake of the caller. */
export function stepsFrom(graph: Graph, node: string): readonly Step[] {
  const steps = graph.get(node)
  if (!steps) throw new Error(`node ${node} is not in this network`)
  return steps
}
