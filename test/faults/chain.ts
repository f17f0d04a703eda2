import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { enrolEdge } from '@driftbild/cli/enrol-edge'
import { freePort } from '@driftbild/cli/free-port'
import type { Micros } from '@driftbild/core'
import { putRegister } from '@driftbild/store'
import { type Link, openLink } from '../../packages/collectors/src/testing/misbehaving-link.ts'
import { eventually, startProcess } from '../chain/process.ts'
import { inSteps, type Undo, undoAll } from '../chain/undo.ts'
import type { ClockStep } from './account.ts'
import { keepRunning, type Part } from './keep-running.ts'
import type { Need } from './plan.ts'
import { type RunningStore, runStore } from './running-store.ts'
import { type DeviceName, deviceNames, edgeDevices, SITE, site } from './site.ts'
import { mountSmallDisk } from './small-disk.ts'
import { buildRecorder } from './write-recorder.ts'

/** Everything between a value's making and its row: what a fault may strike. */
export interface Chain {
  devices: Record<DeviceName, Part>
  links: Record<DeviceName, Link>
  edge: Part
  centre: Part
  store: RunningStore
  /** Where the edge and the store keep their files; a disk of its own each where the machine lets us. */
  edgeDisk: Disk
  storeDisk: Disk
  edgeFolder: string
  /** What the PLC does differently from its next start on. */
  plcFlags: Set<'reversed' | 'new-certificate'>
  /** Environment of the edge from its next start on. */
  edgeEnvironment: Record<string, string>
  recorder: string | null
  journalFolder: string
  /** A person accepts the certificate that the PLC shows, and restarts the edge. */
  trustPlc(): Promise<void>
  /** Of the edge: seconds ahead of the machine's. */
  setEdgeClock(ahead: number): void
  edgeClock: ClockStep[]
  logOf(device: DeviceName): string
  stop(): Promise<void>
}

interface Disk {
  folder: string
  isSmall: boolean
}

const root = fileURLToPath(new URL('../..', import.meta.url))
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const MEGABYTES = { edge: 64, store: 1024 }

export const now = (): Micros => Date.now() * 1000

/** Starts all of it, enrolled and reading; what was started is stopped again when a part of it can't be. */
export const startChain = (random: () => number): Promise<Chain> => inSteps((undo) => start(random, undo))

async function start(random: () => number, undo: Undo): Promise<Chain> {
  const folder = mkdtempSync(join(tmpdir(), 'driftbild-faults-'))
  undo.push(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 }))
  const diskFor = (name: keyof typeof MEGABYTES): Disk => {
    const disk = mountSmallDisk(MEGABYTES[name])
    if (disk) undo.push(() => disk.remove())
    const own = disk?.folder ?? join(folder, name)
    mkdirSync(own, { recursive: true })
    return { folder: own, isSmall: disk !== null }
  }
  const edgeDisk = diskFor('edge')
  const storeDisk = diskFor('store')
  const edgeFolder = join(edgeDisk.folder, 'edge')
  const clockFile = join(folder, 'edge-clock')

  const store = await runStore(join(storeDisk.folder, 'engine'))
  undo.push(() => store.stop())
  await store.db.transaction({ municipality: SITE, role: 'api' }, (tx) => putRegister(tx, site))
  const port = String(await freePort(0))
  const centre = keepRunning('the centre', () =>
    startProcess(join(root, 'apps/api/src/main.ts'), [], {
      DATABASE_URL: store.url,
      PORT: port,
      DRIFTBILD_DATA: join(folder, 'centre'),
    }),
  )
  undo.push(() => centre.stop())
  const api = String((await centre.ready()).url)

  const plcFlags: Chain['plcFlags'] = new Set()
  const folderOf = (name: DeviceName) => join(folder, name)
  const since = now()
  const ports = {} as Record<DeviceName, number>
  const devices = {} as Record<DeviceName, Part>
  const links = {} as Record<DeviceName, Link>
  for (const name of deviceNames) {
    ports[name] = await freePort(0)
    devices[name] = keepRunning(name, () => {
      const flags = name === 'plc' ? [...plcFlags] : []
      // A certificate is made anew once; the order of namespaces stays.
      plcFlags.delete('new-certificate')
      return startProcess(here('device/main.ts'), [
        ...['--play', name, '--folder', folderOf(name), '--port', String(ports[name])],
        ...flags.flatMap((flag) => ['--flag', flag]),
      ])
    })
    undo.push(() => devices[name].stop())
    links[name] = await openLink(() => ports[name], random)
    undo.push(() => links[name].close())
  }
  const linkPorts = {
    plc: links.plc.port,
    gateway: links.gateway.port,
    meter: links.meter.port,
  }
  await devices.gateway.ready()
  await devices.meter.ready()

  /** The edge's configuration as it stands with the PLC's certificate, and its command line. */
  const configure = async () =>
    enrolEdge({
      db: store.db,
      folder: edgeFolder,
      api,
      municipality: SITE,
      name: 'Site',
      devices: edgeDevices(linkPorts, String((await devices.plc.ready()).thumbprint), since),
    })
  const firstWords = await configure()
  const edgeEnvironment: Record<string, string> = {
    NODE_OPTIONS: `--import=${pathToFileURL(here('shifted-clock.ts'))}`,
    DRIFTBILD_TEST_CLOCK: clockFile,
  }
  const words = () => (existsSync(join(edgeFolder, 'key.json')) ? firstWords.slice(0, 2) : firstWords)
  const edge = keepRunning('the edge', () =>
    startProcess(join(root, 'apps/edge/src/main.ts'), words(), edgeEnvironment),
  )
  undo.push(() => edge.stop())
  await edge.ready()
  await eventually('the edge is enrolled', async () => existsSync(join(edgeFolder, 'key.json')))

  const edgeClock: ClockStep[] = []
  return {
    devices,
    links,
    edge,
    centre,
    store,
    edgeDisk,
    storeDisk,
    edgeFolder,
    plcFlags,
    edgeEnvironment,
    recorder: buildRecorder(folder),
    journalFolder: folder,
    async trustPlc() {
      await configure()
      await edge.restart()
    },
    setEdgeClock(ahead) {
      writeFileSync(clockFile, String(ahead))
      edgeClock.push({ from: now(), ahead: ahead * 1e6 })
    },
    edgeClock,
    logOf: (name) => join(folderOf(name), 'values.log'),
    stop: () => undoAll(undo),
  }
}

/** What this machine or this user can't do, in the words of the plan. */
export function lacksOf({ edgeDisk, storeDisk, recorder }: Chain): Map<Need, string> {
  const lacks = new Map<Need, string>()
  if (!edgeDisk.isSmall || !storeDisk.isSmall)
    lacks.set('small-disk', 'needs the right to mount a small tmpfs')
  if (!recorder) lacks.set('write-recorder', 'needs a C compiler (cc) and Linux')
  return lacks
}
