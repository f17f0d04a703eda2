import { convert, HOUR, MINUTE, type OverflowDetected, type Rollup, type Unit } from '@driftbild/core'
import { localHourIndex } from '../common/local-index.ts'
import { pumpInput } from '../sewer-inflow/config.ts'
import { dryAt } from '../sewer-inflow/learn-inflow.ts'
import { capacitiesOf } from '../sewer-inflow/pump-capacities.ts'
import { DRAINED, drainAfter, responseTo } from '../sewer-inflow/reservoirs.ts'
import { liftedBy } from '../sewer-inflow/water-balance.ts'
import { gained, type OverflowParts, type Span, within } from './detect-overflows.ts'

type Volume = OverflowDetected['volume']

const GRAVITY = 9.81
/** Poleni's coefficient of a sharp crest. */
const CREST = 0.62
/** m that an instrument may be off: a level at the crest is no flow. */
const OVER = 0.01

/** m³ by Poleni's formula, Q = 2/3 · μ · b · √(2g) · h^1.5, where the crest's width is known and the level is above it. */
export function spilledOverWeir({ config, weirWidth, series }: OverflowParts, span: Span): Volume {
  if (weirWidth === null) return null
  const heads = within(series.level, span).flatMap((r) =>
    r.average === null
      ? []
      : [Math.max(0, convert(r.average, config.level.unit, 'm') - config.sump.overflow)],
  )
  if (heads.length === 0 || Math.max(...heads) < OVER) return null
  const perSecond = (head: number) => (2 / 3) * CREST * weirWidth * Math.sqrt(2 * GRAVITY) * head ** 1.5
  const seconds = (span.to - span.from) / 1e6 / heads.length
  return { value: whole(heads.reduce((sum, h) => sum + perSecond(h) * seconds, 0)), source: 'weir' }
}

/** m³ that were to be expected from the dry pattern and the rain, less what the pumps lifted. */
export function spilledByBalance({ config, series, state }: OverflowParts, span: Span): Volume {
  if (!state?.fit || !config.rain) return null
  const { fit } = state
  const edges = { from: span.from - 5 * MINUTE, to: span.to + 5 * MINUTE }
  const ran = config.pumps.map((_, n) => gained(within(series[pumpInput(n, 'run-hours')], edges)))
  if (ran.some((r) => r === null)) return null
  const hours = (span.to - span.from) / HOUR
  const capacities = capacitiesOf(config, state.pumps).map((c) => c.flow)
  const lifted = liftedBy(capacities, ran as number[], hours)
  let [draining, came] = [DRAINED, 0]
  for (const rain of hourly(series.rain ?? [], config.rain.unit)) {
    draining = drainAfter(draining, rain.mm)
    const share = Math.max(0, Math.min(rain.at + HOUR, span.to) - Math.max(rain.at, span.from)) / HOUR
    const flow = dryAt(fit, localHourIndex(rain.at, config.timeZone)) + responseTo(fit.areas, draining)
    came += share * flow
  }
  return { value: whole(Math.max(0, came - lifted)), source: 'balance' }
}

function hourly(rollups: readonly Rollup[], unit: Unit): { at: number; mm: number }[] {
  const byHour = Map.groupBy(rollups, (r) => Math.floor(r.bucket / HOUR) * HOUR)
  return [...byHour].map(([at, of]) => {
    const known = of.flatMap((r) => r.average ?? [])
    const mean = known.length === 0 ? 0 : known.reduce((sum, v) => sum + v, 0) / known.length
    return { at, mm: convert(mean, unit, 'mm/h') }
  })
}

const whole = (value: number): number => Math.round(value)
