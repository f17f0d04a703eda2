import { convert, type Rollup } from '@driftbild/core'
import { median } from '../common/statistics.ts'
import type { SeriesInputs } from '../model.ts'
import { otherInput, type SewerPumpConfig } from './config.ts'
import { drawdownOf } from './drawdown.ts'

/** A day of one pump while it ran. */
export interface CapacityDay {
  day: number
  /** m³/h, by its own meter, or by the sump where it has none. */
  flow: number
  /** m³/h by the sump; null on a day that says nothing. */
  drawn: number | null
  /** A */
  current: number | null
  /** kWh */
  used: number | null
}

const LEAST_POINTS = 4
/** Of a small motor at its usual load, and volts between two phases. */
const POWER_FACTOR = 0.83
const VOLTS = 400

/** What a pump did in a day, by its own flow meter and by how fast its station's sump went down. */
export function capacityDay(config: SewerPumpConfig, inputs: SeriesInputs, day: number): CapacityDay | null {
  const { series } = inputs
  const metered = config.flow ? meteredFlow(config, series.flow ?? []) : null
  const drawn = config.sump ? drawnFlow(config.sump, series) : null
  const flow = config.flow ? metered?.flow : drawn
  if (flow === undefined || flow === null) return null
  const currents = steady(series.current ?? []).flatMap((r) =>
    !metered || metered.at.has(r.bucket) ? [convert(r.average!, config.current!.unit, 'A')] : [],
  )
  const current = median(currents)
  const power = current === null ? config.ratedPower : (Math.sqrt(3) * VOLTS * current * POWER_FACTOR) / 1000
  const hours = gained(series['run-hours'] ?? [])
  return { day, flow, drawn, current, used: power === null || hours === null ? null : power * hours }
}

function meteredFlow(config: SewerPumpConfig, rollups: readonly Rollup[]) {
  const flows = steady(rollups)
    .map((r) => ({ at: r.bucket, flow: convert(r.average!, config.flow!.unit, 'm3/h') }))
    .filter((r) => r.flow > 0.15 * config.ratedFlow)
  if (flows.length < LEAST_POINTS) return null
  return { flow: median(flows.map((f) => f.flow))!, at: new Set(flows.map((f) => f.at)) }
}

function drawnFlow(
  sump: NonNullable<SewerPumpConfig['sump']>,
  series: SeriesInputs['series'],
): number | null {
  const counters = (own: string, starts: string) => ({
    runHours: series[own] ?? [],
    starts: series[starts] ?? [],
  })
  const drawdown = drawdownOf(sump, {
    own: counters('run-hours', 'starts'),
    others: Array.from({ length: sump.others }, (_, n) =>
      counters(otherInput('run-hours', n), otherInput('starts', n)),
    ),
    level: series.level ?? [],
  })
  return drawdown?.flow ?? null
}

/** Buckets in which the pump ran throughout: a start or stop within would mix two states. */
const steady = (rollups: readonly Rollup[]): Rollup[] =>
  rollups.filter(
    (r) => r.average !== null && r.minimum !== null && r.maximum !== null && r.minimum > 0.6 * r.maximum,
  )

function gained(rollups: readonly Rollup[]): number | null {
  const known = rollups.flatMap((r) => r.last ?? [])
  const gain = known.length < 2 ? -1 : known.at(-1)! - known[0]!
  return gain < 0 ? null : gain
}
