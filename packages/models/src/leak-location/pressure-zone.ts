import { components, graphOf, isJunction, type Network } from '@driftbild/network'

/** What is measured, by the names that the network's file gives. */
export interface Measured {
  pressures: readonly string[]
  flows: readonly string[]
  levels: readonly string[]
  /** Junctions whose customers are metered by the hour. */
  demands: readonly string[]
}

/** A part of a network whose pressures follow from what is measured at its edges. */
export interface PressureZone {
  /** Junctions where it could leak. */
  places: string[]
  sensors: string[]
  /** Measured links through which water comes in or goes out; the sign is the way into the zone, 0 for one inside it. */
  flows: { link: string; into: 1 | -1 | 0 }[]
  /**
   * The tank that pressures float on, where customers are metered as well: what came in, less what the tank took
   * and what was sold, is lost. Without it pressures are held by what comes in at fixed heads.
   */
  tank: { node: string; area: number; metered: string[] } | null
}

/** Parts that only pumps join, each with its sensors; parts with fewer than two sensors say too little and are left out. */
export function pressureZones(network: Network, measured: Measured): PressureZone[] {
  const joined = components(graphOf(network, (link) => link.type !== 'pump'))
  const junctions = new Set(network.nodes.filter(isJunction).map((node) => node.id))
  return joined.flatMap((nodes): PressureZone[] => {
    const inside = new Set(nodes)
    const sensors = measured.pressures.filter((node) => inside.has(node))
    if (sensors.length < 2) return []
    const flows = network.links
      .filter((link) => measured.flows.includes(link.id) && (inside.has(link.from) || inside.has(link.to)))
      .map((link) => ({ link: link.id, into: wayInto(link, inside) }))
    const metered = measured.demands.filter((node) => inside.has(node))
    const tank = network.nodes.find(
      (node) => node.type === 'tank' && inside.has(node.id) && measured.levels.includes(node.id),
    )
    return [
      {
        places: nodes.filter((node) => junctions.has(node)),
        sensors,
        flows,
        tank:
          tank?.type === 'tank' && metered.length > 0
            ? { node: tank.id, area: (Math.PI / 4) * tank.diameter ** 2, metered }
            : null,
      },
    ]
  })
}

function wayInto(link: { from: string; to: string }, inside: ReadonlySet<string>): 1 | -1 | 0 {
  if (inside.has(link.from) === inside.has(link.to)) return 0
  return inside.has(link.to) ? 1 : -1
}
