import {
  type AlarmSuppression,
  hasValue,
  type Micros,
  type Prediction,
  qualityOf,
  type Subject,
  type WorkOrder,
} from '@driftbild/core'
import {
  type AlarmRow,
  type Latest as LatestReading,
  latest,
  listAlarms,
  listCollectors,
  listOrders,
  listPredictions,
  openSilences,
  type StoredPrediction,
  type Tx,
} from '@driftbild/store'
import { suppressionsNow } from '../alarms/suppressed.ts'
import { metersOf } from '../views/subject.ts'
import { lookRoles } from './asset-look.ts'
import { drawAnew, type Latest, type Picture, type WatchedAsset } from './picture.ts'
import { suspicionOf } from './suspicion.ts'

/** Each reads one kind of facts of a municipality into its picture and names the assets it may have changed. */
export type FactReader = (tx: Tx, picture: Picture) => Promise<Iterable<string>>

/** Rows at a time; the embedded engine is nobody else's meanwhile. */
const SLICE = 2_000
const MOST_STANDING = 10_000
/** Suppressions that ended by the clock are judged with it, like shelved alarms. */
const EVER: Micros = 0

/** The newest readings, of the named signals or of all. */
export async function readLatest(tx: Tx, picture: Picture, keys: readonly string[]): Promise<string[]> {
  const changed: string[] = []
  for (let i = 0; i < keys.length; i += SLICE) {
    for (const [key, newest] of await latest(tx, { keys: keys.slice(i, i + SLICE) })) {
      if (takeReading(picture, key, newest)) changed.push(key)
    }
  }
  return changed
}

function takeReading(picture: Picture, key: string, { reading, countsAt }: LatestReading): boolean {
  const watched = picture.signals.get(key)
  if (!watched) return false
  if (!picture.newest || countsAt > picture.newest.source) {
    picture.newest = { source: countsAt, arrived: reading.receivedTime }
  }
  const found: Latest = {
    time: reading.sourceTime,
    countsAt,
    value: hasValue(reading) ? reading.value : null,
    reason: hasValue(reading) ? null : reading.reason,
    quality: qualityOf(reading),
  }
  const { latest: known } = watched
  if (
    known &&
    known.time === found.time &&
    known.countsAt === found.countsAt &&
    known.value === found.value &&
    known.reason === found.reason &&
    known.quality === found.quality
  ) {
    return false
  }
  watched.latest = found
  if (lookRoles.has(watched.signal.role)) picture.revision++
  return true
}

export const readSilences: FactReader = async (tx, picture) => {
  // What one collector no longer has another may read; without one it goes stale by its own rule.
  const open = (await openSilences(tx)).filter((silence) => silence.reason !== 'removed')
  const silent = new Set(open.flatMap((silence) => silence.signals))
  const changed = new Set<string>()
  picture.silences = open
  for (const [key, watched] of picture.signals) {
    if (watched.silent === silent.has(key)) continue
    watched.silent = silent.has(key)
    changed.add(watched.signal.asset)
  }
  const [first] = await listCollectors(tx)
  picture.watchedSince = first?.createdAt ?? null
  return changed
}

export const readAlarms: FactReader = async (tx, picture) => {
  const active = await everyPage<AlarmRow>((after) =>
    listAlarms(tx, { active: true, ...(after && { after }), limit: SLICE }),
  )
  const suppressionFor = await suppressionsNow(tx, EVER)
  const alarms = Map.groupBy(active, (alarm) => alarm.asset)
  return replace(picture, (watched) => {
    const mine = (alarms.get(watched.asset.tag) ?? []).map((alarm) => ({
      priority: alarm.rule.priority,
      shelvedUntil: quietUntil(alarm, suppressionFor(alarm)),
    }))
    if (mine.length === 0 && watched.alarms.length === 0) return false
    watched.alarms = mine
    return true
  })
}

/** A suppression ends by the clock, or with what it depends on: of the latter nobody knows when. */
function quietUntil({ shelvedUntil }: AlarmRow, suppression: AlarmSuppression | null): Micros | null {
  if (!suppression) return shelvedUntil
  const until = suppression.kind === 'out-of-service' ? suppression.until : Number.POSITIVE_INFINITY
  return Math.max(until, shelvedUntil ?? 0)
}

export const readPredictions: FactReader = async (tx, picture) => {
  const standing = await everyPage<StoredPrediction>((last) =>
    listPredictions(tx, {
      standing: true,
      ...(last && { after: { asOf: last.prediction.asOf, id: last.id } }),
      limit: SLICE,
    }),
  )
  picture.suspicion = suspicionOf(standing)
  picture.revision++
  const highest = new Map<string, number>()
  for (const { prediction } of standing) {
    for (const [tag, probability] of shownOn(picture, prediction)) {
      highest.set(tag, Math.max(probability, highest.get(tag) ?? 0))
    }
  }
  return replace(picture, (watched) => {
    const prediction = highest.get(watched.asset.tag) ?? null
    if (prediction === watched.prediction) return false
    watched.prediction = prediction
    drawAnew(picture, watched)
    return true
  })
}

export const readOrders: FactReader = async (tx, picture) => {
  const open = await everyPage<WorkOrder>((last) =>
    listOrders(tx, { open: true, ...(last && { before: last.number }), limit: SLICE }),
  )
  const underWork = new Set(
    open.flatMap(({ subject, state }) => (state === 'draft' ? [] : standsFor(picture, subject))),
  )
  return replace(picture, (watched) => {
    if (watched.underWork === underWork.has(watched.asset.tag)) return false
    watched.underWork = !watched.underWork
    drawAnew(picture, watched)
    return true
  })
}

/** A zone has no place of its own to point at: what concerns it is shown on its meters. */
export const standsFor = (picture: Picture, subject: Subject): string[] =>
  subject.type === 'asset' ? [subject.tag] : metersOf(picture, subject.tag)

/** Which assets show a prediction and how strongly: its subject, and each candidate by its share. */
export function* shownOn(picture: Picture, prediction: Prediction): Generator<[string, number]> {
  for (const tag of standsFor(picture, prediction.subject)) yield [tag, prediction.probability]
  for (const { asset, probability } of prediction.candidates) {
    yield [asset, prediction.probability * probability]
  }
}

/** Changes every asset that differs; gives their tags. */
function replace(picture: Picture, change: (watched: WatchedAsset) => boolean): string[] {
  const changed: string[] = []
  for (const [tag, watched] of picture.assets) if (change(watched)) changed.push(tag)
  return changed
}

/** All pages of a list; stops where nobody could look through it anyway. */
async function everyPage<T>(read: (last: T | undefined) => Promise<T[]>): Promise<T[]> {
  const all: T[] = []
  for (;;) {
    const some = await read(all.at(-1))
    all.push(...some)
    if (some.length < SLICE || all.length >= MOST_STANDING) return all
  }
}
