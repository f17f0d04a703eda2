import { type Forecast, HOUR, type Micros } from '@driftbild/core'
import type { Asks, Told } from '@driftbild/models'
import {
  newestRun,
  rainForecast,
  type Scenario,
  statedOccasions,
  type Town,
  weatherOf,
} from '@driftbild/simulators'

/** What the town's people and its weather service would have told by an instant. */
export function toldOfTown(town: Town, scenario: Scenario): (asks: Asks, at: Micros) => Told {
  const stated = statedOccasions(scenario)
  const weather = weatherOf(town.seed, scenario)
  const runs = new Map<Micros, Omit<Forecast, 'signal'>>()
  const rainAt = (at: Micros): Omit<Forecast, 'signal'> => {
    const issued = newestRun(at)
    const known = runs.get(issued)
    if (known) return known
    const { time, mean, median, least, most } = rainForecast(weather, town.seed, issued)
    const run = {
      ...{ asOf: issued + HOUR, time, mean },
      ...{ quantiles: [0.05, 0.5, 0.95], values: [least, median, most] },
      model: { name: 'simulated', version: '1' },
    }
    runs.set(issued, run)
    return run
  }
  return ({ occasions: tag, forecasts }, at) => ({
    at,
    ...(tag !== undefined && {
      occasions: stated
        .filter((one) => one.at <= at && one.occasion.bins.includes(tag))
        .map(({ occasion: { kind, name, from, to, expected } }) => ({ kind, name, from, to, expected })),
    }),
    ...(forecasts && {
      forecasts: Object.fromEntries(
        Object.entries(forecasts).map(([name, signal]) => [name, { ...rainAt(at), signal }]),
      ),
    }),
  })
}
