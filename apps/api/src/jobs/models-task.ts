import type { Kommunkod, Micros } from '@driftbild/core'
import type { Model } from '@driftbild/models'
import {
  type Database,
  endPredictionsOf,
  isBulkQueued,
  listModelSwitches,
  occasionStatements,
  putJob,
  queuedBefore,
} from '@driftbild/store'
import type { Touched } from '../alarms/runner.ts'
import { dataNow } from '../picture/data-clock.ts'
import type { Picture } from '../picture/picture.ts'
import type { Pictures } from '../picture/pictures.ts'
import { revisionsHere, versionOfStates } from '../predictions/revisions-here.ts'
import { dueOf, type RunParts, runSlice } from './model-run.ts'
import { subjectsIn } from './model-subjects.ts'
import { dataTo, fallBack, findStarts, readWatches, stepAgain, type Watch } from './model-watch.ts'
import { pastIsComing } from './past-is-coming.ts'
import type { Preparations } from './preparations.ts'

export interface ModelsTask {
  /** Steps what is due for a short while; true when there is more. */
  run(): Promise<boolean>
  /** Readings came; models that have passed them fall back. */
  late(code: Kommunkod, touched: Touched): Promise<void>
  /** Something was stated of an occasion: the containers that it fills are looked at again. */
  occasion(code: Kommunkod, id: string): Promise<void>
  /** Forgets what is known of a municipality, because its register changed. */
  forget(code: Kommunkod): void
}

const RUN_MS = 2_000

interface Parts extends RunParts {
  pictures: Pictures
  models: readonly Model[]
  /** Names of those that are not good enough to run, or that another took the place of. */
  retired: readonly string[]
  preparations: Preparations
  now: () => Micros
}

