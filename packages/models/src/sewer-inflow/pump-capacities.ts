import { convert, HOUR, type Micros, type Rollup } from '@driftbild/core'
import { median } from '../common/statistics.ts'
import type { SeriesInputs } from '../model.ts'
import { drawdownOf, type StationDay } from '../sewer-pump/drawdown.ts'
import { pumpInput, type SewerInflowConfig } from './config.ts'

/** What is needed to tell what each pump lifts: JSON, carried in the state. */
export interface PumpEvidence {
  /** The last hours of the level and the counters, coarse: hour, lowest, highest, last. */
  level: HourOf[]
  pumps: { runHours: HourOf[]; starts: HourOf[]; flows: number[] }[]
}
type HourOf = [hour: Micros, minimum: number | null, maximum: number | null, last: number | null]

const KEPT_HOURS = 48
/** Metered flows that are remembered: two days of pumping. */
const KEPT_FLOWS = 96
const LEAST_FLOWS = 6
/** Of the plate's flow; a meter shows less while the pump starts. */
const RUNS = 0.15

export const noEvidence = ({ pumps }: SewerInflowConfig): PumpEvidence => ({
  level: [],
  pumps: pumps.map(() => ({ runHours: [], starts: [], flows: [] })),
})

export function follow(config: SewerInflowConfig, before: PumpEvidence, inputs: SeriesInputs): PumpEvidence {
  const of = (name: string): readonly Rollup[] => inputs.series[name] ?? []
  return {
    level: taken(before.level, of('level')),
    pumps: config.pumps.map(({ metered, ratedFlow }, n) => {
      const known = before.pumps[n]!
      const flows = metered
        ? of(pumpInput(n, 'flow')).flatMap((r) => {
            const flow = r.maximum === null ? 0 : convert(r.maximum, metered, 'm3/h')
            return flow > RUNS * ratedFlow ? [Math.round(flow * 10) / 10] : []
          })
        : []
      return {
        runHours: taken(known.runHours, of(pumpInput(n, 'run-hours'))),
        starts: taken(known.starts, of(pumpInput(n, 'starts'))),
        flows: [...known.flows, ...flows].slice(-KEPT_FLOWS),
      }
    }),
  }
}

/** m³/h of each pump alone: by its own meter, by how fast the sump goes down, or by its plate. */
export function capacitiesOf(
  { pumps, sump }: SewerInflowConfig,
  evidence: PumpEvidence,
): { flow: number; from: 'meter' | 'drawdown' | 'plate' }[] {
  const counters = evidence.pumps.map((p) => ({ runHours: rollups(p.runHours), starts: rollups(p.starts) }))
  return pumps.map((pump, n) => {
    const { flows } = evidence.pumps[n]!
    if (flows.length >= LEAST_FLOWS) return { flow: median(flows)!, from: 'meter' }
    const day: StationDay = {
      own: counters[n]!,
      others: counters.filter((_, other) => other !== n),
      level: rollups(evidence.level),
    }
    const drawn = pump.countsStarts ? drawdownOf(sump, day) : null
    return drawn ? { flow: drawn.flow, from: 'drawdown' } : { flow: pump.ratedFlow, from: 'plate' }
  })
}

function taken(before: readonly HourOf[], rollupsOfHour: readonly Rollup[]): HourOf[] {
  const out = [...before]
  for (const { bucket, minimum, maximum, last } of rollupsOfHour) {
    const hour = Math.floor(bucket / HOUR) * HOUR
    const newest = out.at(-1)
    if (newest?.[0] === hour)
      out[out.length - 1] = [hour, least(newest[1], minimum), most(newest[2], maximum), last ?? newest[3]]
    else out.push([hour, minimum, maximum, last])
  }
  return out.slice(-KEPT_HOURS)
}

const rollups = (hours: readonly HourOf[]): Rollup[] =>
  hours.map(([bucket, minimum, maximum, last]) => ({
    ...{ bucket, minimum, maximum, last },
    ...{ average: last, timeWeighted: last, good: 1, uncertain: 0, bad: 0 },
  }))

const least = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.min(a, b))
const most = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.max(a, b))
