import { formatTime, type Micros, usualDays } from '@driftbild/core'
import type { Figure, FigureId, Lack } from '../contract/index.ts'
import type { Daily } from './day-book.ts'

interface Told {
  id: FigureId
  unit: string
  worse: Figure['worse']
}

/** A figure of the last whole day, beside the days before it. */
export function dayFigure(
  told: Told & { span?: 'day' | 'night'; estimate?: boolean },
  bounds: readonly Micros[],
  daily: Daily,
  lacking: Lack | null,
): Figure {
  const value = daily.at(-1) ?? null
  return {
    ...basis(told),
    value,
    span: told.span ?? 'day',
    at: formatTime(bounds.at(-2)!),
    usual: usualDays(daily.slice(0, -1)),
    trend: trendOf(bounds, daily),
    estimate: told.estimate ?? false,
    missing: value === null ? [lacking ?? 'readings-of-the-day'] : [],
  }
}

/** A figure of now, beside how the days before it ended. */
export function presentFigure(
  told: Told & { of?: number | null },
  now: Micros,
  value: number | null,
  past: { bounds: readonly Micros[]; daily: Daily } | null,
  lacking: Lack,
): Figure {
  return {
    ...basis(told),
    value,
    span: 'now',
    at: formatTime(now),
    of: told.of ?? null,
    usual: past && usualDays(past.daily),
    trend: past ? trendOf(past.bounds, past.daily) : { time: [], values: [] },
    estimate: false,
    missing: value === null ? [lacking] : [],
  }
}

/** The days together, as one. */
export function monthFigure(told: Told, bounds: readonly Micros[], daily: Daily, lacking: Lack): Figure {
  const known = daily.filter((value) => value !== null)
  const value = known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0)
  return {
    ...basis(told),
    value,
    span: 'month',
    at: formatTime(bounds[0]!),
    usual: null,
    trend: trendOf(bounds, daily),
    estimate: false,
    missing: value === null ? [lacking] : [],
  }
}

const basis = ({ id, unit, worse }: Told) => ({ id, unit, worse, of: null })

/** From the first day of which something is known. */
export function trendOf(bounds: readonly Micros[], daily: Daily): Figure['trend'] {
  const first = daily.findIndex((value) => value !== null)
  if (first < 0) return { time: [], values: [] }
  return { time: bounds.slice(first, -1).map(formatTime), values: daily.slice(first) }
}
