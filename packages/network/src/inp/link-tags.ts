import type { Network } from '../network.ts'

/** By id what each link is called where nodes and links share one set of names, as EPANET's don't. */
export function linkTags({ nodes, links }: Pick<Network, 'nodes' | 'links'>): ReadonlyMap<string, string> {
  const ofNodes = new Set(nodes.map(({ id }) => id))
  const taken = new Set([...ofNodes, ...links.map(({ id }) => id)])
  return new Map(
    links.map(({ id }) => {
      if (!ofNodes.has(id)) return [id, id]
      let tag = `${id}-L`
      for (let n = 2; taken.has(tag); n++) tag = `${id}-L${n}`
      taken.add(tag)
      return [id, tag]
    }),
  )
}
