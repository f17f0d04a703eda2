import { convert, HOUR, type Micros, type Rollup, type Unit, units, type Zone } from '@driftbild/core'
import {
  type FlowingLink,
  graphOf,
  isOpen,
  type Network,
  stepsFrom,
  treeFlows,
  writeInp,
} from '@driftbild/network'
import { openHydraulics } from '@driftbild/network/epanet'
import { type Database, rollupsBetween } from '@driftbild/store'
import { describeError, type Log } from '../log.ts'
import type { Picture } from '../picture/picture.ts'
import { drawnModel } from './drawn-model.ts'

/** How flows were told: solved by EPANET, or shared out along the shortest ways. */
export type FlowBasis = 'hydraulics' | 'shortest-ways'

export interface WaterFlows {
  links: FlowingLink[]
  basis: FlowBasis
  /** Zones whose inflow was measured then; the others take what the register says they draw. */
  metered: string[]
}

/** Over which what zones took in is averaged. */
const OVER = 3 * HOUR
/** Pipes beyond which solving would keep others waiting. */
const MOST_SOLVED = 5_000
/** m³/h that a place draws where the register says nothing, before its zone's meter says how much in all. */
const UNSAID = 0.05

/** How water flowed in every pipe around an instant: what each zone took in then, shared out over its places. */
export async function waterFlows(
  { db, log }: { db: Database; log: Log },
  picture: Picture,
  at: Micros,
): Promise<WaterFlows> {
  const assets = [...picture.assets.values()].map(({ asset }) => asset)
  const { network, sources: feeds } = drawnModel(picture, assets, (position) => position)
  const inflows = await zoneInflows(db, picture, at)
  const draws = drawsOf(picture, network, inflows)
  const nodes = network.nodes.map((node) =>
    node.type === 'junction'
      ? { ...node, demands: [{ base: draws.get(node.id) ?? 0, pattern: null, category: null }] }
      : node,
  )
  const pipes = network.links.filter((link) => link.type === 'pipe' && link.status === 'open')
  const refused = (error: unknown) => {
    log('warn', `the flows of ${picture.code} could not be solved: ${describeError(error)}`)
    return null
  }
  const solved =
    pipes.length <= MOST_SOLVED ? await solve(fed({ ...network, nodes }, feeds)).catch(refused) : null
  const flows =
    solved ?? treeFlows(pipes as { id: string; from: string; to: string; length: number }[], feeds, draws)
  return {
    basis: solved ? 'hydraulics' : 'shortest-ways',
    metered: [...inflows.keys()],
    links: pipes.flatMap((pipe) =>
      pipe.type === 'pipe'
        ? [
            {
              ...{ id: pipe.id, from: pipe.from, to: pipe.to, flow: flows.get(pipe.id) ?? 0 },
              volume: Math.PI * (pipe.diameter / 2000) ** 2 * pipe.length,
            },
          ]
        : [],
    ),
  }
}

async function zoneInflows(db: Database, picture: Picture, at: Micros): Promise<Map<string, number>> {
  const zones = picture.register.zones.filter(
    ({ service, inflow }) => service === 'water' && inflow.length > 0,
  )
  const keys = [...new Set(zones.flatMap(({ inflow, outflow }) => [...inflow, ...outflow]))]
  const told = await db.transaction({ municipality: picture.code, role: 'reader' }, (tx) =>
    rollupsBetween(tx, keys, '5m', at - OVER, at),
  )
  return netInflows(zones, (key) => flowOf(told[key] ?? [], picture.signals.get(key)?.signal.unit))
}

/** m³/h that zones took in, less what they passed on, where all of it was measured. */
export function netInflows(
  zones: readonly Pick<Zone, 'tag' | 'inflow' | 'outflow'>[],
  flow: (key: string) => number | null,
): Map<string, number> {
  const sum = (keys: readonly string[]) =>
    keys.reduce<number | null>((total, key) => {
      const one = flow(key)
      return total === null || one === null ? null : total + one
    }, 0)
  return new Map(
    zones.flatMap(({ tag, inflow, outflow }) => {
      const [came, went] = [sum(inflow), sum(outflow)]
      return came === null || went === null || came <= went ? [] : [[tag, came - went] as const]
    }),
  )
}

/** m³/h, the mean of roll-ups; null where there are none, and of what doesn't tell a flow. */
export function flowOf(rollups: readonly Pick<Rollup, 'average'>[], unit: Unit | undefined): number | null {
  const told = rollups.flatMap(({ average }) => average ?? [])
  if (told.length === 0 || unit === undefined || units[unit].quantity !== 'flow') return null
  return convert(told.reduce((sum, one) => sum + one, 0) / told.length, unit, 'm3/h')
}

/** What each place draws: as the register has it, brought to what its zone took in. */
function drawsOf(
  picture: Picture,
  { nodes }: Network,
  inflows: ReadonlyMap<string, number>,
): Map<string, number> {
  const zoneOf = new Map(
    nodes.flatMap(({ id }) => {
      const zone = picture.assets.get(id)?.asset.zone
      return zone == null ? [] : [[id, zone] as const]
    }),
  )
  const base = new Map(
    nodes.flatMap((node) =>
      node.type === 'junction'
        ? [[node.id, node.demands.reduce((sum, one) => sum + one.base, 0) || UNSAID] as const]
        : [],
    ),
  )
  const inZone = new Map<string, number>()
  for (const [id, draw] of base) {
    const zone = zoneOf.get(id)
    if (zone !== undefined) inZone.set(zone, (inZone.get(zone) ?? 0) + draw)
  }
  return new Map(
    [...base].map(([id, draw]) => {
      const zone = zoneOf.get(id) ?? ''
      const taken = inflows.get(zone)
      return [id, taken === undefined ? draw : (draw / inZone.get(zone)!) * taken]
    }),
  )
}

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
