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
import { measureToOutbox, startEdge, type ToOutbox } from './collect/to-outbox.ts'
import { enrolmentCode, measureBareCopy, measureToStore } from './collect/to-store.ts'

/**
 * How many values a second come from OPC UA and Modbus servers to the edge's disk, and on into committed rows, what
 * each costs, and what was lost on the way by the servers' own count.
 */
const options = readOptions(process.argv.slice(2))
const root = fileURLToPath(new URL('../..', import.meta.url))
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
const SOAK: Step = { protocol: 'opcua', points: 10_000 }
const folder = mkdtempSync(join(tmpdir(), 'driftbild-collect-'))
const stopped = untilStopped()
const nodeRed = options.nodeRed ? installNodeRed(console.error) : null

const engine = await startEmbedded({ folder: join(folder, 'engine') })
const db = openDatabase(engine.url)
try {
  await migrate(db)
  const centre = startProcess(join(root, 'apps/api/src/main.ts'), [], {
    DATABASE_URL: engine.url,
    PORT: String(await freePort(0)),
    DRIFTBILD_DATA: join(folder, 'centre'),
  })
  const api = String((await centre.said('ready')).url)
  const results: StepResult[] = []
  const failures: string[] = []
  for (const [i, step] of options.steps.entries()) {
    if (stopped.aborted) break
    console.error(`${nameOf(step)}`)
    try {
      results.push(await measure(db, api, step, String(9000 + i)))
    } catch (error) {
      // The others are told all the same.
      failures.push(`${nameOf(step)}: ${(error as Error).message}`)
    }
  }
  await centre.stop()
  const soak = options.soak > 0 && !stopped.aborted ? await measureSoak(options.soak * 60) : null
  tell(results, failures, soak)
  const lostNothing = results.every(({ outbox, store }) => outbox.lost === 0 && store.lost === 0)
  process.exitCode = lostNothing && failures.length === 0 ? 0 : 1
} finally {
  await db.close()
  await engine.stop()
  nodeRed?.remove()
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
}
process.exit()

async function measure(db: Database, api: string, step: Step, municipality: string): Promise<StepResult> {
  const own = join(folder, municipality)
  const edgeOf = (name: string, devices: DeviceConfig[], code?: string) => {
    mkdirSync(join(own, name), { recursive: true })
    return startEdge(join(own, name), municipality, api, devices, code)
  }
  try {
    const { outbox, file } = await withServers(step, join(own, 'servers'), async (servers, devices) => {
      const edge = edgeOf('alone', devices)
      return { outbox: await measureToOutbox(servers, edge, options.seconds), file: edge.outbox }
    })
    await db.transaction({ municipality, role: 'api' }, (tx) =>
      putRegister(tx, registerOf(step, municipality)),
    )
    // New ones: they have no value yet that a reader gets beside those it is to count.
    const store = await withServers(step, join(own, 'servers'), async (servers, devices) => {
      const edge = edgeOf('whole', devices, await enrolmentCode(db, municipality))
      return measureToStore(db, municipality, servers, edge, options.seconds)
    })
    const bareCopy = await measureBareCopy(db, municipality, file)
    const nodeRedReads = nodeRed?.reads.has(step.protocol)
    const theirs = nodeRedReads
      ? await withServers(step, join(own, 'servers'), (servers) =>
          measureNodeRed(db, servers, nodeRed!, step, options.seconds),
        )
      : null
    return { step, outbox, store, bareCopy, nodeRed: theirs }
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}

/** At one rate for long, into the outbox alone: what the edge's memory does. */
async function measureSoak(seconds: number): Promise<ToOutbox> {
  const own = join(folder, 'soak')
  mkdirSync(own)
  console.error(`soak, ${nameOf(SOAK)} for ${seconds} s`)
  return withServers(SOAK, join(own, 'servers'), (servers, devices) =>
    measureToOutbox(servers, startEdge(own, '9099', 'http://127.0.0.1:1', devices), seconds),
  )
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
