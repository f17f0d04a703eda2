import {
  type BucketStep,
  bucketBounds,
  bucketLength,
  DAY,
  HOUR,
  type Kommunkod,
  type Micros,
  mergeRollups,
  promisedEvery,
  type Quality,
  qualityOf,
  type Reading,
  type Rollup,
  type RollupStep,
  rollupSteps,
  type StoredRollup,
  staleAfter,
  storedStep,
  type Unit,
} from '@driftbild/core'
import type { Database, Tx } from './database.ts'
import { findRules, readStored, type SignalRules } from './folded-rollups.ts'
import { gapsOf } from './gaps.ts'
import { readingsBetween } from './readings.ts'
import { type LetGo, letGoOf } from './retention.ts'
import { countReadings, type JoinedHours, joinedHours } from './rollups.ts'
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
  /** Of which stretches a person decided that the readings, or what was finer than hours, need not be kept. */
  letGo: LetGo[]
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
 * that does, local days and months for the longest, with neighbours joined so that each point keeps its extremes. Where
 * something was let go of, all of it is shown by what is left throughout.
 * Null when there is no such signal.
 */
export async function seriesOf(
  db: Database,
  municipality: Kommunkod,
  key: string,
  { from, to, points = MOST_POINTS, now = to }: SeriesRequest,
): Promise<SeriesData | null> {
  const scope = { municipality, role: 'reader' } as const
  const stretch = { from, to, points }
  const found = await db.transaction(scope, async (tx) => {
    const rules = await findRules(tx, key)
    if (!rules) return null
    const [named, letGo] = [await gapsOf(tx, key, from, to), await letGoOf(tx, key, from, to)]
    const gone = new Set(letGo.map(({ what }) => what))
    return { rules, named, letGo, gone, raw: gone.has('reading') ? null : await rawLine(tx, rules, stretch) }
  })
  if (!found) return null
  const { rules, named, letGo, gone, raw } = found
  const { resolution, line, heard } =
    raw ?? (await bucketLine(db, municipality, rules, stretch, gone.has('rollup_5m') ? '1h' : '5m'))
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
    gaps: gapsBetween(heard, named, listening, resolution === 'raw' ? 0 : shortestGap(stretch)),
    letGo,
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
function stepFor(span: number, points: number, finest: RollupStep): BucketStep {
  const fits = (step: BucketStep, joined: number) => span / bucketLength[step] <= joined * points
  if (finest === '5m' && fits('5m', 4)) return '5m'
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

/** A shorter one can't be seen. */
const shortestGap = ({ from, to, points }: Stretch): number => (to - from) / points

async function bucketLine(
  db: Database,
  municipality: Kommunkod,
  rules: SignalRules,
  stretch: Stretch,
  finest: RollupStep,
): Promise<Line> {
  const { from, to, points } = stretch
  const step = stepFor(to - from, points, finest)
  if (step === 'day' || step === 'month') return localLine(db, municipality, rules, stretch, step)
  const heard = await readStored(db, municipality, rules.id, { step, from, to })
  const length = rollupSteps[storedStep(step)]
  const line = byNumber(heard, points).map((group) =>
    bucketPoint(group, group[0]!.bucket, group.at(-1)!.bucket + length),
  )
  return { resolution: step, line, heard }
}

/** Hours joined in one transaction at most: some 100 ms of the embedded engine. */
const HOURS_AT_ONCE = 10_000

/** Local days or months that have readings. */
async function localLine(
  db: Database,
  municipality: Kommunkod,
  { id, zone, reporting }: SignalRules,
  stretch: Stretch,
  step: 'day' | 'month',
): Promise<Line> {
  const { from, to, points } = stretch
  // No more months than fit: there is no coarser step for what lies further back.
  const begin = Math.max(from, to - (points - 2) * bucketLength.month)
  const bounds = bucketBounds(step, begin, to, zone)
  const pause = Math.max(staleAfter(reporting), shortestGap(stretch))
  const atOnce = Math.max(1, Math.floor((HOURS_AT_ONCE * HOUR) / bucketLength[step]))
  const line: LinePoint[] = []
  const heard: Heard[] = []
  for (let i = 0; i + 1 < bounds.length; i += atOnce) {
    const some = bounds.slice(i, i + atOnce + 1)
    const joined = await db.transaction({ municipality, role: 'reader' }, (tx) =>
      joinedHours(tx, id, some, pause),
    )
    for (const one of joined) {
      line.push({ ...one, time: some[one.nth]!, end: some[one.nth + 1]!, quality: qualityOfMany(one) })
      heard.push(...heardBetween(one))
    }
  }
  return { resolution: step, line, heard }
}

/** When it was heard without a longer pause. */
function heardBetween({ firstTime, lastTime, pauses }: JoinedHours): Heard[] {
  return [firstTime, ...pauses.map(({ to }) => to)].map((first, i) => ({
    firstTime: first,
    lastTime: pauses[i]?.from ?? lastTime,
  }))
}

/** Neighbours together until there are no more than `most` groups. */
export function byNumber(rollups: readonly StoredRollup[], most: number): StoredRollup[][] {
  const size = Math.max(1, Math.ceil(rollups.length / most))
  return Array.from({ length: Math.ceil(rollups.length / size) }, (_, i) =>
    rollups.slice(i * size, (i + 1) * size),
  )
}

function bucketPoint(group: readonly StoredRollup[], time: Micros, end: Micros): LinePoint {
  const merged = mergeRollups(group)
  return {
    ...merged,
    ...{ time, end, firstTime: group[0]!.firstTime, lastTime: group.at(-1)!.lastTime },
    quality: qualityOfMany(merged),
  }
}

const qualityOfMany = ({ good, uncertain }: Pick<Rollup, 'good' | 'uncertain'>): Quality =>
  good > 0 ? 'good' : uncertain > 0 ? 'uncertain' : 'bad'
