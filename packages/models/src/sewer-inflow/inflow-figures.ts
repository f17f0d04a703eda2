import { dateText } from '../common/dates.ts'
import { mean, median } from '../common/statistics.ts'
import type { InflowDay } from './inflow-days.ts'
import type { SewerInflowState } from './model.ts'
import { capacitiesOf } from './pump-capacities.ts'
import { MEMORIES, QUICK } from './reservoirs.ts'
import { capacityOf } from './water-balance.ts'

/** Inflow and infiltration of what drains to a station. Flows in m³/h, areas in m². */
export interface InflowFigures {
  /** The last days that are known, and how many. */
  days: number
  /** Mean of a dry day, and the lowest hours of its night. */
  dryMean: number
  nightMin: number
  /** Of the dry flow, what is taken for groundwater: the night's flow that no household explains. */
  groundwater: number
  groundwaterShare: number
  /** m² of which the rain reaches the station, and the share of that which does within hours. */
  area: number
  quickShare: number | null
  /** Of the catchment; null where nobody stated how large that is. */
  share: number | null
  /** Of all that came. */
  rainShare: number
  /** m³/h that the pumps lift together, and by what that is known. */
  capacity: number
  capacityFrom: 'meter' | 'drawdown' | 'plate'
  rainMeasured: boolean
  months: InflowMonth[]
}

export interface InflowMonth {
  /** 2026-05 */
  month: string
  days: number
  /** m³ a day */
  total: number
  dry: number
  beyond: number
  /** m³/h */
  night: number
  /** mm in all; null where no gauge was read. */
  rain: number | null
}

/** Of a dry day's mean, what households use in the stillest hours: a planning value. */
export const NIGHT_USE = 0.12
const SHOWN_DAYS = 56
const DRY_MM = 0.2

/** What a station's state says of its catchment; null while it learns. */
export function inflowFigures(state: SewerInflowState, catchment: number | null): InflowFigures | null {
  const { fit, days, config } = state
  const recent = days.slice(-SHOWN_DAYS)
  if (!fit || recent.length === 0) return null
  const dryMean = mean(fit.dry[0]!)! * (5 / 7) + mean(fit.dry[1]!)! / 7 + mean(fit.dry[2]!)! / 7
  const dryDays = recent.filter((d) => (d.rain ?? 0) < DRY_MM)
  const nightMin = median((dryDays.length >= 3 ? dryDays : recent).map((d) => d.night))!
  // What households use at night is a share of what they use at all, groundwater is the rest of both.
  const groundwater = Math.max(0, (nightMin - NIGHT_USE * dryMean) / (1 - NIGHT_USE))
  const area = fit.areas.reduce((sum, a) => sum + a, 0)
  const quick = fit.areas.reduce((sum, a, k) => sum + (MEMORIES[k]! <= QUICK ? a : 0), 0)
  const total = recent.reduce((sum, d) => sum + d.total, 0)
  const capacities = capacitiesOf(config, state.pumps)
  return {
    ...{ days: recent.length, dryMean, nightMin, groundwater, groundwaterShare: groundwater / dryMean },
    ...{ area, quickShare: area > 0 ? quick / area : null, share: catchment ? area / catchment : null },
    rainShare: total > 0 ? Math.max(0, recent.reduce((sum, d) => sum + d.beyond, 0) / total) : 0,
    capacity: capacityOf(capacities.map((c) => c.flow)),
    capacityFrom: capacities.find((c) => c.from !== 'meter')?.from ?? 'meter',
    rainMeasured: config.rain !== null,
    months: [...Map.groupBy(days, (d) => dateText(d.day).slice(0, 7))].map(([month, of]) => ({
      month,
      ...monthOf(of),
    })),
  }
}

function monthOf(days: readonly InflowDay[]): Omit<InflowMonth, 'month'> {
  const of = (pick: (d: InflowDay) => number) => mean(days.map(pick))!
  const rains = days.flatMap((d) => d.rain ?? [])
  return {
    days: days.length,
    total: of((d) => d.total),
    dry: of((d) => d.total - d.beyond),
    beyond: of((d) => d.beyond),
    night: median(days.map((d) => d.night))!,
    rain: rains.length === 0 ? null : rains.reduce((sum, mm) => sum + mm, 0),
  }
}
