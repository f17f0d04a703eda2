import { HOUR, type Micros } from '@driftbild/core'
import { whereTo } from '@driftbild/network'
import { ofKind, type Scenario } from '../scenario/disturbance.ts'
import type { Town } from '../town.ts'
import { type Demand, demandOf, STEP } from '../water/demand.ts'
import { meanFlows } from './mean-flows.ts'

/** Foreign water as it comes by a station. */
export interface Arrival {
  /** Id of the contamination. */
  id: string
  station: string
  what: 'surface-water' | 'wastewater'
  from: Micros
  to: Micros
  /** Share of it in the water there. */
  share: number
}

/** Less than this of foreign water leaves no trace in any instrument. */
const LEAST = 0.004

/** When and how strongly each contamination comes by each station; slower by night, when little is drawn. */
export async function arrivalsOf(
  { network, plan }: Town,
  demand: Demand,
  scenario: Scenario,
): Promise<Arrival[]> {
  const contaminations = ofKind(scenario, 'contamination')
  if (contaminations.length === 0) return []
  const flows = await meanFlows(network.real)
  return contaminations.flatMap(({ id, junction, zone, what, strength, from, to }) => {
    const { places } = whereTo(flows, junction)
    return plan.quality.flatMap(({ tag, node }): Arrival[] => {
      const passage = places.get(node)
      const share = strength * (passage?.share ?? 0)
      if (share < LEAST) return []
      const later = (at: Micros) => afterFlowing(demand, zone, at, passage!.hours.likely)
      return [{ id, station: tag, what, share, from: later(from), to: later(to) }]
    })
  })
}

/** The same for who has no town in motion. */
export const contaminationArrivals = (town: Town, scenario: Scenario): Promise<Arrival[]> =>
  arrivalsOf(town, demandOf(town.seed), scenario)

/** When as much has flowed as in so many hours of mean use. */
function afterFlowing(
  demand: Demand,
  zone: Parameters<Demand['at']>[0],
  from: Micros,
  hours: number,
): Micros {
  let [at, left] = [from, hours * HOUR]
  while (left > 0) {
    const pace = Math.max(0.05, demand.at(zone, Math.floor(at / STEP)))
    const passed = Math.min(STEP, left / pace)
    left -= passed * pace
    at += passed
  }
  return Math.round(at)
}
