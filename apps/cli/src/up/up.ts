import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SIMULATED_TOWN } from '@driftbild/core'
import { DeviceConfig } from '@driftbild/devices'
import { z } from 'zod'
import type { UpOptions } from '../commands/up.ts'
import type { Mistake } from '../mistake.ts'
import { paths } from '../paths.ts'
import { type Child, type ChildEvent, type ChildSpec, startChild } from './child.ts'
import { enrolEdge } from './enrol-edge.ts'
import { type DataFolder, openDataFolder, requireRoom, watchRoom } from './folder.ts'
import { onlyOne } from './only-one.ts'
import { freePort } from './port.ts'
import { createProgress, type Progress } from './progress.ts'
import { noteRunning } from './running.ts'
import { readUpSettings } from './settings.ts'
import { openStore, type RunningStore } from './store.ts'
import { noteHistoryDone, openTownPlan, seedTown, type TownPlan, townArguments, townWeather } from './town.ts'

/** Starts every part in the order in which the next can use it, and ends when a person says so. */
export async function up(options: UpOptions): Promise<void> {
  const settings = readUpSettings(process.env)
  const folder = openDataFolder(settings.dataFolder)
  onlyOne(folder.root)
  requireRoom(folder.root)
  const port = await freePort(settings.port)
  const progress = createProgress(process.stdout)
  const stops: (() => Promise<unknown>)[] = []
  const asked = stopAsked()
  progress.print(`Driftbild · data in ${folder.root}`)

  const start = (spec: Omit<ChildSpec, 'logs' | 'onEvent'>, heard?: (event: ChildEvent) => void): Child => {
    const child = startChild({
      ...spec,
      logs: folder.logs,
      onEvent: (event) => {
        tell(progress, spec.name, event)
        heard?.(event)
      },
    })
    stops.push(() => child.stop())
    return child
  }

  try {
    const lost = Promise.withResolvers<never>()
    lost.promise.catch(() => {})
    const bringUp = run({
      options,
      settings: { ...settings, port },
      folder,
      progress,
      stops,
      start,
      lose: lost.reject,
    })
    await Promise.race([bringUp, asked, lost.promise])
    await Promise.race([asked, lost.promise])
  } finally {
    progress.print('stopping …')
    for (const stop of stops.reverse()) await stop().catch((error: Error) => progress.print(error.message))
    progress.print('stopped')
  }
}

const TownReady = z.object({ devices: z.string() })

interface Bringing {
  options: UpOptions
  settings: ReturnType<typeof readUpSettings>
  folder: DataFolder
  progress: Progress
  stops: (() => Promise<unknown>)[]
  start: (spec: Omit<ChildSpec, 'logs' | 'onEvent'>, heard?: (event: ChildEvent) => void) => Child
  /** A part without which nothing works is gone for good. */
  lose: (why: Mistake) => void
}

async function run({ options, settings, folder, progress, stops, start, lose }: Bringing): Promise<void> {
  progress.say('pages', 'building')
  const web = start({
    name: 'pages',
    command: [join(paths.root, 'apps/cli/src/up/build-web-main.ts')],
    restart: false,
  })
  const store = await openStore(settings, folder, progress)
  stops.push(() => store.stop())
  void store.gone.then(lose)
  const seen = watchRoom(folder.root, (message) => progress.print(message))
  stops.push(async () => seen())
  const plan = options.town ? openTownPlan(folder, options) : null
  const name = plan ? await seedTown(store.db, plan, progress) : ''

  let signInLink: string | null = null
  let isUp = false
  await web.ready
  progress.say('pages', 'built', true)
  const address = `http://127.0.0.1:${settings.port}`
  // The town's own weather service: a port of its own, known before either of the two that use it.
  const weatherPort = plan ? await freePort(0) : null
  const centre = start(
    {
      name: 'centre',
      command: [paths.api],
      env: {
        DATABASE_URL: store.url,
        HOST: '127.0.0.1',
        PORT: String(settings.port),
        DRIFTBILD_URL: address,
        DRIFTBILD_DATA: folder.root,
        DRIFTBILD_WEB: join(paths.web, 'dist'),
        ...(weatherPort !== null && { DRIFTBILD_RAIN_FORECAST: townWeather(weatherPort) }),
      },
      restart: true,
    },
    (event) => {
      if (event.event !== 'sign-in-link') return
      signInLink = String(event.url)
      // Asked for later on the sign-in page: without a mail server the terminal is where links come out.
      if (isUp) progress.print(`  Sign in once with: ${signInLink}`)
    },
  )
  await centre.ready
  void centre.gaveUp.then(lose)
  progress.say('centre', address, true)

  if (plan && weatherPort !== null)
    await startTown({ plan, name, store, folder, progress, start, address, weatherPort })
  // Without anything to show the map is never ready; the pages are there all the same.
  if (plan) await untilReady(address)
  const noted = noteRunning(folder.root, { address, databaseUrl: store.url, pid: process.pid })
  progress.print(`\n  Driftbild is up: ${address}`)
  if (signInLink) progress.print(`  Sign in once with: ${signInLink}`)
  progress.print('  Ctrl-C stops it.\n')
  isUp = true
  stops.push(async () => noted())
  if (plan && !plan.historyDone) await fillHistory(start, store, plan, progress)
}

