import { convert, HOUR, type Micros, type Rollup } from '@driftbild/core'
import type { SeriesInputs } from '../model.ts'
import { pumpInput, type SewerInflowConfig } from './config.ts'

/** An instant at which the level and every pump's hours were known together. */
export interface Instant {
  at: Micros
  /** m */
  level: number
  /** Hours run so far, by pump. */
  ran: number[]
}

/** Two pumps of one station share its main and lift less than twice what one does; a round share. */
export const TOGETHER = 0.85
/** A counter that was silent for longer says nothing of an hour. */
const LONGEST = 3 * HOUR

/** The newest instant within the inputs; null where the level and a counter never met in one bucket. */
export function lastInstant(config: SewerInflowConfig, { series }: SeriesInputs): Instant | null {
  const counters = config.pumps.map((_, n) => lastByBucket(series[pumpInput(n, 'run-hours')] ?? []))
  for (const { bucket, last } of (series.level ?? []).toReversed()) {
    const ran = counters.map((c) => c.get(bucket))
    if (last === null || ran.some((r) => r === undefined)) continue
    return { at: bucket, level: convert(last, config.level.unit, 'm'), ran: ran as number[] }
  }
  return null
}

/** What came between two instants, and what was lifted of it: m³/h. Null where a counter began again. */
export function flowsBetween(
  config: SewerInflowConfig,
  capacities: readonly number[],
  from: Instant,
  to: Instant,
): { inflow: number; pumped: number; ran: number[] } | null {
  const hours = (to.at - from.at) / HOUR
  const ran = to.ran.map((r, n) => r - from.ran[n]!)
  if (hours <= 0 || to.at - from.at > LONGEST || ran.some((r) => r < 0 || r > hours + 0.1)) return null
  const pumped = liftedBy(capacities, ran, hours) / hours
  const stored = (config.sump.area * (to.level - from.level)) / hours
  return { inflow: Math.max(0, pumped + stored), pumped, ran }
}

/** m³ that pumps lift in so many hours each of a span; beyond the span's length they ran together. */
export function liftedBy(capacities: readonly number[], ran: readonly number[], span: number): number {
  const alone = ran.reduce((sum, hours, n) => sum + hours * capacities[n]!, 0)
  const together = Math.max(0, ran.reduce((sum, hours) => sum + hours, 0) - span)
  const both = capacities.length < 2 ? 0 : capacities.reduce((sum, c) => sum + c, 0)
  return alone - (1 - TOGETHER) * both * together
}

/** m³/h that these pumps lift at once. */
export const capacityOf = (capacities: readonly number[]): number =>
  capacities.reduce((sum, c) => sum + c, 0) * (capacities.length > 1 ? TOGETHER : 1)

const lastByBucket = (rollups: readonly Rollup[]): Map<Micros, number> =>
  new Map(rollups.flatMap((r) => (r.last === null ? [] : [[r.bucket, r.last] as const])))
