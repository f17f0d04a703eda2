import { signalKey } from '@driftbild/core'
import type { Truths } from '../physics.ts'
import type { Scenario } from '../scenario/disturbance.ts'
import type { Town } from '../town.ts'
import type { Demand } from '../water/demand.ts'
import { useByDistrict } from '../water/truths.ts'
import type { Weather } from '../weather.ts'
import { BASIN, BASIN_AREA, basinOf } from './basin.ts'
import { GAUGE, watercourseOf } from './watercourse.ts'

export function levelTruths(town: Town, demand: Demand, weather: Weather, scenario: Scenario): Truths {
  const basin = basinOf(town.seed, demand, useByDistrict(town), scenario)
  return new Map([
    [signalKey(BASIN.tag, 'level'), basin.level],
    [signalKey(BASIN.tag, 'volume'), (at) => basin.level(at) * BASIN_AREA],
    [signalKey(BASIN.tag, 'flow'), basin.production],
    [signalKey(GAUGE.tag, 'level'), watercourseOf(town.seed, weather, scenario)],
  ])
}
