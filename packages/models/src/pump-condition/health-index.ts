import { clamp, median } from '../common/statistics.ts'

/** One thing by which a pump is judged: day by day, what it was at first, and from where the pump no longer does its job. */
export interface HealthMeasure {
  kind: HealthMeasureKind
  days: readonly { day: number; value: number }[]
  limit: number
}

export const healthMeasures = ['efficiency', 'vibration', 'bearing', 'capacity', 'seal'] as const
export type HealthMeasureKind = (typeof healthMeasures)[number]

export interface JudgedMeasure {
  kind: HealthMeasureKind
  now: number
  normal: number
  limit: number
  /** 100 as it was at first, 0 at the limit. */
  index: number
  values: HealthMeasure['days']
}

/** Days that are looked at together: one bad day is no state. */
const SMOOTHED = 3
/** Days from which a pump's own normal is taken, and without which there is none. */
const NORMAL_DAYS = 10
const LEAST_DAYS = 8

/** How much of the way to its limit a measure has left, by its newest days; null while its normal is still learnt. */
export function judgeMeasure({ kind, days, limit }: HealthMeasure): JudgedMeasure | null {
  const normal = normalOf(days)
  const now = median(days.slice(-SMOOTHED).map((d) => d.value))
  if (normal === null || now === null || normal === limit) return null
  return { kind, now, normal, limit, index: indexOf(now, normal, limit), values: days }
}

/** By day, the index that the worst measure leaves a pump. */
export function indexCourse(measures: readonly HealthMeasure[]): { day: number; index: number }[] {
  const worst = new Map<number, number>()
  for (const { days, limit } of measures) {
    const normal = normalOf(days)
    if (normal === null || normal === limit) continue
    for (let i = LEAST_DAYS - 1; i < days.length; i++) {
      const now = median(days.slice(Math.max(0, i - SMOOTHED + 1), i + 1).map((d) => d.value))!
      const { day } = days[i]!
      worst.set(day, Math.min(worst.get(day) ?? 100, indexOf(now, normal, limit)))
    }
  }
  return [...worst].map(([day, index]) => ({ day, index })).toSorted((a, b) => a.day - b.day)
}

const normalOf = (days: HealthMeasure['days']): number | null =>
  days.length < LEAST_DAYS ? null : median(days.slice(0, NORMAL_DAYS).map((d) => d.value))

const indexOf = (now: number, normal: number, limit: number): number =>
  Math.round(100 * clamp((limit - now) / (limit - normal), 0, 1))
