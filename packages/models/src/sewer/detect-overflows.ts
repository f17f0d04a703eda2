import { convert, HOUR, MINUTE, type Micros, type OverflowDetected, type Rollup } from '@driftbild/core'
import { pumpInput, type SewerInflowConfig } from '../sewer-inflow/config.ts'
import type { SewerInflowState } from '../sewer-inflow/model.ts'
import { causeOf } from './overflow-cause.ts'
import { spilledByBalance, spilledOverWeir } from './overflow-volume.ts'

export interface OverflowParts {
  config: SewerInflowConfig
  /** m of the crest; null where nobody wrote it down. */
  weirWidth: number | null
  /** By the names of the inflow model's inputs, in steps of five minutes, from six hours before. */
  series: Record<string, readonly Rollup[]>
  /** What is usual of the station; null while that is learnt. */
  state: SewerInflowState | null
  /** Readings have come up to here. */
  until: Micros
}

const STEP = 5 * MINUTE
/** A shorter pause is no end. */
const PAUSE = 30 * MINUTE
/** Rain that fell so long before may still be on its way. */
export const RAIN_BEFORE = 6 * HOUR

/** Every overflow that begins within the series: when, how much, and why as far as the readings tell. */
export function detectOverflows(parts: OverflowParts): OverflowDetected[] {
  return spansOf(parts).map(({ began, last }) => {
    const ended = parts.until - last > PAUSE ? last : null
    const span = { from: began, to: ended ?? last }
    const facts = factsOf(parts, span)
    const volume = spilledOverWeir(parts, span) ?? spilledByBalance(parts, span)
    return { began, ended, volume, cause: causeOf(facts), facts }
  })
}

function spansOf({ config, series }: OverflowParts): { began: Micros; last: Micros }[] {
  const { level, sump } = config
  const marks =
    series.overflowing !== undefined
      ? series.overflowing.map((r) => ({ at: r.bucket, on: (r.maximum ?? 0) > 0 }))
      : (series.level ?? []).map((r) => ({
          at: r.bucket,
          on: r.maximum !== null && convert(r.maximum, level.unit, 'm') >= sump.overflow,
        }))
  const spans: { began: Micros; last: Micros }[] = []
  for (const { at } of marks.filter((m) => m.on)) {
    const open = spans.at(-1)
    if (open && at - open.last <= PAUSE) open.last = at + STEP
    else spans.push({ began: at, last: at + STEP })
  }
  return spans
}

export interface Span {
  from: Micros
  to: Micros
}

export const within = (rollups: readonly Rollup[] | undefined, { from, to }: Span): Rollup[] =>
  (rollups ?? []).filter((r) => r.bucket >= from && r.bucket < to)

function factsOf({ config, series }: OverflowParts, span: Span): OverflowDetected['facts'] {
  const rain = within(series.rain, { from: span.from - RAIN_BEFORE, to: span.to })
  const heights = within(series.level, span).flatMap((r) => r.maximum ?? [])
  const hours = (span.to - span.from) / HOUR
  const fallen = rain.reduce(
    (sum, r) => sum + convert(r.average ?? 0, config.rain?.unit ?? 'mm/h', 'mm/h') / 12,
    0,
  )
  return {
    rain: rain.length === 0 ? null : Math.round(fallen * 10) / 10,
    highest: heights.length === 0 ? null : convert(Math.max(...heights), config.level.unit, 'm'),
    ran: config.pumps.flatMap(({ tag }, n) => {
      const ran = gained(
        within(series[pumpInput(n, 'run-hours')], { from: span.from - STEP, to: span.to + STEP }),
      )
      return ran === null ? [] : [{ pump: tag, share: Math.min(1, Math.round((ran / hours) * 100) / 100) }]
    }),
  }
}

/** What a counter gained; null where it was read less than twice or began again. */
export function gained(rollups: readonly Rollup[]): number | null {
  const known = rollups.flatMap((r) => r.last ?? [])
  const gain = known.length < 2 ? -1 : known.at(-1)! - known[0]!
  return gain < 0 ? null : gain
}
