import { HOUR } from '@driftbild/core'
import { localHourIndex } from '../common/local-index.ts'
import { dryAt, type InflowFit } from './learn-inflow.ts'
import type { RainAhead } from './rain-ahead.ts'
import { type Draining, drainAfter, responseTo } from './reservoirs.ts'

/** Where a station stands at the end of an hour. */
export interface InflowNow {
  /** The first hour ahead, in hours since 1970. */
  hour: number
  zone: string
  draining: Draining
  /** m³/h that the last hours lay beyond what was expected of them. */
  off: number
}

/** Hours in which what was last off is forgotten. */
const FORGOTTEN = 8

/** m³/h of each hour ahead, if it rains so many mm/h in each. */
export function expectInflow(fit: InflowFit, now: InflowNow, rainAhead: readonly number[]): number[] {
  let { draining } = now
  return rainAhead.map((rain, lead) => {
    draining = drainAfter(draining, rain)
    const dry = dryAt(fit, localHourIndex((now.hour + lead) * HOUR, now.zone))
    return Math.max(0, dry + responseTo(fit.areas, draining) + now.off * Math.exp(-(lead + 1) / FORGOTTEN))
  })
}

/** What is likeliest to fall in each hour: by a forecast as far as it goes, else as it falls now. */
export function expectedRain(
  fit: InflowFit,
  ahead: RainAhead | null,
  rainNow: number,
  leads: number,
): number[] {
  const asNow = rainAsNow(fit, rainNow, leads)
  return ahead ? asNow.map((mm, lead) => ahead.median[lead] ?? mm) : asNow
}

/** Rain as now, letting off as it usually does: what is expected where nobody forecasts it. */
export const rainAsNow = (fit: InflowFit, rainNow: number, leads: number): number[] =>
  Array.from({ length: leads }, (_, lead) => rainNow * (fit.lasting[lead] ?? 0))
