import type { SewerInflowState } from '../sewer-inflow/model.ts'
import { capacitiesOf } from '../sewer-inflow/pump-capacities.ts'
import { capacityOf } from '../sewer-inflow/water-balance.ts'
import { runLevels, type SumpLevels, type SumpRun } from './run-levels.ts'

export interface LevelProposal {
  now: SumpLevels
  proposed: SumpLevels
  before: LevelEffect
  after: LevelEffect
  /** Share of the hours that the busier pump ran. */
  busier: number
  /** Pumps in turn at every start, where one runs much more than the other. */
  alternate: boolean
  /** Days of the past on which it was tried. */
  days: number
}

export interface LevelEffect {
  startsPerDay: number
  kwhPerDay: number
  /** Minutes that water stays in the sump, in the middle of the hours. */
  retention: number
  /** Minutes from the start level to the weir if no pump starts, in the busiest hour of an ordinary day. */
  minutesToOverflow: number
  /** Hours in which the inflow alone was more than the pumps lift. */
  hoursOverCapacity: number
}

/** A motor's starts in an hour that its maker allows, and the hours of septic water that nobody wants. */
const MOST_STARTS = 12
const MOST_RETENTION = 120
/** Minutes that somebody who is called must have before the weir. */
const LEAST_MINUTES = 20
const STEP = 0.1
const LEAST_BAND = 0.3
const LEAST_DAYS = 14
/** Pumps that share their hours more unevenly than this should take turns. */
const UNEVEN = 0.65
/** Gains that are worth a person's visit: of starts, or of energy. */
const WORTH = 0.1

/**
 * Start and stop levels that would have done better on what really came: fewest starts and least lift, never closer to the
 * weir than people need to get there. Null where the present ones are as good, or little is known yet.
 */
export function proposeLevels(state: SewerInflowState): LevelProposal | null {
  const { config, fit } = state
  const flows = state.inflow.values.filter((v) => v !== null)
  if (!fit || flows.length < 24 * LEAST_DAYS) return null
  const { area, start, stop, overflow } = config.sump
  const capacities = capacitiesOf(config, state.pumps).map((c) => c.flow)
  const run = (levels: SumpLevels) =>
    runLevels(
      { ...levels, area, overflow, one: Math.max(...capacities), both: capacityOf(capacities) },
      flows,
    )
  const now = { start, stop }
  const before = run(now)
  const options = grid(stop, start, overflow)
    .map((levels) => ({ levels, effect: run(levels) }))
    .filter(({ effect }) => isSafe(effect, before))
  const best = options.toSorted((a, b) => costOf(a.effect) - costOf(b.effect))[0]
  const ran = state.instant?.ran ?? []
  const total = ran.reduce((sum, hours) => sum + hours, 0)
  const busier = total > 0 ? Math.max(...ran) / total : 1 / Math.max(1, ran.length)
  const alternate = ran.length > 1 && busier > UNEVEN
  const isWorth = best !== undefined && costOf(best.effect) < (1 - WORTH) * costOf(before)
  if (!isWorth && !alternate) return null
  const chosen = isWorth ? best : { levels: now, effect: before }
  return {
    ...{ now, proposed: chosen.levels, before: effectOf(before), after: effectOf(chosen.effect) },
    ...{ busier, alternate, days: Math.floor(flows.length / 24) },
  }
}

function grid(stop: number, start: number, overflow: number): SumpLevels[] {
  const out: SumpLevels[] = []
  for (let low = stop; low < stop + 0.45; low += STEP)
    for (let high = low + LEAST_BAND; high < overflow - LEAST_BAND; high += STEP)
      if (Math.abs(high - start) <= 0.6) out.push({ stop: to2(low), start: to2(high) })
  return out
}

/** Never worse where it matters: time to the weir, water that turns, starts that wear. */
const isSafe = (effect: SumpRun, before: SumpRun): boolean =>
  effect.minutesToOverflow >= Math.min(LEAST_MINUTES, before.minutesToOverflow) &&
  effect.retention <= Math.max(MOST_RETENTION, before.retention) &&
  effect.mostStartsPerHour <= Math.max(MOST_STARTS, before.mostStartsPerHour)

/** A start wears like so many kWh cost: a contactor, a check valve that slams, a motor that heats. */
const START_COSTS = 0.05
const costOf = (run: SumpRun): number => run.liftKwhPerDay + START_COSTS * run.startsPerDay

const effectOf = (run: SumpRun): LevelEffect => ({
  startsPerDay: to1(run.startsPerDay),
  kwhPerDay: to2(run.liftKwhPerDay),
  retention: to1(run.retention),
  minutesToOverflow: to1(run.minutesToOverflow),
  hoursOverCapacity: run.hoursOverCapacity,
})

const to1 = (value: number): number => Math.round(value * 10) / 10
const to2 = (value: number): number => Math.round(value * 100) / 100
