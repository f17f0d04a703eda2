import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort } from '@driftbild/cli/free-port'
import type { DeviceConfig } from '@driftbild/devices'
import { type Database, migrate, openDatabase, putRegister } from '@driftbild/store'
import { startEmbedded } from '@driftbild/store/embedded'
import { type Started, startProcess } from '../chain/process.ts'
import { untilStopped } from '../chain/until-stopped.ts'
import { installNodeRed, measureNodeRed } from './collect/node-red.ts'
import { readOptions } from './collect/options.ts'
import { devicesOf, nameOf, registerOf, type Step } from './collect/step.ts'
import { type StepResult, tell } from './collect/tell.ts'
import { type EdgeAtBench, measureToOutbox, startEdge, type ToOutbox } from './collect/to-outbox.ts'
import { enrolmentCode, measureBareCopy, measureToStore } from './collect/to-store.ts'

/**
 * How many values a second come from OPC UA and Modbus servers to the edge's disk, and on into committed rows, what
 * each costs, and what was lost on the way by the servers' own count.
 */
const options = readOptions(process.argv.slice(2))
const root = fileURLToPath(new URL('../..', import.meta.url))
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
/** A centre that nobody is. */
const NOWHERE = 'http://127.0.0.1:1'
const SOAK: Step = { protocol: 'opcua', points: 10_000 }
/** Milliseconds in which an edge comes to know the last values of each signal, and its heap to the size that it keeps. */
const SOAK_WARM = 150_000
const folder = mkdtempSync(join(tmpdir(), 'driftbild-collect-'))
const stopped = untilStopped()
const nodeRed = options.nodeRed ? installNodeRed(console.error) : null

try {
  const results: StepResult[] = []
  const failures: string[] = []
  for (const [i, step] of options.steps.entries()) {
    if (stopped.aborted) break
    console.error(nameOf(step))
    try {
      results.push(await measure(step, String(9000 + i)))
    } catch (error) {
      // The others are told all the same.
      failures.push(`${nameOf(step)}: ${(error as Error).message}`)
    }
  }
  const soak = options.soak > 0 && !stopped.aborted ? await measureSoak(options.soak * 60) : null
  tell(results, failures, soak)
  const lostNothing = results.every(({ outbox, store }) => outbox.lost === 0 && store.lost === 0)
  process.exitCode = lostNothing && failures.length === 0 ? 0 : 1
} finally {
  nodeRed?.remove()
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
}
process.exit()

/** One step after the other has all of the machine: what one leaves to do for a centre would cost the next. */
async function measure(step: Step, municipality: string): Promise<StepResult> {
  const own = join(folder, municipality)
  const servers = join(own, 'servers')
  const edges: EdgeAtBench[] = []
  const edgeOf = (name: string, api: string, devices: DeviceConfig[], code?: string) => {
    mkdirSync(join(own, name), { recursive: true })
    const edge = startEdge(join(own, name), municipality, api, devices, code)
    edges.push(edge)
    return edge
  }
  try {
    const { outbox, file } = await withServers(step, servers, async (started, devices) => {
      const edge = edgeOf('alone', NOWHERE, devices)
      return { outbox: await measureToOutbox(started, edge, options.seconds), file: edge.outbox }
    })
    return await withDatabase(join(own, 'engine'), async (db) => {
      await db.transaction({ municipality, role: 'api' }, (tx) =>
        putRegister(tx, registerOf(step, municipality)),
      )
      // New ones: they have no value yet that a reader gets beside those it is to count.
      const store = await withServers(step, servers, (started, devices) =>
        withCentre(db, join(own, 'centre'), async (api) => {
          const edge = edgeOf('whole', api, devices, await enrolmentCode(db, municipality))
          return measureToStore(db, municipality, started, edge, options.seconds)
        }),
      )
      const bareCopy = await measureBareCopy(db, municipality, file)
      const theirs = nodeRed?.reads.has(step.protocol)
        ? await withServers(step, servers, (started) =>
            measureNodeRed(db, started, nodeRed, step, options.seconds),
          )
        : null
      return { step, outbox, store, bareCopy, nodeRed: theirs }
    })
  } finally {
    // Of a step that came to no end one may still read.
    await Promise.all(edges.map((edge) => edge.process.stop()))
    rmSync(own, { recursive: true, force: true })
  }
}

/** At one rate for long, into the outbox alone: what the edge's memory does. */
async function measureSoak(seconds: number): Promise<ToOutbox> {
  const own = join(folder, 'soak')
  mkdirSync(own)
  console.error(`soak, ${nameOf(SOAK)} for ${seconds} s`)
  return withServers(SOAK, join(own, 'servers'), (servers, devices) =>
    measureToOutbox(servers, startEdge(own, '9099', NOWHERE, devices), seconds, SOAK_WARM),
  )
}

async function withDatabase<T>(place: string, use: (db: Database) => Promise<T>): Promise<T> {
  const engine = await startEmbedded({ folder: place })
  const db = openDatabase(engine.url)
  try {
    await migrate(db)
    return await use(db)
  } finally {
    await db.close()
    await engine.stop()
  }
}

async function withCentre<T>(db: Database, place: string, use: (api: string) => Promise<T>): Promise<T> {
  const centre = startProcess(join(root, 'apps/api/src/main.ts'), [], {
    DATABASE_URL: db.url,
    PORT: String(await freePort(0)),
    DRIFTBILD_DATA: place,
  })
  try {
    return await use(String((await centre.said('ready')).url))
  } finally {
    await centre.stop()
  }
}

async function withServers<T>(
  step: Step,
  place: string,
  use: (servers: Started, devices: DeviceConfig[]) => Promise<T>,
): Promise<T> {
  const servers = startProcess(here('collect/servers.ts'), [
    '--step',
    JSON.stringify(step),
    '--folder',
    place,
  ])
  try {
    const { ports, thumbprint } = await servers.said('ready')
    return await use(servers, devicesOf(step, ports as number[], String(thumbprint)))
  } finally {
    await servers.stop()
  }
}
