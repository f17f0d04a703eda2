import { convert, type Rollup, type Unit } from '@driftbild/core'
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
  /** The station's other pumps on the same day, in the order of the config. */
  others: OtherDay[]
  /** Another pump's check valve let back: what this one lifted was not its own doing. */
  besideOpenValve?: boolean
}

/** What another pump of the station lifted while it ran; null what isn't known. */
export interface OtherDay {
  /** m³/h by the sump, and by its own meter. */
  drawn: number | null
  flow: number | null
  /** A */
  current: number | null
  hours: number | null
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
  const used = power === null || hours === null ? null : power * hours
  return { day, flow, drawn, current, used, others: othersOf(config, series) }
}

function othersOf({ sump }: SewerPumpConfig, series: SeriesInputs['series']): OtherDay[] {
  if (!sump) return []
  return sump.others.map((other, n) => {
    const of = (role: Parameters<typeof otherInput>[0]) => series[otherInput(role, n)] ?? []
    const middle = (role: 'flow' | 'current', unit: Unit | null) =>
      unit &&
      median(
        steady(of(role)).flatMap((r) => (r.average! > 0 ? [convert(r.average!, unit, UNITS[role])] : [])),
      )
    return {
      drawn: drawnFlow(sump, series, n + 1),
      flow: middle('flow', other.flow),
      current: middle('current', other.current),
      hours: gained(of('run-hours')),
    }
  })
}
const UNITS = { flow: 'm3/h', current: 'A' } as const

function meteredFlow(config: SewerPumpConfig, rollups: readonly Rollup[]) {
  const flows = steady(rollups)
    .map((r) => ({ at: r.bucket, flow: convert(r.average!, config.flow!.unit, 'm3/h') }))
    .filter((r) => r.flow > 0.15 * config.ratedFlow)
  if (flows.length < LEAST_POINTS) return null
  return { flow: median(flows.map((f) => f.flow))!, at: new Set(flows.map((f) => f.at)) }
}

/** By the sump, of the pump itself (0) or of one of the others. */
function drawnFlow(
  sump: NonNullable<SewerPumpConfig['sump']>,
  series: SeriesInputs['series'],
  which = 0,
): number | null {
  const all = [
    { runHours: series['run-hours'] ?? [], starts: series.starts ?? [] },
    ...sump.others.map((_, n) => ({
      runHours: series[otherInput('run-hours', n)] ?? [],
      starts: series[otherInput('starts', n)] ?? [],
    })),
  ]
  const others = all.filter((_, i) => i !== which)
  return drawdownOf(sump, { own: all[which]!, others, level: series.level ?? [] })?.flow ?? null
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
