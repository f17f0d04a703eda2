import type { Network } from '@driftbild/network'

/** EPANET's names: so many characters, none of which ends a word, a string or a line. */
const LONGEST = 31
const FORBIDDEN = /[\s;"]+/g

export interface Renamed {
  from: string
  to: string
}

/** A model of pipes and places whose names EPANET reads, with those that had to change. Others keep theirs. */
export function withValidIds(network: Network): { network: Network; renamed: Renamed[] } {
  const nodes = validNames(network.nodes.map(({ id }) => id))
  const links = validNames(network.links.map(({ id }) => id))
  return {
    network: {
      ...network,
      nodes: network.nodes.map((node) => ({ ...node, id: nodes.get(node.id)! })),
      links: network.links.map((link) => ({
        ...link,
        id: links.get(link.id)!,
        from: nodes.get(link.from)!,
        to: nodes.get(link.to)!,
      })),
    },
    renamed: [...nodes, ...links].flatMap(([from, to]) => (from === to ? [] : [{ from, to }])),
  }
}

function validNames(ids: readonly string[]): Map<string, string> {
  const wanted = new Map(ids.map((id) => [id, id.replaceAll(FORBIDDEN, '_').slice(0, LONGEST) || '_']))
  // Names that are valid as they are stay, whoever else would like them.
  const taken = new Set([...wanted].flatMap(([id, name]) => (id === name ? [name] : [])))
  return new Map(
    [...wanted].map(([id, name]) => {
      if (id === name) return [id, name]
      let free = name
      for (let n = 2; taken.has(free); n++) {
        const suffix = `_${n}`
        free = `${name.slice(0, LONGEST - suffix.length)}${suffix}`
      }
      taken.add(free)
      return [id, free]
    }),
  )
}
