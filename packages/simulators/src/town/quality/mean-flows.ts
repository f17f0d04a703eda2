import { type FlowingLink, isPipe, type Network, writeInp } from '@driftbild/network'
import { openHydraulics } from '@driftbild/network/epanet'
import { districtTags } from '../map/districts.ts'
import { patternOf } from '../water/layout.ts'
import { WORKS } from '../water/trunk.ts'

/** Relative speed of two pumps that together give what the town takes on average. */
const USUAL_SPEED = 0.97
const known = new Map<string, Promise<FlowingLink[]>>()

/** How water flows in each pipe at mean use, with two pumps. Solved once for each network. */
export function meanFlows(network: Network): Promise<FlowingLink[]> {
  const inp = writeInp(network)
  const solved = known.get(inp) ?? solve(network, inp)
  known.set(inp, solved)
  return solved
}

async function solve(network: Network, inp: string): Promise<FlowingLink[]> {
  const pipes = network.links.filter(isPipe)
  const hydraulics = await openHydraulics(inp)
  try {
    for (const tag of districtTags) hydraulics.setPattern(patternOf(tag), [1])
    const { values } = hydraulics.run({
      duration: 0,
      step: 3600,
      sensors: pipes.map(({ id }) => ({ link: id, what: 'flow' as const })),
      before: (_, controls) => {
        for (const [i, pump] of WORKS.pumps.entries()) controls.speed(pump, i < 2 ? USUAL_SPEED : 0)
      },
    })
    return pipes.map(({ id, from, to, length, diameter }, i) => ({
      ...{ id, from, to, flow: values[i]![0]! },
      volume: Math.PI * (diameter / 2000) ** 2 * length,
    }))
  } finally {
    hydraulics.close()
  }
}
