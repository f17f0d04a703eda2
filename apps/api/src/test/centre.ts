import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  fromMillis,
  type Kommunkod,
  type MemberRole,
  type Micros,
  type Service,
  USUAL_THRESHOLD,
} from '@driftbild/core'
import type { Model } from '@driftbild/models'
import {
  addMembership,
  type Database,
  migrate,
  openAuthPool,
  openDatabase,
  putBaseMap,
  putRegister,
} from '@driftbild/store'
import { beginFolder } from '@driftbild/store/begun-folder'
import { startEmbedded } from '@driftbild/store/embedded'
import { createApp } from '../app.ts'
import { createAuth } from '../auth/auth.ts'
import { createLinkDesk } from '../auth/link-desk.ts'
import { createLinkMail } from '../auth/link-mail.ts'
import { createPeople } from '../auth/people.ts'
import { createSeal } from '../auth/sealed.ts'
import { openBlobs } from '../blobs/blob-folder.ts'
import { type Center, startCenter } from '../center.ts'
import { createChangeDesk } from '../changes/change-desk.ts'
import { createBell } from '../device-commands/bell.ts'
import { createExportDesk } from '../exports/export-desk.ts'
import { exportFolder } from '../exports/export-folder.ts'
import type { App } from '../http/app-env.ts'
import { ownOrigins } from '../http/same-origin.ts'
import { createImportDesk } from '../imports/import-desk.ts'
import { ingestGate } from '../ingest/gate.ts'
import { createLearningTask } from '../jobs/learning-task.ts'
import { createPreparations } from '../jobs/preparations.ts'
import type { StepThread } from '../jobs/step-thread.ts'
import { createHub } from '../live/hub.ts'
import { createMetrics } from '../metrics.ts'
import { createMoments } from '../moments/moments.ts'
import { createFlowThread } from '../network/flow-thread.ts'
import { createWaterFlows } from '../network/water-flows.ts'
import { createPictures } from '../picture/pictures.ts'
import type { Services } from '../services.ts'
import { hamlet, hamletMap } from './register.ts'

export const HOME: Kommunkod = '9999'
export const ELSEWHERE: Kommunkod = '2580'
export const BASE_URL = 'http://localhost'

/** A whole centre on a real embedded engine, without a network: requests go straight into the app. */
export interface TestCentre {
  app: App
  services: Services
  db: Database
  /** Lines that would have gone to the journal. */
  lines: string[]
  /** One-time links that were handed out, newest last. */
  links: { email: string; url: string }[]
  /** A signed-in browser of somebody with these roles. */
  person(
    roles: readonly { role: MemberRole; service?: Service; municipality?: Kommunkod }[],
  ): Promise<Browser>
  anybody: Browser
  /** Somebody who isn't signed in, from an address of their own. */
  stranger(): Browser
  /** Waits until everything that came in is judged and in the picture. */
  settled(): Promise<void>
  close(): Promise<void>
}

export interface Browser {
  id: string
  cookie: string
  get(path: string, headers?: Record<string, string>): Promise<Response>
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>
}

interface Options {
  models?: readonly Model[]
  thread?: StepThread
  webFolder?: string
  now?: () => Micros
}

