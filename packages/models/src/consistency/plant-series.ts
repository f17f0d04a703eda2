/** An hourly record of a plant: one column per signal, missing values NaN, and where in the week each hour lies. */
export interface PlantSeries {
  /** 0 for Monday 00:00 … 167; local time, as demand follows people. */
  hourOfWeek: readonly number[]
  signals: Readonly<Record<string, Float64Array>>
}

/** The same signal an hour earlier. */
export const before = (signal: string): string => `${signal}@before`

export const signalOf = (term: string): string => term.replace(/@before$/, '')

/** A term's column; its first hour is missing when the term looks back. */
export function columnOf(series: PlantSeries, term: string): Float64Array {
  const column = series.signals[signalOf(term)]
  if (!column) throw new Error(`the record has no signal ${signalOf(term)}`)
  if (signalOf(term) === term) return column
  const earlier = new Float64Array(column.length)
  earlier[0] = Number.NaN
  earlier.set(column.subarray(0, -1), 1)
  return earlier
}
