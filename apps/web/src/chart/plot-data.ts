import type { Series } from '@driftbild/api/contract'

/** A stretch of the time axis without good readings, in Unix seconds. */
export interface Stretch {
  from: number
  to: number
  kind: 'gap' | 'bad' | 'uncertain'
  /** A silence's or a reading's reason; null where only the quality is known. */
  reason: string | null
}

export interface PlotData {
  /** Unix seconds, ascending; a row without values stands at the edges of every gap and breaks the line. */
  time: number[]
  good: (number | null)[]
  /** Uncertain values, with the good neighbours that join them to the line. */
  uncertain: (number | null)[]
  minimum: (number | null)[]
  maximum: (number | null)[]
  /** Where the line shows a value that still stands, not one that was reported then. */
  held: boolean[]
  stretches: Stretch[]
}

type Input = Pick<
  Series,
  'time' | 'average' | 'minimum' | 'maximum' | 'last' | 'quality' | 'held' | 'resolution'
> & {
  gaps: readonly { from: string; to: string | null; reason: string }[]
  to: string
}

/**
 * What a chart draws of a series: the measured line broken where nothing was measured, and the stretches to
 * hatch. A gap is what the ledger says; a hole that it does not explain is none of the chart's business. An open one lasts until
 * now, in ms, where the chart goes further: of what is ahead nothing is missing.
 */
export function plotData(series: Input, now = Number.POSITIVE_INFINITY): PlotData {
  const gaps: Stretch[] = series.gaps.map((gap) => ({
    from: Date.parse(gap.from) / 1000,
    to: (gap.to === null ? Math.min(Date.parse(series.to), now) : Date.parse(gap.to)) / 1000,
    kind: 'gap',
    reason: gap.reason,
  }))
  const rows = series.time.map(
    (time, i): Row => ({
      time,
      average: series.average[i] ?? null,
      minimum: series.minimum[i] ?? null,
      maximum: series.maximum[i] ?? null,
      quality: series.quality[i] ?? 'bad',
      held: false,
    }),
  )
  const breaks = gaps.filter((gap) => gap.to > gap.from).map(breakIn)
  const all = [...rows, ...heldRows(series, rows), ...breaks].sort((a, b) => a.time - b.time)
  const isUncertain = (i: number) => all[i]?.quality === 'uncertain'
  return {
    time: all.map((r) => r.time),
    good: all.map((r) => (r.quality === 'good' ? r.average : null)),
    uncertain: all.map((r, i) =>
      r.quality !== 'bad' && (isUncertain(i - 1) || isUncertain(i) || isUncertain(i + 1)) ? r.average : null,
    ),
    minimum: all.map((r) => (r.quality === 'bad' ? null : r.minimum)),
    maximum: all.map((r) => (r.quality === 'bad' ? null : r.maximum)),
    held: all.map((r) => r.held),
    stretches: [...gaps, ...runs(rows, 'bad'), ...runs(rows, 'uncertain')],
  }
}

interface Row {
  time: number
  average: number | null
  minimum: number | null
  maximum: number | null
  quality: 'good' | 'uncertain' | 'bad'
  held: boolean
}

/** Strictly within the gap: a reading stands at its very edge. */
const breakIn = ({ from, to }: Stretch): Row => ({
  ...{ time: (from + to) / 2, average: null, minimum: null, maximum: null },
  ...{ quality: 'bad', held: false },
})

/** Seconds of a bucket, at the end of which its last value begins to be held. */
const lengths: Record<Series['resolution'], number> = {
  raw: 0,
  '5m': 300,
  '1h': 3_600,
  day: 86_400,
  month: 30 * 86_400,
}
/** How long before the next point a held value ends, in seconds. */
const BEFORE = 0.001

/** From each point that is held a level line to the next one, or to the end. */
function heldRows(series: Input, rows: readonly Row[]): Row[] {
  return rows.flatMap((row, i) => {
    const value = series.last[i] ?? null
    if (!series.held[i] || value === null || row.quality === 'bad') return []
    const begin = row.time + lengths[series.resolution]
    const end = (rows[i + 1]?.time ?? Date.parse(series.to) / 1000) - BEFORE
    const level = { average: value, minimum: value, maximum: value, quality: row.quality, held: true }
    return [begin, end].filter((time) => time > row.time && time <= end).map((time) => ({ ...level, time }))
  })
}

/** Unbroken runs of one quality; a run reaches to the row after it, where the quality changed. */
function runs(rows: readonly Row[], quality: 'bad' | 'uncertain'): Stretch[] {
  const found: Stretch[] = []
  let from: number | null = null
  for (const [i, row] of rows.entries()) {
    if (row.quality === quality) {
      from ??= row.time
      const next = rows[i + 1]
      if (next && next.quality === quality) continue
      const end = next ? next.time : row.time
      found.push({ from, to: end, kind: quality, reason: null })
      from = null
    }
  }
  return found
}

/** Lowest and highest of everything a chart shows, with a margin; null where there is nothing. */
export function valueSpan(...lists: readonly (readonly (number | null)[])[]): [number, number] | null {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const list of lists) {
    for (const value of list) {
      if (value === null) continue
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  if (low > high) return null
  const margin = high === low ? Math.max(Math.abs(high) * 0.1, 0.5) : (high - low) * 0.08
  // A quantity that never was negative gets no negative axis.
  return [low >= 0 ? Math.max(0, low - margin) : low - margin, high + margin]
}