export async function startTestCentre(options: Options = {}): Promise<TestCentre> {
  const folder = await mkdtemp(join(tmpdir(), 'driftbild-api-'))
  await beginFolder(folder)
  const engine = await startEmbedded({ folder })
  const db = openDatabase(engine.url)
  await migrate(db)
  for (const [code, name] of [
    [HOME, 'Norrvik'],
    [ELSEWHERE, 'Söderby'],
  ] as const) {
    await db.transaction({ municipality: code, role: 'api' }, async (tx) => {
      await putRegister(tx, hamlet(code, name))
      await putBaseMap(tx, hamletMap)
    })
  }
  const pool = openAuthPool(engine.url)
  const lines: string[] = []
  const links: { email: string; url: string }[] = []
  const log: Services['log'] = (level, message) => void lines.push(`${level} ${message}`)
  const now = options.now ?? (() => fromMillis(Date.now()))
  const hub = createHub('test')
  const bell = createBell()
  const metrics = createMetrics()
  const pictures = createPictures({ db, hub, log, now })
  const seal = createSeal('only-for-tests')
  const mail = createLinkMail({
    ...{ db, seal, baseUrl: BASE_URL, log, now },
    otherwise: (link) => void links.push(link),
  })
  const desk = createLinkDesk(mail.deliver)
  const auth = createAuth({
    pool,
    secret: 'only-for-tests-only-for-tests-only-for-tests',
    baseUrl: BASE_URL,
    origins: ownOrigins(BASE_URL),
    deliverLink: desk.deliver,
    log,
  })
  const people = createPeople(auth, db, () => performance.now())
  const exports = createExportDesk({ folder: exportFolder(join(folder, 'exports')), hub, log, now })
  await exports.open()
  const changes = createChangeDesk({ db, pictures, hub, log, now })
  await changes.open()
  const imports = createImportDesk({ folder: join(folder, 'imports'), now })
  await imports.open()
  const models = options.models ?? []
  const thread: StepThread = options.thread ?? {
    step: () => Promise.reject(new Error('no models')),
    prepare: () => Promise.reject(new Error('no models')),
    learn: () => Promise.reject(new Error('no models')),
    close: async () => {},
  }
  const preparations = createPreparations({ folder: join(folder, 'prepared'), thread, log })
  const services: Services = {
    db,
    auth,
    people,
    links: desk,
    seal,
    pictures,
    moments: createMoments({ db, pictures, now }),
    flows: createWaterFlows({ db, thread: createFlowThread(), log }),
    hub,
    bell,
    exports,
    changes,
    imports,
    fontFolder: null,
    gate: ingestGate(),
    blobs: openBlobs(join(folder, 'blobs')),
    metrics,
    cards: [],
    models,
    thread,
    preparations,
    log,
    now,
    baseUrl: BASE_URL,
    webFolder: options.webFolder ?? null,
    behindProxy: false,
  }
  const center: Center = await startCenter({
    db,
    pictures,
    hub,
    bell,
    exports,
    changes,
    imports,
    blobs: services.blobs,
    metrics,
    log,
    seal: services.seal,
    baseUrl: BASE_URL,
    now,
    models,
    retired: [],
    faultFrom: () => USUAL_THRESHOLD,
    thread,
    preparations,
    learning: createLearningTask({ db, pictures, models, thread, log, now }),
    onRegister: async () => people.forget(),
  })
  let client = 0
  // Each browser has an address of its own, so that limits on tries don't add up over the tests.
  const addresses = new WeakMap<Request, string>()
  const app = createApp(services, { remoteAddress: (c) => addresses.get(c.req.raw) ?? '127.0.0.1' })

  const browser = (id: string, cookie: string): Browser => {
    const address = `10.0.0.${++client}`
    const send = (path: string, init: RequestInit) => {
      const request = new Request(`${BASE_URL}${path}`, init)
      addresses.set(request, address)
      return Promise.resolve(app.request(request))
    }
    return {
      id,
      cookie,
      get: (path, headers = {}) => send(path, { headers: { cookie, ...headers }, redirect: 'manual' }),
      post: (path, body, headers = {}) =>
        send(path, {
          method: 'POST',
          body: JSON.stringify(body),
          headers: { cookie, origin: BASE_URL, 'content-type': 'application/json', ...headers },
        }),
    }
  }

  return {
    app,
    services,
    db,
    lines,
    links,
    anybody: browser('', ''),
    stranger: () => browser('', ''),
    async person(roles) {
      const { internalAdapter } = await auth.$context
      const email = `${randomUUID()}@example.se`
      const user = await internalAdapter.createUser(
        { email, name: 'Någon', emailVerified: true },
        { method: 'magic-link' },
      )
      for (const { role, service, municipality } of roles) {
        await db.transaction({ municipality: municipality ?? HOME, role: 'api' }, (tx) =>
          addMembership(tx, { user: user.id, service: service ?? null, role }),
        )
      }
      const url = await desk.linkFor(auth, email)
      links.push({ email, url })
      const { pathname, search } = new URL(url)
      const answer = await browser('', '').get(pathname + search)
      const cookie = answer.headers
        .getSetCookie()
        .map((one) => one.split(';')[0])
        .join('; ')
      return browser(user.id, cookie)
    },
    async settled() {
      for (;;) {
        const [left] = await db.across((tx) =>
          tx.query<{ arrivals: number; queued: number }>(
            'select (select count(*) from arrival) as arrivals, (select count(*) from rollup_queue) as queued',
          ),
        )
        if (left!.arrivals === 0 && left!.queued === 0) break
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      await pictures.settled()
    },
    async close() {
      await mail.settled()
      hub.close()
      bell.close()
      await exports.close()
      await changes.close()
      await center.stop()
      await Promise.all([db.close(), pool.end()])
      await engine.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