interface TownStart extends Pick<Bringing, 'folder' | 'progress' | 'start'> {
  plan: TownPlan
  /** The town's. */
  name: string
  store: RunningStore
  address: string
  weatherPort: number
}

/** The town's devices, and the edge that reads them. */
async function startTown({
  plan,
  name,
  store,
  folder,
  progress,
  start,
  address,
  weatherPort,
}: TownStart): Promise<void> {
  progress.say('town', 'starting its devices')
  const town = start({
    name: 'town',
    command: [paths.simulators, 'town', ...townArguments(plan), '--weather-port', String(weatherPort)],
    restart: true,
  })
  const { devices } = TownReady.parse(await town.ready)
  progress.say('town', `${name}, simulated, speaks OPC UA and Modbus/TCP`, true)
  const words = await enrolEdge({
    db: store.db,
    folder: folder.edge,
    api: address,
    municipality: SIMULATED_TOWN,
    name,
    devices: z.array(DeviceConfig).parse(JSON.parse(readFileSync(devices, 'utf8'))),
  })
  const edge = start({ name: 'edge', command: [paths.edge, ...words], restart: true })
  await edge.ready
  void edge.gaveUp.then(({ message, advice }) => progress.print(`${message}\n  ${advice}`))
  progress.say('edge', 'reads the town’s devices', true)
}

async function fillHistory(
  start: Bringing['start'],
  store: RunningStore,
  plan: TownPlan,
  progress: Progress,
): Promise<void> {
  const history = start({
    name: 'history',
    command: [paths.history, '--database', store.url, ...townArguments(plan)],
    restart: false,
  })
  const code = await history.ended
  if (code === 0) {
    noteHistoryDone(plan)
    progress.say('history', 'the town’s past is there', true)
  } else {
    progress.say('history', 'stopped before its end; the next start goes on', true)
  }
}

/** Waits until the map is usable. */
async function untilReady(address: string): Promise<void> {
  for (;;) {
    const ok = await fetch(`${address}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (ok) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

function tell(progress: Progress, part: string, event: ChildEvent): void {
  if (event.event === 'progress') {
    const percent = typeof event.done === 'number' ? `${Math.round(event.done * 100)} % ` : ''
    progress.say(part, `${percent}${typeof event.message === 'string' ? event.message : ''}`)
  } else if (event.event === 'died') {
    progress.print(`${part} ended (${event.signal ?? `exit ${event.code}`}) and is started again`)
  } else if (event.event === 'log' && event.level === 'error') {
    progress.warn(`${part}: ${event.message}`)
  }
}

/** The first Ctrl-C asks; a second one means it. */
function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false
    const ask = () => {
      if (asked) process.exit(130)
      asked = true
      resolve()
    }
    process.on('SIGINT', ask)
    process.on('SIGTERM', ask)
    process.on('SIGHUP', ask)
  })
}
