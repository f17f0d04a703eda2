import { type Graph, stepsFrom } from './graph.ts'

export interface Trace {
  nodes: Set<string>
  links: Set<string>
}

/**
 * Everything that water from (downstream) or to (upstream) a node passes. `flow` gives a link's flow, positive
 * from its `from` to its `to`; water that stands still leads nowhere.
 */
export function trace(
  graph: Graph,
  start: string,
  direction: 'upstream' | 'downstream',
  flow: (link: string) => number,
): Trace {
  const nodes = new Set([start])
  const links = new Set<string>()
  for (const node of nodes) {
    for (const { link, to } of stepsFrom(graph, node)) {
      const along = flow(link.id) * (link.from === node ? 1 : -1)
      if (direction === 'downstream' ? along <= 0 : along >= 0) continue
      links.add(link.id)
      nodes.add(to)
    }
  }
  return { nodes, links }
}
