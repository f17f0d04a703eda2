import type { Kommunkod, Micros } from '@driftbild/core'
import type { Model } from '@driftbild/models'
import { adoptUnassigned, type Database, listenChanges, vacuumAllTables } from '@driftbild/store'
import { gatherAlarms } from './alarms/evidence.ts'
import { createAlarmCalls } from './alarms/held.ts'
import { createAlarmRunner } from './alarms/runner.ts'
import type { Seal } from './auth/sealed.ts'
import type { Blobs } from './blobs/blob-folder.ts'
import type { ChangeDesk } from './changes/change-desk.ts'
import type { Bell } from './device-commands/bell.ts'
import { endOverdue } from './device-commands/steps.ts'
import type { ExportDesk } from './exports/export-desk.ts'
import type { ImportDesk } from './imports/import-desk.ts'
import { createArrivalsTask } from './ingest/arrivals-task.ts'
import { endFaults } from './jobs/faults-task.ts'
import type { LearningTask } from './jobs/learning-task.ts'
import { createLetGoTask } from './jobs/let-go-task.ts'
import { compressOne, createBatchFolding, tidy } from './jobs/maintenance.ts'
import { createModelsTask } from './jobs/models-task.ts'
import type { Preparations } from './jobs/preparations.ts'
import { proposeRevisions } from './jobs/revisions-task.ts'
import { createRollupsTask } from './jobs/rollups-task.ts'
import { startScheduler, type Task } from './jobs/scheduler.ts'
import type { StepThread } from './jobs/step-thread.ts'
import type { Hub } from './live/hub.ts'
import { describeError, type Log } from './log.ts'
import type { Metrics } from './metrics.ts'
import { createNoticesTask } from './notices/notices-task.ts'
import { createOverflowsTask } from './overflows/overflows-task.ts'
import type { Pictures } from './picture/pictures.ts'
import { takeRainForecasts } from './weather/rain-forecasts-task.ts'

export interface CenterParts {
  db: Database
  pictures: Pictures
  hub: Hub
  bell: Bell
  exports: Pick<ExportDesk, 'tidy'>
  changes: Pick<ChangeDesk, 'tidy'>
  imports: Pick<ImportDesk, 'tidy'>
  blobs: Pick<Blobs, 'forgetParts'>
  metrics: Metrics
  log: Log
  seal: Seal
  /** The address that people use, for links in what is sent. */
  baseUrl: string
  now: () => Micros
  /** Those that are switched on. */
  models: readonly Model[]
  /** Names of those that are not. */
  retired: readonly string[]
  faultFrom: (model: string) => number
  thread: StepThread
  preparations: Preparations
  learning: Pick<LearningTask, 'run'>
  /** Who is asked for the rain ahead; null: nobody. */
  rainForecast?: { url: string; name: string } | null
  /** Called for every municipality whose register was read. */
  onRegister: (code: Kommunkod) => Promise<void>
}

export interface Center {
  stop(): Promise<void>
}

const SECONDS = 1_000
const MINUTES = 60 * SECONDS
const HOURS = 60 * MINUTES
const DAYS = 24 * HOURS
/** A phone that was away for longer sends a file from its beginning. */
const PARTS_WAIT = 30 * DAYS

