import { isPipe, type Network, pipeDistances } from '@driftbild/network'
import { addOuter, type Matrix, zeros } from '../common/matrix.ts'
import { resistanceOf } from '../night-flow/shared-paths.ts'
import { HEAD_LOSS_EXPONENT, headLossOf } from './expected-pressure.ts'
import type { Signatures } from './locate-leak.ts'
import type { ZonePlan } from './zone-plan.ts'

/** Share of a signature's own size that is in doubt, and of the mean of all. */
const DOUBT = { own: 0.4, mean: 0.25 }
/** (m per m³/h)² that is always in doubt. */
const LEAST_ERROR = 1e-7

/**
 * Signatures without a hydraulic model. A leak's water loses head on its way from the inlet, and a sensor feels the
 * part of that way that it shares. How much head that is, is learnt: the inflow's own effect on a sensor belongs to
 * the way that it shares with the average of all that is drawn. What the sensors follow anyhow is that average,
 * so that only the difference shows.
 */
export function sharedSignatures(
  { network, zone, inlet }: Pick<ZonePlan, 'network' | 'zone' | 'inlet'>,
  expected: Matrix,
  typical: readonly (readonly number[])[],
): Signatures {
  const along = pipeDistances({
    ...network,
    links: network.links
      .filter(isPipe)
      .map((pipe) => ({ ...pipe, length: resistanceOf(pipe.length, pipe.diameter) })),
  })
  const metres = pipeDistances(network)
  const shared = zone.places.map((place) =>
    zone.sensors.map((sensor) =>
      Math.max(0, (along.nodes(inlet, place) + along.nodes(inlet, sensor) - along.nodes(place, sensor)) / 2),
    ),
  )
  const weights = drawnShares(network, zone.places)
  const slope = meanOf(typical.map((flows) => slopeAt(flows[0]!)))
  const signatures = zone.places.map((_, p) =>
    Float64Array.from(zone.sensors, (_, s) => {
      const average = shared.reduce((sum, row, q) => sum + weights[q]! * row[s]!, 0)
      const falls = Math.max(0, -expected[1]![s]!) * slope
      return average > 0 ? -falls * (shared[p]![s]! / average - 1) : 0
    }),
  )
  const m = zone.sensors.length
  const mean = zeros(m)
  for (const one of signatures) addOuter(mean, one, one, 1 / signatures.length)
  const groups = signatures.map((own, p) => {
    const error = zeros(m)
    addOuter(error, own, own, DOUBT.own ** 2)
    for (let i = 0; i < m; i++) error[i]![i]! += DOUBT.mean ** 2 * mean[i]![i]! + LEAST_ERROR
    return { error, places: [p] }
  })
  return {
    of: (place) => signatures[place]!,
    groups,
    groupOf: (place) => groups[place]!,
    distance: (a, b) => metres.nodes(zone.places[a]!, zone.places[b]!),
  }
}

/** Head loss for one more m³/h, in the drivers' measure. */
const slopeAt = (flow: number): number =>
  (HEAD_LOSS_EXPONENT * headLossOf(Math.abs(flow))) / Math.max(0.1, Math.abs(flow))

/** Of all that is drawn in the zone, by place; the same everywhere where nobody says. */
function drawnShares(network: Network, places: readonly string[]): number[] {
  const drawn = new Map(
    network.nodes.map((node) => [
      node.id,
      node.type === 'junction' ? node.demands.reduce((sum, one) => sum + one.base, 0) : 0,
    ]),
  )
  const own = places.map((place) => drawn.get(place) ?? 0)
  const total = own.reduce((a, b) => a + b, 0)
  return own.map((one) => (total > 0 ? one / total : 1 / places.length))
}

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