export function createModelsTask(parts: Parts): ModelsTask {
  const { db, pictures, models, retired, preparations, now } = parts
  const known = new Map<Kommunkod, Promise<Watch[]>>()
  const told = new Set<Kommunkod>()
  /** Most subjects that were waited for at once, while any is. */
  const awaited = new Map<Kommunkod, number>()
  /** Something may be drawn otherwise than when it was looked what is still asked for of what was prepared. */
  let redrawn = true

  const watchesOf = (code: Kommunkod): Promise<Watch[]> => {
    let watches = known.get(code)
    if (!watches) {
      watches = takenOver(code).then(async () =>
        readWatches(db, code, pictures.get(code).register, models, await revisionsHere(db, code, models)),
      )
      watches.catch(() => known.delete(code))
      known.set(code, watches)
    }
    return watches
  }

  const takenOver = (code: Kommunkod): Promise<void> =>
    db.transaction({ municipality: code, role: 'api' }, (tx) =>
      endPredictionsOf(tx, retired, dataNow(pictures.get(code), now())),
    )

  const runOne = async (code: Kommunkod, until: number): Promise<boolean> => {
    if (await pastIsComing(db, code, now())) return false
    if (await isBulk(db, code)) return false
    const off = await switchedOff(db, code)
    const revisions = await revisionsHere(db, code, models)
    const isAsRead = ({ model, version }: Watch) =>
      version === versionOfStates(model, revisions.get(model.name) ?? null)
    // Another voice has states of its own.
    if (!(await watchesOf(code)).every(isAsRead)) known.delete(code)
    const watches = (await watchesOf(code)).filter(({ model }) => !off.has(model.name))
    await findStarts(
      db,
      code,
      watches.filter((watch) => watch.asOf === null && dataTo(pictures.get(code), watch) !== null),
    )
    let waiting = 0
    for (const watch of watches) {
      for (;;) {
        if (performance.now() > until) return true
        const picture = pictures.get(code)
        const reached = dataTo(picture, watch)
        if (reached === null || watch.asOf === null) break
        const due = dueOf(watch, picture.municipality.zone, reached)
        if (due.length === 0 || (await isQueued(db, code, watch, due.at(-1)!))) break
        const revision = revisions.get(watch.model.name) ?? null
        const given = await preparations.ready(watch.model, watch.subject)
        if (given === null) {
          waiting++
          break
        }
        const ran = { revision, given, now: dataNow(picture, now()) }
        if (!(await runSlice(parts, code, picture, watch, due, ran))) break
      }
    }
    await tellPreparing(code, waiting)
    return false
  }

  /** How much of what was ever waited for is prepared. */
  const tellPreparing = async (code: Kommunkod, waiting: number): Promise<void> => {
    const most = Math.max(waiting, awaited.get(code) ?? 0)
    if (most === 0) return
    const [done, state] = [1 - waiting / most, waiting > 0 ? ('running' as const) : ('done' as const)]
    if (waiting > 0) awaited.set(code, most)
    else awaited.delete(code)
    await db.transaction({ municipality: code, role: 'api' }, (tx) =>
      putJob(
        tx,
        { id: 'preparations', kind: 'preparations', done, secondsLeft: null, state, message: null },
        now(),
      ),
    )
  }

  /** A long catch-up is told to those who look; a step now and then is not. */
  const tellProgress = async (picture: Picture, left: boolean): Promise<void> => {
    const { code } = picture
    if (!left && !told.has(code)) return
    const watches = await watchesOf(code)
    const done = left
      ? watches.reduce((sum, watch) => sum + shareDone(picture, watch), 0) / watches.length
      : 1
    if (left) told.add(code)
    else told.delete(code)
    const state = left ? 'running' : 'done'
    await db.transaction({ municipality: code, role: 'api' }, (tx) =>
      putJob(tx, { id: 'models', kind: 'models', done, secondsLeft: null, state, message: null }, now()),
    )
  }

  return {
    async run() {
      if (redrawn) {
        redrawn = false
        await preparations.letGoBut(watchedIn(pictures.list(), models))
      }
      const until = performance.now() + RUN_MS
      let more = false
      for (const picture of pictures.list()) {
        const left = await runOne(picture.code, until)
        await tellProgress(picture, left)
        more ||= left
      }
      return more
    },
    async late(code, touched) {
      if (known.has(code)) await fallBack(db, code, await watchesOf(code), touched)
    },
    async occasion(code, id) {
      if (!known.has(code)) return
      const scope = { municipality: code, role: 'reader' } as const
      const stated = await db.transaction(scope, (tx) => occasionStatements(tx, id))
      const tags = new Set(stated.flatMap(({ occasion }) => occasion?.bins ?? []))
      await stepAgain(db, code, await watchesOf(code), ({ asks }) => tags.has(asks?.occasions ?? ''))
    },
    forget(code) {
      known.delete(code)
      redrawn = true
    },
  }
}

/** Whatever a model watches anywhere, worked out as it is asked for. */
function* watchedIn(pictures: readonly Picture[], models: readonly Model[]) {
  for (const { register } of pictures)
    for (const model of models) for (const subject of subjectsIn(register, model)) yield { model, subject }
}

/** A model that is switched off here stands still; what it said before stays. */
async function switchedOff(db: Database, code: Kommunkod): Promise<Set<string>> {
  const switches = await db.transaction({ municipality: code, role: 'reader' }, listModelSwitches)
  return new Set(switches.filter(({ isOn }) => !isOn).map(({ model }) => model))
}

/** Roll-ups of the stretch that is to be stepped over are still to be computed. */
const isQueued = (db: Database, code: Kommunkod, watch: Watch, until: Micros): Promise<boolean> =>
  db.transaction({ municipality: code, role: 'reader' }, (tx) => queuedBefore(tx, watch.keys, until))

/** So much is queued that asking for each watch would only keep the roll-ups waiting. */
const isBulk = (db: Database, code: Kommunkod): Promise<boolean> =>
  db.transaction({ municipality: code, role: 'reader' }, isBulkQueued)

/** How much of the way from its first data to its newest a watch has come, 0…1. */
function shareDone(picture: Picture, watch: Watch): number {
  const reached = dataTo(picture, watch)
  if (reached === null || watch.asOf === null || watch.begunAt === null) return 1
  return reached > watch.begunAt ? Math.min(1, (watch.asOf - watch.begunAt) / (reached - watch.begunAt)) : 1
}