/** What goes on without anybody asking: everything from a batch that came in to the fault that follows from it. */
export async function startCenter(parts: CenterParts): Promise<Center> {
  const { db, pictures, hub, bell, metrics, log, now } = parts
  const calls = createAlarmCalls({ db, pictures, now, gather: gatherAlarms({ pictures, hub, now }) })
  const alarms = createAlarmRunner({ db, now, onRaised: calls.onRaised })
  const models = createModelsTask(parts)
  const overflows = createOverflowsTask(parts)
  const arrivals = createArrivalsTask({
    db,
    pictures,
    alarms,
    calls,
    late: async (code, touched) => {
      await models.late(code, touched)
      await overflows.late(code, touched)
    },
    onSeen: () => scheduler?.wake('rollups'),
  })

  const notices = createNoticesTask(parts)
  const letGo = createLetGoTask({ db, pictures, log, now })
  const rollups = createRollupsTask({ db, pictures, metrics, now, onDone: () => scheduler?.wake('models') })
  const tasks: Task[] = [
    { name: 'arrivals', every: 2 * SECONDS, run: arrivals.run },
    { name: 'rollups', every: 5 * SECONDS, run: rollups },
    { name: 'held alarms', every: 5 * SECONDS, run: () => calls.release().then(() => false) },
    { name: 'notices', every: 5 * SECONDS, run: notices.run },
    { name: 'models', every: 5 * SECONDS, run: models.run },
    { name: 'faults', every: 15 * SECONDS, run: () => endFaults(db, pictures.list(), now) },
    {
      name: 'states',
      every: 10 * SECONDS,
      run: async () => {
        await pictures.tick()
        return false
      },
    },
    {
      name: 'adoption',
      every: 10 * MINUTES,
      run: async () => {
        const adopted = await Promise.all(pictures.list().map(({ code }) => adoptUnassigned(db, code, now())))
        return adopted.some((readings) => readings > 0)
      },
    },
    {
      name: 'device commands',
      every: 5 * SECONDS,
      run: async () => {
        for (const { code } of pictures.list()) await endOverdue(db, code, now())
        return false
      },
    },
    {
      name: 'revisions',
      after: 15 * MINUTES,
      every: 6 * HOURS,
      run: () => proposeRevisions(db, pictures.list(), parts.models, now).then(() => false),
    },
    { name: 'learning', every: 5 * SECONDS, run: parts.learning.run },
    ...(parts.rainForecast
      ? [
          {
            ...{ name: 'rain forecasts', after: MINUTES, every: 10 * MINUTES },
            run: () => takeRainForecasts({ ...parts, source: parts.rainForecast! }).then(() => false),
          },
        ]
      : []),
    { name: 'overflows', every: MINUTES, run: overflows.run },
    { name: 'phases', every: MINUTES, run: () => alarms.save().then(() => false) },
    { name: 'tidy', after: 5 * MINUTES, every: 10 * MINUTES, run: () => tidy(db, now()).then(() => false) },
    {
      name: 'compression',
      after: 10 * MINUTES,
      every: 2 * MINUTES,
      run: () => compressOne(db, now()).then(() => false),
    },
    { name: 'exports', every: 10 * MINUTES, run: () => parts.exports.tidy().then(() => false) },
    {
      name: 'drafts',
      every: 10 * MINUTES,
      run: async () => {
        parts.changes.tidy()
        await parts.imports.tidy()
        return false
      },
    },
    {
      name: 'parts of files',
      after: 20 * MINUTES,
      every: DAYS,
      run: () => parts.blobs.forgetParts(now() / 1000 - PARTS_WAIT).then(() => false),
    },
    { name: 'retention', after: 30 * MINUTES, every: DAYS, run: letGo.run },
    { name: 'batches', after: 40 * MINUTES, every: DAYS, run: createBatchFolding(db, now) },
    {
      name: 'vacuum',
      after: 60 * MINUTES,
      every: DAYS,
      run: () => vacuumAllTables(db).then(() => false),
    },
  ]

  let scheduler: ReturnType<typeof startScheduler> | null = null
  pictures.onRegister((code) => {
    alarms.forget(code)
    models.forget(code)
    scheduler?.wake('adoption')
    parts.onRegister(code).catch((error) => {
      log('error', `the register of ${code} could not be taken over: ${describeError(error)}`)
    })
  })
  const listening = await listenChanges(
    db.url,
    (change) => {
      pictures.take(change)
      if (change.what === 'device-commands' && change.id) bell.ring(change.id)
      if (change.what === 'occasions' && change.id) {
        models
          .occasion(change.municipality, change.id)
          .then(() => scheduler?.wake('models'))
          .catch((error) => log('error', `an occasion was not looked at: ${describeError(error)}`))
      }
      if (change.what === 'readings' || change.what === 'collectors') scheduler?.wake('arrivals')
    },
    () => {
      bell.ringAll()
      pictures.load().catch((error) => log('error', describeError(error)))
    },
  )
  await pictures.load()
  scheduler = startScheduler(tasks, log, metrics)

  return {
    async stop() {
      await listening.close()
      await scheduler?.stop()
      await alarms.save()
      pictures.close()
    },
  }
}
