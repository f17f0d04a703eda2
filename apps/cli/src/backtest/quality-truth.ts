import type { TruthEvent } from '@driftbild/models/backtest'
import { contaminationArrivals, type Scenario, type Town } from '@driftbild/simulators'

/** When foreign water came by each station. */
export const foreignWater = async (town: Town, scenario: Scenario): Promise<TruthEvent[]> =>
  (await contaminationArrivals(town, scenario)).map(({ station, from, to }) => ({
    ...{ subject: { type: 'asset', tag: station }, kind: 'water-quality', from, to },
  }))
