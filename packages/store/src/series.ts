import {
  type Micros,
  type Quality,
  qualityOf,
  type Reading,
  type ReportingRule,
  type Rollup,
  type RollupStep,
  rollupSteps,
  staleAfter,
} from '@driftbild/core'
import type { Tx } from './database.ts'
import { gapsOf } from './gaps.ts'
import { readingsBetween } from './readings.ts'
import { rollupsBetween } from './rollups.ts'

/** One signal's line in a chart. Columns have one length; null where there was no good value. */
export interface SeriesData {
  key: string
  unit: string
  from: Micros
  to: Micros
  resolution: 'raw' | RollupStep
  time: Micros[]
  average: (number | null)[]
  minimum: (number | null)[]
  maximum: (number | null)[]
  quality: Quality[]
  /** What is missing of silences, and stretches longer than the signal's reporting rule allows (`missing`). */
  gaps: { from: Micros; to: Micros | null; reason: string }[]
}

/** The most points that a series has. */
export const MOST_POINTS = 2_000

/**
 * A signal over [from, to) in at most `points` points: every reading where they fit, else the finest roll-up
 * that does, else buckets joined so that each keeps its extremes. Null when there is no such signal.
 */
export async function seriesOf(
  tx: Tx,
  key: string,
  from: Micros,
  to: Micros,
  points = MOST_POINTS,
): Promise<SeriesData | null> {
  const [signal] = await tx.query<{ unit: string; reporting: ReportingRule }>(
    'select unit, reporting from signal where key = $1',
    [key],
  )
  if (!signal) return null
  const named = await gapsOf(tx, key, from, to)
  const gaps = named.map(({ from, to, reason }) => ({ from, to, reason }))
  const { lines, resolution, heard } = await linesOf(tx, key, {
    from,
    to,
    points,
    reporting: signal.reporting,
  })
  const missing = missingBetween(heard, resolution, signal.reporting)
  return {
    key,
    unit: signal.unit,
    from,
    to,
    resolution,
    ...lines,
    gaps: [...gaps, ...missing.filter((hole) => !gaps.some((gap) => overlaps(gap, hole)))],
  }
}

type Lines = Pick<SeriesData, 'time' | 'average' | 'minimum' | 'maximum' | 'quality'>

async function linesOf(
  tx: Tx,
  key: string,
  { from, to, points, reporting }: { from: Micros; to: Micros; points: number; reporting: ReportingRule },
): Promise<{ lines: Lines; resolution: SeriesData['resolution']; heard: Micros[] }> {
  // A rule that promises more readings than fit spares asking for them.
  const promised = reporting.type === 'every' ? (to - from) / (reporting.seconds * 1e6) : 0
  if (promised <= 2 * points) {
    const readings = await readingsBetween(tx, key, { from, to, limit: points + 1 })
    const lines = rawLines(readings)
    if (readings.length <= points) return { lines, resolution: 'raw', heard: lines.time }
  }
  const step: RollupStep = (to - from) / rollupSteps['5m'] <= 4 * points ? '5m' : '1h'
  const rollups = await rollupsBetween(tx, [key], step, from, to)
  // Joined buckets stand further apart than the signal was ever silent.
  const heard = rollups[key]!.map((one) => one.bucket)
  return { lines: rollupLines(joinBuckets(rollups[key]!, points)), resolution: step, heard }
}

function rawLines(readings: readonly Reading[]): Lines {
  const value = readings.map((reading) =>
    'value' in reading && qualityOf(reading) !== 'bad' ? reading.value : null,
  )
  return {
    time: readings.map((reading) => reading.sourceTime),
    average: value,
    minimum: value,
    maximum: value,
    quality: readings.map(qualityOf),
  }
}

const rollupLines = (rollups: readonly Rollup[]): Lines => ({
  time: rollups.map((one) => one.bucket),
  average: rollups.map((one) => one.timeWeighted ?? one.average),
  minimum: rollups.map((one) => one.minimum),
  maximum: rollups.map((one) => one.maximum),
  quality: rollups.map((one) => (one.good > 0 ? 'good' : one.uncertain > 0 ? 'uncertain' : 'bad')),
})

/** Neighbours joined until `points` are left; a joined bucket has the mean of all its good readings. */
export function joinBuckets(rollups: readonly Rollup[], points: number): Rollup[] {
  const size = Math.ceil(rollups.length / points)
  if (size <= 1) return [...rollups]
  const joined: Rollup[] = []
  for (let i = 0; i < rollups.length; i += size) joined.push(join(rollups.slice(i, i + size)))
  return joined
}

function join(part: readonly Rollup[]): Rollup {
  const good = sum(part, (one) => one.good)
  const weighted = sum(part, (one) => (one.average ?? 0) * one.good)
  const values = (of: (one: Rollup) => number | null) => part.map(of).filter((v) => v !== null)
  const minimum = values((one) => one.minimum)
  const maximum = values((one) => one.maximum)
  return {
    bucket: part[0]!.bucket,
    average: good > 0 ? weighted / good : null,
    minimum: minimum.length > 0 ? Math.min(...minimum) : null,
    maximum: maximum.length > 0 ? Math.max(...maximum) : null,
    last: part.findLast((one) => one.last !== null)?.last ?? null,
    timeWeighted: null,
    good,
    uncertain: sum(part, (one) => one.uncertain),
    bad: sum(part, (one) => one.bad),
  }
}

const sum = (part: readonly Rollup[], of: (one: Rollup) => number): number =>
  part.reduce((total, one) => total + of(one), 0)

function missingBetween(
  time: readonly Micros[],
  resolution: SeriesData['resolution'],
  reporting: ReportingRule,
): SeriesData['gaps'] {
  const allowed = staleAfter(reporting) + (resolution === 'raw' ? 0 : rollupSteps[resolution])
  const gaps: SeriesData['gaps'] = []
  for (let i = 1; i < time.length; i++) {
    if (time[i]! - time[i - 1]! > allowed) gaps.push({ from: time[i - 1]!, to: time[i]!, reason: 'missing' })
  }
  return gaps
}

const overlaps = (a: { from: Micros; to: Micros | null }, b: { from: Micros; to: Micros | null }): boolean =>
  a.from < (b.to ?? Infinity) && b.from < (a.to ?? Infinity)
