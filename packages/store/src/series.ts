import {
  type BucketStep,
  bucketBounds,
  bucketLength,
  DAY,
  type Kommunkod,
  type Micros,
  mergeRollups,
  promisedEvery,
  type Quality,
  qualityOf,
  type Reading,
  type Rollup,
  rollupSteps,
  type StoredRollup,
  storedStep,
  type Unit,
} from '@driftbild/core'
import type { Database, Tx } from './database.ts'
import { findRules, readStored, type SignalRules } from './folded-rollups.ts'
import { gapsOf } from './gaps.ts'
import { readingsBetween } from './readings.ts'
import { countReadings } from './rollups.ts'
import { type Gap, gapsBetween, type Heard, heldOf, type Point } from './series-marks.ts'

/** One signal's line in a chart. Columns have one length; null where there was no good value. */
export interface SeriesData {
  key: string
  unit: Unit
  from: Micros
  to: Micros
  resolution: 'raw' | BucketStep
  time: Micros[]
  average: (number | null)[]
  minimum: (number | null)[]
  maximum: (number | null)[]
  last: (number | null)[]
  quality: Quality[]
  /** The last value stood until the next point, or the end, without being reported again. */
  held: boolean[]
  /** What is missing of silences, and stretches longer than the signal's reporting rule allows (`missing`). */
  gaps: Gap[]
}

export interface SeriesRequest {
  from: Micros
  to: Micros
  points?: number
  /** The present; the end where it is not asked of the present. */
  now?: Micros
}

/** The most points that a series has. */
export const MOST_POINTS = 2_000

/**
 * A signal over [from, to) in at most `points` points: every reading where they fit, else the finest roll-up
 * that does, local days and months for the longest, with neighbours joined so that each point keeps its extremes.
 * Null when there is no such signal.
 */
export async function seriesOf(
  db: Database,
  municipality: Kommunkod,
  key: string,
  { from, to, points = MOST_POINTS, now = to }: SeriesRequest,
): Promise<SeriesData | null> {
  const scope = { municipality, role: 'reader' } as const
  const found = await db.transaction(scope, async (tx) => {
    const rules = await findRules(tx, key)
    return rules && { rules, named: await gapsOf(tx, key, from, to) }
  })
  if (!found) return null
  const { rules, named } = found
  const raw = await db.transaction(scope, (tx) => rawLine(tx, rules, { from, to, points }))
  const { resolution, line, heard } = raw ?? (await bucketLine(db, municipality, rules, { from, to, points }))
  const listening = { reporting: rules.reporting, to, now }
  return {
    ...{ key, unit: rules.unit, from, to, resolution },
    time: line.map((point) => point.time),
    average: line.map((point) => point.timeWeighted ?? point.average),
    minimum: line.map((point) => point.minimum),
    maximum: line.map((point) => point.maximum),
    last: line.map((point) => point.last),
    quality: line.map((point) => point.quality),
    held: heldOf(line, named, listening),
    gaps: gapsBetween(heard, named, listening, resolution === 'raw' ? 0 : (to - from) / points),
  }
}

type LinePoint = Point &
  Pick<Rollup, 'average' | 'minimum' | 'maximum' | 'last' | 'timeWeighted'> & { quality: Quality }

interface Line {
  resolution: SeriesData['resolution']
  line: LinePoint[]
  /** What the line's points are made of. */
  heard: readonly Heard[]
}

interface Stretch {
  from: Micros
  to: Micros
  points: number
}

/** The finest step of which four buckets at most make one point; days and months are never joined. */
function stepFor(span: number, points: number): BucketStep {
  const fits = (step: BucketStep, joined: number) => span / bucketLength[step] <= joined * points
  if (fits('5m', 4)) return '5m'
  if (fits('1h', 4)) return '1h'
  return fits('day', 1) ? 'day' : 'month'
}

/** Counting the readings of a longer stretch takes longer than it is worth. */
const LONGEST_RAW = 400 * DAY

/** With more than that on its way a stretch is a bulk of readings that nobody has counted yet. */
const MOST_QUEUED = 20_000

/** Every reading as a point; null where they are too many. */
async function rawLine(
  tx: Tx,
  { id, key, reporting }: SignalRules,
  { from, to, points }: Stretch,
): Promise<Line | null> {
  if (to - from > LONGEST_RAW) return null
  // What was promised, then what was counted, spare reading what does not fit.
  if ((to - from) / promisedEvery(reporting) > 2 * points) return null
  const { counted, queued } = await countReadings(tx, id, from, to)
  if (counted > 2 * points || queued > MOST_QUEUED) return null
  const readings = await readingsBetween(tx, key, { from, to, limit: points + 1 })
  if (readings.length > points) return null
  const line = readings.map(readingPoint)
  return { resolution: 'raw', line, heard: line }
}

function readingPoint(reading: Reading): LinePoint {
  const quality = qualityOf(reading)
  const value = 'value' in reading && quality !== 'bad' ? reading.value : null
  const at = reading.sourceTime
  return {
    ...{ time: at, end: at, firstTime: at, lastTime: at, quality },
    ...{ average: value, minimum: value, maximum: value, last: value, timeWeighted: null },
  }
}

async function bucketLine(
  db: Database,
  municipality: Kommunkod,
  { id, zone }: SignalRules,
  { from, to, points }: Stretch,
): Promise<Line> {
  const step = stepFor(to - from, points)
  const isLocal = step === 'day' || step === 'month'
  // No more months than fit: there is no coarser step for what lies further back.
  const begin = Math.max(from, to - (points - 2) * bucketLength.month)
  const bounds = isLocal ? bucketBounds(step, begin, to, zone) : [from, to]
  const heard = await readStored(db, municipality, id, { step, from: bounds[0]!, to: bounds.at(-1)! })
  const length = rollupSteps[storedStep(step)]
  const line = isLocal
    ? byBounds(heard, bounds)
    : byNumber(heard, points).map((group) =>
        bucketPoint(group, group[0]!.bucket, group.at(-1)!.bucket + length),
      )
  return { resolution: step, line, heard }
}

/** Neighbours together until there are no more than `most` groups. */
export function byNumber(rollups: readonly StoredRollup[], most: number): StoredRollup[][] {
  const size = Math.max(1, Math.ceil(rollups.length / most))
  return Array.from({ length: Math.ceil(rollups.length / size) }, (_, i) =>
    rollups.slice(i * size, (i + 1) * size),
  )
}

/** Local days or months that have readings. */
function byBounds(rollups: readonly StoredRollup[], bounds: readonly Micros[]): LinePoint[] {
  let next = 0
  return bounds.slice(1).flatMap((end, i) => {
    const begin = next
    while (next < rollups.length && rollups[next]!.bucket < end) next++
    return begin < next ? [bucketPoint(rollups.slice(begin, next), bounds[i]!, end)] : []
  })
}

function bucketPoint(group: readonly StoredRollup[], time: Micros, end: Micros): LinePoint {
  const merged = mergeRollups(group)
  return {
    ...merged,
    ...{ time, end, firstTime: group[0]!.firstTime, lastTime: group.at(-1)!.lastTime },
    quality: merged.good > 0 ? 'good' : merged.uncertain > 0 ? 'uncertain' : 'bad',
  }
}
