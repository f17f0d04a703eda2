import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '@driftbild/cli/free-port'
import type { Database } from '@driftbild/store'
import { type Started, startProcess } from '../../chain/process.ts'
import { flowFor } from './node-red-flow.ts'
import type { Step } from './step.ts'
import { measureWindow, servedBy, untilRead } from './to-outbox.ts'

/** Node-RED with what reads these devices, in a folder that goes when we do. */
export interface NodeRed {
  folder: string
  /** Which protocols its installed nodes read; the others' packages could not be had. */
  reads: ReadonlySet<Step['protocol']>
  /** What could not be installed, and why. */
  refused: string[]
  remove(): void
}

/** What it did, or why it did nothing. */
export type NodeRedResult =
  | {
      /** Rows a second, over the window. */
      rate: number
      served: number
      lost: number
      cpuPerMillion: number
    }
  | { failure: string }

/**
 * The releases that are compared with. The newer ones of node-red-contrib-modbus fetch a part from beside the
 * registry and bring the same reading.
 */
const packages = {
  base: ['node-red@5.0.7', 'pg@8'],
  opcua: ['node-red-contrib-opcua@0.2.354'],
  modbus: ['node-red-contrib-modbus@5.23.3'],
}
/** Milliseconds that its rows are waited for after the last value, without a new one. */
const PATIENCE = 15_000

/** Null where Node-RED itself could not be had; the reason is told. */
export function installNodeRed(tell: (text: string) => void): NodeRed | null {
  const folder = mkdtempSync(join(tmpdir(), 'driftbild-node-red-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  writeFileSync(join(folder, 'package.json'), '{"private":true}')
  const refused: string[] = []
  const install = (names: readonly string[]): boolean => {
    const quiet = ['--no-audit', '--no-fund', '--omit=dev', '--ignore-scripts', '--fetch-retries=0']
    const { status, stderr } = spawnSync('npm', ['install', ...quiet, ...names], {
      cwd: folder,
      encoding: 'utf8',
    })
    if (status === 0) return true
    const why = stderr.split('\n').find((line) => /npm error network|npm error 4|npm error code/.test(line))
    refused.push(`${names.join(', ')}: ${why ?? `npm ended with ${status}`}`)
    tell(`not installed: ${refused.at(-1)}`)
    return false
  }
  if (!install(packages.base)) {
    remove()
    return null
  }
  const reads = new Set((['opcua', 'modbus'] as const).filter((protocol) => install(packages[protocol])))
  return { folder, reads, refused, remove }
}

/** The same servers, read by Node-RED into a plain table of the same database. */
export async function measureNodeRed(
  db: Database,
  servers: Started,
  nodeRed: NodeRed,
  step: Step,
  seconds: number,
): Promise<NodeRedResult> {
  const { ports, nodes } = await servers.said('ready')
  const nodeIds = nodes ? (JSON.parse(readFileSync(String(nodes), 'utf8')) as string[]) : []
  await db.run('drop table if exists node_red')
  await db.run('create table node_red (source timestamptz, name text, value float8)')
  // Where it keeps flows is also where it finds nodes.
  const user = nodeRed.folder
  const flow = flowFor(step, { ports: ports as number[], nodeIds }, db.url)
  writeFileSync(join(user, 'flows.json'), JSON.stringify(flow))
  writeFileSync(
    join(user, 'settings.js'),
    `module.exports = {
      flowFile: 'flows.json', uiHost: '127.0.0.1', uiPort: ${await freePort(0)}, httpAdminRoot: false, httpNodeRoot: false,
      functionGlobalContext: { pg: require('pg') },
      logging: { console: { level: 'error' } },
    }`,
  )
  const count = async () => {
    const [row] = await db.run<{ count: string }>('select count(*) as count from node_red')
    return Number(row!.count)
  }
  const red = join(nodeRed.folder, 'node_modules/node-red/red.js')
  const process = startProcess(red, ['--userDir', user])
  try {
    const isRead = await untilRead(servers).catch(() => false)
    if (!isRead) return { failure: 'it did not come to read all of the devices' }
    servers.child.stdin!.write('go\n')
    const { rate, cpuPerMillion } = await measureWindow(process.child.pid!, seconds, count)
    const served = await servedBy(servers)
    let [rows, changedAt] = [-1, performance.now()]
    while (rows < served && performance.now() - changedAt < PATIENCE) {
      const before = rows
      rows = await count()
      if (rows !== before) changedAt = performance.now()
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    return { rate, served, lost: served - rows, cpuPerMillion }
  } finally {
    process.child.kill('SIGKILL')
  }
}
