import {
  bucketOf,
  DAY,
  type Kommunkod,
  type Micros,
  type Register,
  rollupSteps,
  type Subject,
} from '@driftbild/core'
import type { Model, ModelSubject } from '@driftbild/models'
import {
  type Database,
  firstRollups,
  invalidateStates,
  lastSteps,
  listPredictions,
  loadStates,
} from '@driftbild/store'
import type { Touched } from '../alarms/runner.ts'
import type { Picture } from '../picture/picture.ts'
import { versionOfStates } from '../predictions/revisions-here.ts'
import { subjectsIn } from './model-subjects.ts'
import type { SpeakingRevision } from './step-thread.ts'

/** A model on one subject: where it stands. */
export interface Watch {
  model: Model
  /** Under which its states are kept. */
  version: string
  subject: ModelSubject
  keys: string[]
  /** Where the last step ended; for one that never stepped the first roll-up, null while there is none. */
  asOf: Micros | null
  /** Where it stood when this process took it up. */
  begunAt: Micros | null
  state: { value: unknown } | null
  /** Until when other weights have spoken of it: what these would have said then is nobody's news. */
  spokenUntil: Micros | null
  /** What it said last, as names of subjects and kinds. */
  said: string
  /** Covered subjects with a prediction that stands. */
  standing: Set<string>
}

/** Signals in one query at most. */
const KEYS_AT_ONCE = 500

export const nameOf = ({ type, tag }: Subject): string => `${type} ${tag}`

/** Every active model on every subject of a municipality, with the states that are stored of it as it speaks there. */
export async function readWatches(
  db: Database,
  code: Kommunkod,
  register: Register,
  models: readonly Model[],
  revisions: ReadonlyMap<string, SpeakingRevision>,
): Promise<Watch[]> {
  const scope = { municipality: code, role: 'api' } as const
  const standing = new Set(
    (await db.transaction(scope, (tx) => listPredictions(tx, { standing: true, limit: 10_000 }))).map(
      ({ prediction: { model, subject } }) => `${model.name} ${nameOf(subject)}`,
    ),
  )
  const watches: Watch[] = []
  for (const model of models) {
    const { name } = model
    const version = versionOfStates(model, revisions.get(name) ?? null)
    const states = new Map(
      (await db.transaction(scope, (tx) => loadStates(tx, { model: name, version }))).map((stored) => [
        nameOf(stored.subject),
        stored,
      ]),
    )
    const spoken = new Map(
      model.learning
        ? (await db.transaction(scope, (tx) => lastSteps(tx, { model: name, version: model.version }))).map(
            (one) => [nameOf(one.subject), one.asOf],
          )
        : [],
    )
    for (const subject of subjectsIn(register, model)) {
      const stored = states.get(nameOf(subject.subject))
      watches.push({
        ...{ model, version, subject },
        keys: [...new Set(Object.values(subject.signals))],
        asOf: stored?.asOf ?? null,
        begunAt: stored?.asOf ?? null,
        state: stored ? { value: stored.state } : null,
        spokenUntil: spoken.get(nameOf(subject.subject)) ?? null,
        said: '',
        standing: new Set(subject.covers.map(nameOf).filter((one) => standing.has(`${name} ${one}`))),
      })
    }
  }
  return watches
}

/** What is late by less is not taken for silent. */
const OTHERS_AHEAD = DAY

/**
 * How far the data of a watch has come, by the newest of its signals; a model that steps in silence follows what the
 * others have, a day behind.
 */
export function dataTo(picture: Picture, watch: Watch): Micros | null {
  let newest: Micros | null = null
  for (const key of watch.keys) {
    const at = picture.signals.get(key)?.latest?.time
    if (at !== undefined && (newest === null || at > newest)) newest = at
  }
  if (newest === null || !watch.model.stepsInSilence || !picture.newest) return newest
  return Math.max(newest, picture.newest.source - OTHERS_AHEAD)
}

/** Finds where those that never stepped begin: at the oldest roll-up of their signals. */
export async function findStarts(db: Database, code: Kommunkod, watches: readonly Watch[]): Promise<void> {
  const keys = [...new Set(watches.flatMap((watch) => watch.keys))]
  const first = new Map<string, Micros>()
  for (let i = 0; i < keys.length; i += KEYS_AT_ONCE) {
    const some = keys.slice(i, i + KEYS_AT_ONCE)
    const found = await db.transaction({ municipality: code, role: 'api' }, (tx) => firstRollups(tx, some))
    for (const [key, at] of found) first.set(key, at)
  }
  for (const watch of watches) {
    for (const key of watch.keys) {
      const at = first.get(key)
      if (at !== undefined && (watch.asOf === null || at < watch.asOf)) watch.asOf = at
    }
    watch.begunAt = watch.asOf
  }
}

/**
 * Readings came that lie before where a watch stands: the states after them go, and it steps again from the
 * newest that is left. A reading also changes the bucket after its own, never one before it.
 */
export async function fallBack(
  db: Database,
  code: Kommunkod,
  watches: readonly Watch[],
  touched: Touched,
): Promise<number> {
  let fallen = 0
  for (const watch of watches) {
    const late = earliest(watch, touched)
    if (watch.asOf === null || late === null || late >= watch.asOf) continue
    await goBack(db, code, watch, late)
    fallen++
  }
  return fallen
}

/** What is no reading was told of some subjects: they take their newest step once more. */
export async function stepAgain(
  db: Database,
  code: Kommunkod,
  watches: readonly Watch[],
  of: (subject: ModelSubject) => boolean,
): Promise<void> {
  for (const watch of watches)
    if (watch.asOf !== null && watch.state !== null && of(watch.subject))
      await goBack(db, code, watch, watch.asOf - 1)
}

/** The states after an instant go; it steps again from the newest that is left. */
async function goBack(db: Database, code: Kommunkod, watch: Watch, until: Micros): Promise<void> {
  const key = { model: watch.model.name, version: watch.version, subject: watch.subject.subject }
  const left = await db.transaction({ municipality: code, role: 'api' }, (tx) =>
    invalidateStates(tx, key, until),
  )
  watch.spokenUntil = null
  watch.asOf = left?.asOf ?? null
  watch.begunAt = watch.asOf
  watch.state = left ? { value: left.state } : null
  watch.said = ''
}

function earliest({ keys, model }: Watch, touched: Touched): Micros | null {
  let found: Micros | null = null
  for (const key of keys) {
    const span = touched.get(key)
    if (!span) continue
    const bucket = bucketOf(span[0], model.resolution)
    if (found === null || bucket < found) found = bucket
  }
  return found
}

/** Rows that a stretch of roll-ups may have at most: what one query reads. */
export const mostRows = ({ keys, model }: Watch, length: number): number =>
  keys.length * (length / rollupSteps[model.resolution])
