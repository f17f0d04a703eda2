import type { Micros } from '@driftbild/core'
import { levelTruths } from './levels/truths.ts'
import { lightTruths } from './light/truths.ts'
import { qualityTruths } from './quality/truths.ts'
import type { Scenario } from './scenario/disturbance.ts'
import { sewerTruths } from './sewer/truths.ts'
import type { Town } from './town.ts'
import { wasteTruths } from './waste/truths.ts'
import { demandOf } from './water/demand.ts'
import { waterTruths } from './water/truths.ts'
import { weatherOf } from './weather.ts'

/** What is true of a signal at an instant, before any instrument; null where the thing can't be reached. */
export type Truths = Map<string, (at: Micros) => number | null>

export interface Physics {
  truths: Truths
  close(): void
}

/** Counters count, and records exist, from here on: 2025-01-01, as days since 1970. */
export const SINCE = 20_089

/** Everything the town does under a scenario, as functions of time. Opening loads the hydraulic engine. */
export async function openPhysics(town: Town, scenario: Scenario): Promise<Physics> {
  const weather = weatherOf(town.seed, scenario)
  const demand = demandOf(town.seed)
  const water = await waterTruths(town, demand, weather, scenario, SINCE)
  const truths: Truths = new Map([
    ...water.truths,
    ...sewerTruths(town, demand, weather, scenario, SINCE),
    ...levelTruths(town, demand, weather, scenario),
    ...(await qualityTruths(town, demand, weather, scenario)),
    ...lightTruths(town, weather, scenario, SINCE),
    ...wasteTruths(town, weather, scenario),
  ])
  for (const { signal } of town.signals) {
    if (!truths.has(signal.key)) throw new Error(`nothing in the town's physics moves ${signal.key}`)
  }
  return { truths, close: water.close }
}
