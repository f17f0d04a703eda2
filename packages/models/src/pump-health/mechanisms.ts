import { convert, type Unit } from '@driftbild/core'
import { mean, median, PLAIN } from '../common/statistics.ts'
import { findTrend, type LimitOutlook, limitOutlook, type Trend } from '../common/trend-posterior.ts'
import { BEARING_LIMIT, EFFICIENCY_LIMIT, type PumpConfig, vibrationLimit } from './config.ts'

/** One day of a pump, freed of what its operating point explains. */
export interface PumpDay {
  day: number
  /** Share of the efficiency that it had when it was learnt. */
  efficiency: number | null
  /** mm/s at its usual operating point. */
  vibration: number | null
  /** °C at its usual load. */
  bearing: number | null
  /** How many times as much more it shakes at its larger flows as at its smaller ones. */
  tilt: number | null
  /** kWh */
  used: number | null
}

/** One way in which a pump comes to its end, on a scale on which getting worse is climbing. */
export interface Mechanism {
  kind: 'wear' | 'shaking' | 'heat'
  trend: Trend
  limit: number
  outlook: LimitOutlook
  /** What shows it, with the limit in its own unit; absent where its own signal isn't read, or has no limit. */
  signal: { key: string; limit?: number } | undefined
}

const ONSET_PER_DAY = 1 / 700

/** Of the ways to fail, those of which enough days are known. */
export function mechanismsOf(config: PumpConfig, days: readonly PumpDay[]): Mechanism[] {
  const { signals } = config
  const trends = [
    {
      kind: 'wear',
      trend: wear(days),
      limit: -Math.log(EFFICIENCY_LIMIT),
      of: signals.power ?? signals.flow,
    },
    {
      kind: 'shaking',
      trend: shaking(days),
      limit: Math.log(vibrationLimit(config)),
      of: limited(signals.vibration, vibrationLimit(config), 'mm/s'),
    },
    {
      kind: 'heat',
      trend: heat(days),
      limit: BEARING_LIMIT,
      of: limited(signals['bearing-temperature'], BEARING_LIMIT, 'Cel'),
    },
  ] as const
  return trends.flatMap(({ kind, trend, limit, of }) =>
    trend ? [{ kind, trend, limit, outlook: limitOutlook(trend, limit, scales[kind]), signal: of }] : [],
  )
}

const limited = (signal: { key: string; unit: Unit } | undefined, limit: number, unit: Unit) =>
  signal && { key: signal.key, limit: convert(limit, unit, signal.unit) }

/** Vibration is told in logarithms and grows in mm/s. */
const scales = { wear: undefined, shaking: Math.exp, heat: undefined }

/** In logarithms a loss of a percent is a percent at any level, and climbing is getting worse. */
const wear = (days: readonly PumpDay[]): Trend | null =>
  findTrend(
    days.flatMap((d) => (d.efficiency === null ? [] : [{ day: d.day, y: -Math.log(d.efficiency) }])),
    {
      slopes: [0.0008, 0.0014, 0.0025, 0.004, 0.006, 0.009, 0.014],
      leastNoise: 0.004,
      onsetPerDay: ONSET_PER_DAY,
    },
  )

const shaking = (days: readonly PumpDay[]): Trend | null =>
  findTrend(
    days.flatMap((d) =>
      d.vibration === null || d.vibration <= 0 ? [] : [{ day: d.day, y: Math.log(d.vibration) }],
    ),
    {
      slopes: [0.005, 0.01, 0.02, 0.035, 0.05, 0.07, 0.1, 0.14, 0.2],
      leastNoise: 0.02,
      onsetPerDay: ONSET_PER_DAY,
    },
  )

const heat = (days: readonly PumpDay[]): Trend | null =>
  findTrend(
    days.flatMap((d) => (d.bearing === null ? [] : [{ day: d.day, y: d.bearing }])),
    { slopes: [0.25, 0.4, 0.7, 1.1, 1.8, 3], leastNoise: 0.4, onsetPerDay: ONSET_PER_DAY },
  )

export const pumpModes = ['wear', 'bearing', 'cavitation', 'imbalance'] as const
export type PumpMode = (typeof pumpModes)[number]

const RECENT = 5
/** °C more than in its first days that a bearing is warm by itself. */
const WARM = 3

/** What in the pump a mechanism points to, by which of its measurements move together; null where they don't say. */
export function pointsTo(kind: Mechanism['kind'], days: readonly PumpDay[]): PumpMode | null {
  if (kind === 'wear') return 'wear'
  if (kind === 'shaking') return shakenBy(days)
  const middle = (of: readonly PumpDay[]) => median(of.flatMap((d) => d.bearing ?? []))
  const [before, now] = [middle(days.slice(0, 2 * RECENT)), middle(days.slice(-RECENT))]
  return before !== null && now !== null && now - before >= WARM ? 'bearing' : null
}

/** Days over which what shakes a pump is told by. */
const TOLD_BY = 40
/** °C that a failing bearing warms at least for each mm/s that it shakes more; one that stays below stays cool. */
const WARMS = 1.5
/** Of what shakes more, how much more of it at large flows than at small ones where the flow is what shakes it. */
const TILTS = 0.1
/** Standard errors that a cause must stand out by, and that one which isn't must stay below. */
const STANDS_OUT = 2.5

/**
 * A failing bearing warms as it shakes, cavitation shakes at large flows, and a loose wheel does neither: lines through the
 * days, of the bearing's temperature and of the tilt against what is shaken more. Nothing is said until one shows, or
 * the days suffice to exclude both.
 */
function shakenBy(days: readonly PumpDay[]): PumpMode | null {
  const usual = median(days.slice(0, 2 * RECENT).flatMap((d) => d.vibration ?? []))
  if (usual === null) return null
  const known = days
    .slice(-TOLD_BY)
    .flatMap((d) =>
      d.vibration ? [{ ...d, added: Math.max(0, d.vibration - usual), all: d.vibration }] : [],
    )
  const warming = slopeOf(known.flatMap(({ added, bearing: y }) => (y === null ? [] : [{ x: added, y }])))
  const tilting = slopeOf(
    known.flatMap(({ added, all, tilt: y }) => (y === null ? [] : [{ x: added / all, y }])),
  )
  const isPlain = ({ slope, error }: Slope, least: number) => slope > Math.max(least, STANDS_OUT * error)
  const isExcluded = ({ slope, error }: Slope, least: number) => slope + PLAIN * error < least
  if (warming && isPlain(warming, WARMS)) return 'bearing'
  if (tilting && isPlain(tilting, TILTS)) return 'cavitation'
  const isNeither = warming && tilting && isExcluded(warming, WARMS) && isExcluded(tilting, TILTS)
  return isNeither ? 'imbalance' : null
}

interface Slope {
  slope: number
  error: number
}

/** Least squares; null where nothing varies. */
function slopeOf(points: readonly { x: number; y: number }[]): Slope | null {
  if (points.length < 3) return null
  const [x0, y0] = [mean(points.map(({ x }) => x))!, mean(points.map(({ y }) => y))!]
  const sum = (of: (x: number, y: number) => number) =>
    points.reduce((all, { x, y }) => all + of(x - x0, y - y0), 0)
  const spread = sum((x) => x * x)
  if (spread < 1e-9) return null
  const slope = sum((x, y) => x * y) / spread
  const left = sum((x, y) => (y - slope * x) ** 2) / (points.length - 2)
  return { slope, error: Math.sqrt(left / spread) }
}
