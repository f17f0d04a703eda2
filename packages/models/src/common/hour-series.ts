import { convert, HOUR, type Micros, type Rollup, type Unit } from '@driftbild/core'

/** Hourly values without holes in time; a missing hour is null. `start` counts hours since 1970 UTC. */
export interface HourSeries {
  start: number
  values: (number | null)[]
}

export const emptyHours = (): HourSeries => ({ start: 0, values: [] })

export const hourAt = (series: HourSeries, i: number): Micros => (series.start + i) * HOUR

/** The series with the hours up to `to` appended and no more than `keep` of them kept. */
export function appendHours(
  series: HourSeries,
  values: ReadonlyMap<Micros, number | null>,
  from: Micros,
  to: Micros,
  keep: number,
): HourSeries {
  const first = Math.ceil(from / HOUR)
  const end = Math.floor(to / HOUR)
  const out = series.values.length === 0 ? [] : [...series.values]
  const start = series.values.length === 0 ? first : series.start
  for (let hour = start + out.length; hour < end; hour++) {
    const value = values.get(hour * HOUR) ?? null
    // Months of hours are carried in a state; no meter knows more than these decimals.
    out.push(value === null ? null : Math.round(value * 1e4) / 1e4)
  }
  const cut = Math.max(0, out.length - keep)
  return { start: start + cut, values: cut > 0 ? out.slice(cut) : out }
}

/** Hourly means in `unit`, from hourly roll-ups of which most readings were good. */
export function hourlyMeans(rollups: readonly Rollup[], from: Unit, to: Unit): Map<Micros, number | null> {
  const means = new Map<Micros, number | null>()
  for (const r of rollups) {
    const usable = r.average !== null && r.good > 0 && r.good >= r.bad
    means.set(r.bucket, usable ? convert(r.average!, from, to) : null)
  }
  return means
}
