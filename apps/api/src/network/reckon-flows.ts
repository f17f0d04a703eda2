import { graphOf, isOpen, type Network, type Pipe, stepsFrom, treeFlows, writeInp } from '@driftbild/network'
import { openHydraulics } from '@driftbild/network/epanet'

/** Plain data: it is handed to a thread. */
export interface FlowOrder {
  /** Its junctions draw what the order is about. */
  network: Network
  /** Places where water comes in or is stored. */
  feeds: ReadonlySet<string>
}

export interface ReckonedFlows {
  /** m³/h by open pipe, positive from its `from`. */
  flows: Map<string, number>
  /** How they were told: solved by EPANET, or shared out along the shortest ways. */
  basis: 'hydraulics' | 'shortest-ways'
  /** What EPANET said of a network that it could not solve. */
  refused: string | null
}

/** Pipes beyond which EPANET takes more than some seconds to read them. */
const MOST_SOLVED = 20_000

/** How water flows in every open pipe: solved by EPANET, or where that can't be along the shortest ways. */
export async function reckonFlows({ network, feeds }: FlowOrder): Promise<ReckonedFlows> {
  const pipes = network.links.filter((link) => link.type === 'pipe' && link.status === 'open')
  const shared = (refused: string | null): ReckonedFlows => ({
    flows: treeFlows(pipes as Pipe[], feeds, drawnFrom(network)),
    ...{ basis: 'shortest-ways', refused },
  })
  if (pipes.length > MOST_SOLVED) return shared(null)
  try {
    return { flows: await solve(fed(network, feeds)), basis: 'hydraulics', refused: null }
  } catch (error) {
    return shared(error instanceof Error ? error.message : String(error))
  }
}

const drawnFrom = ({ nodes }: Network): Map<string, number> =>
  new Map(
    nodes.flatMap((node) =>
      node.type === 'junction'
        ? [[node.id, node.demands.reduce((sum, { base }) => sum + base, 0)] as const]
        : [],
    ),
  )

/** What water can reach: a part of the register that no source feeds would make the engine refuse all of it. */
function fed(network: Network, feeds: ReadonlySet<string>): Network {
  const graph = graphOf(network, isOpen)
  const reached = new Set([...feeds].filter((name) => graph.has(name)))
  for (const at of reached) for (const { to } of stepsFrom(graph, at)) reached.add(to)
  return {
    ...network,
    nodes: network.nodes.filter(({ id }) => reached.has(id)),
    links: network.links.filter(({ from, to }) => reached.has(from) && reached.has(to)),
  }
}

/** Names are numbered for the engine, which takes no long ones. */
async function solve(network: Network): Promise<Map<string, number>> {
  const nodes = new Map(network.nodes.map(({ id }, i) => [id, `n${i}`]))
  const links = network.links.map((link, i) => ({
    ...link,
    ...{ id: `l${i}`, from: nodes.get(link.from)!, to: nodes.get(link.to)!, comment: null },
  }))
  const named = {
    ...network,
    nodes: network.nodes.map((node) => ({ ...node, id: nodes.get(node.id)!, comment: null })),
    links,
  }
  const hydraulics = await openHydraulics(writeInp(named))
  try {
    const { values } = hydraulics.run({
      duration: 0,
      step: 3600,
      sensors: links.map(({ id }) => ({ link: id, what: 'flow' as const })),
    })
    return new Map(network.links.map(({ id }, i) => [id, values[i]![0]!]))
  } finally {
    hydraulics.close()
  }
}
