import type { Micros } from '@driftbild/core'
import type { Asks, Told } from '@driftbild/models'
import { type Scenario, statedOccasions } from '@driftbild/simulators'

/** What the town's people would have told by an instant. */
export function toldOfTown(scenario: Scenario): (asks: Asks, at: Micros) => Told {
  const stated = statedOccasions(scenario)
  return ({ occasions: tag }, at) => ({
    at,
    ...(tag !== undefined && {
      occasions: stated
        .filter((one) => one.at <= at && one.occasion.bins.includes(tag))
        .map(({ occasion: { kind, name, from, to, expected } }) => ({ kind, name, from, to, expected })),
    }),
  })
}
