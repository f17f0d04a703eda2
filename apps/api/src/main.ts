import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { fromMillis, USUAL_THRESHOLD } from '@driftbild/core'
import { activeModels, cards, isActive, models } from '@driftbild/models'
import { migrate, openAuthPool, openDatabase, UnusableDatabase } from '@driftbild/store'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { createApp } from './app.ts'
import { createAuth } from './auth/auth.ts'
import { giveToFirstPerson, offerFirstLink } from './auth/first-start.ts'
import { createLinkDesk } from './auth/link-desk.ts'
import { createLinkMail } from './auth/link-mail.ts'
import { createPeople } from './auth/people.ts'
import { createSeal } from './auth/sealed.ts'
import { readSecret } from './auth/secret.ts'
import { openBlobs } from './blobs/blob-folder.ts'
import { startCenter } from './center.ts'
import { createChangeDesk } from './changes/change-desk.ts'
import { createBell } from './device-commands/bell.ts'
import { createExportDesk } from './exports/export-desk.ts'
import { exportFolder } from './exports/export-folder.ts'
import { ownOrigins } from './http/same-origin.ts'
import { createImportDesk } from './imports/import-desk.ts'
import { ingestGate } from './ingest/gate.ts'
import { createLearningTask } from './jobs/learning-task.ts'
import { createPreparations } from './jobs/preparations.ts'
import { createStepThread } from './jobs/step-thread.ts'
import { createHub } from './live/hub.ts'
import { describeError, jsonSpeaker } from './log.ts'
import { createMetrics } from './metrics.ts'
import { createMoments } from './moments/moments.ts'
import { createFlowThread } from './network/flow-thread.ts'
import { createWaterFlows } from './network/water-flows.ts'
import { createPictures } from './picture/pictures.ts'
import { readSettings, type Settings } from './settings.ts'
import { timed } from './timed-database.ts'

/** Exit code that means: starting it again won't help, it has told why. */
const GIVE_UP = 78
/** Requests that are under way when we are asked to stop get this long to end. */
const IN_FLIGHT_MS = 2_000

const { say, log } = jsonSpeaker((line) => process.stdout.write(line))
const giveUp = (message: string): never => {
  log('error', message)
  process.exit(GIVE_UP)
}

const settings = readOrGiveUp()
await run(settings).catch((error) => {
  log('error', `the centre could not start: ${describeError(error)}`)
  process.exit(1)
})

function readOrGiveUp(): Settings {
  try {
    return readSettings(process.env)
  } catch (error) {
    return giveUp(describeError(error))
  }
}

/** What lies beside this file where the service is bundled; in the checkout there is nothing. */
function bundled(name: 'fonts' | 'sql' | 'web'): string | null {
  const folder = fileURLToPath(new URL(name, import.meta.url))
  return existsSync(folder) ? folder : null
}

async function run({ host, port, dataFolder: _, ...settings }: Settings): Promise<void> {
  const now = () => fromMillis(Date.now())
  const baseUrl = settings.baseUrl ?? `http://${host === '::1' ? '[::1]' : host}:${port}`
  const metrics = createMetrics()
  const db = timed(openDatabase(settings.databaseUrl), metrics, log)
  const folder = bundled('sql')
  await migrate(db, folder ? { folder } : {}).catch((error) => {
    if (error instanceof UnusableDatabase) giveUp(error.message)
    throw error
  })
  const pool = openAuthPool(settings.databaseUrl)
  const id = randomUUID().slice(0, 8)
  const hub = createHub(id)
  const bell = createBell()
  const pictures = createPictures({ db, hub, log, now })
  const secret = await readSecret(settings.secretFile).catch((error) => giveUp(describeError(error)))
  const seal = createSeal(secret)
  const linkMail = createLinkMail({
    ...{ db, seal, baseUrl, log, now },
    otherwise: ({ email, url }) => say('sign-in-link', { email, url }),
  })
  const links = createLinkDesk(linkMail.deliver)
  const auth = createAuth({
    pool,
    secret,
    baseUrl,
    origins: ownOrigins(baseUrl),
    deliverLink: links.deliver,
    log,
  })
  const people = createPeople(auth, db, () => performance.now())
  const thread = createStepThread()
  const preparations = createPreparations({
    folder: settings.preparedFolder,
    thread: createStepThread(),
    log,
  })
  const learning = createLearningTask({
    ...{ db, pictures, models: activeModels, log, now },
    thread: createStepThread(),
  })
  const exports = createExportDesk({ folder: exportFolder(settings.exportFolder), hub, log, now })
  await exports.open()
  const changes = createChangeDesk({ db, pictures, hub, log, now })
  await changes.open()
  const imports = createImportDesk({ folder: settings.importFolder, now })
  await imports.open()
  const blobs = openBlobs(settings.blobFolder)
  const app = createApp(
    {
      db,
      auth,
      people,
      links,
      seal,
      pictures,
      moments: createMoments({ db, pictures, now }),
      flows: createWaterFlows({ db, thread: createFlowThread(), log }),
      hub,
      bell,
      gate: ingestGate(),
      blobs,
      exports,
      changes,
      imports,
      fontFolder: bundled('fonts'),
      metrics,
      cards,
      models,
      thread,
      preparations,
      log,
      now,
      baseUrl,
      webFolder: settings.webFolder ?? bundled('web'),
      behindProxy: settings.behindProxy,
    },
    { remoteAddress: (c) => getConnInfo(c).remote.address ?? null },
  )

  const center = await startCenter({
    db,
    pictures,
    hub,
    bell,
    exports,
    changes,
    imports,
    blobs,
    metrics,
    log,
    seal,
    baseUrl,
    now,
    models: activeModels,
    rainForecast: settings.rainForecast,
    retired: models.filter(({ name }) => !isActive(name)).map(({ name }) => name),
    faultFrom: () => USUAL_THRESHOLD,
    thread,
    preparations,
    learning,
    onRegister: async () => {
      await giveToFirstPerson(auth, db)
      people.forget()
    },
  })
  const server = serve({ fetch: app.fetch, hostname: host, port })
  server.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    giveUp(`port ${port} on ${host} is taken by another program: end it, or choose another port with PORT`)
  })
  await once(server, 'listening')
  await offerFirstLink(auth, db)
  await giveToFirstPerson(auth, db)
  say('ready', { url: baseUrl })

  let stopping = false
  const stop = async (why: string) => {
    if (stopping) return
    stopping = true
    log('info', `stopping: ${why}`)
    hub.close()
    bell.close()
    const closed = once(server, 'close')
    server.close()
    await Promise.race([closed, sleep(IN_FLIGHT_MS)])
    await exports.close()
    await changes.close()
    await learning.close()
    await center.stop()
    await thread.close()
    await preparations.close()
    await linkMail.settled()
    await Promise.all([db.close(), pool.end()])
    process.exit(0)
  }
  process.on('SIGTERM', () => void stop('asked to'))
  process.on('SIGINT', () => void stop('asked to'))
  process.on('disconnect', () => void stop('the parent is gone'))
  if (!settings.detached) process.stdin.on('end', () => void stop('the parent is gone')).resume()
}
