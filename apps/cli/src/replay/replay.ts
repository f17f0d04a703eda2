import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Register } from '@driftbild/core'
import { DeviceConfig } from '@driftbild/devices'
import { openDatabase, putRegister } from '@driftbild/store'
import { z } from 'zod'
import type { ReplayOptions } from '../commands/replay.ts'
import { Mistake } from '../mistake.ts'
import { paths } from '../paths.ts'
import { type Child, type ChildEvent, startChild } from '../up/child.ts'
import { enrolEdge } from '../up/enrol-edge.ts'
import { openDataFolder } from '../up/folder.ts'
import { createProgress } from '../up/progress.ts'
import { findRunning } from '../up/running.ts'
import { readUpSettings } from '../up/settings.ts'
import { type Account, accountOf } from './account.ts'

/** What the simulator tells once the recording is read and the device is there. */
const Served = z.object({
  devices: z.string(),
  register: z.string(),
  summary: z.string(),
  total: z.object({ count: z.int(), missing: z.int() }),
  counts: z.record(z.string(), z.int()),
  laterHourRows: z.int(),
})

export async function replay(files: string[], options: ReplayOptions): Promise<void> {
  const settings = readUpSettings(process.env)
  const folder = openDataFolder(settings.dataFolder)
  const id = options.id ?? options.mapping.replace(/^.*\/|\.json$/g, '')
  const place = join(folder.root, 'replay', id)
  const progress = createProgress(process.stdout)
  const children: Child[] = []
  const start = (name: string, command: string[], onEvent: (event: ChildEvent) => void) => {
    const child = startChild({ name: `${name}-${id}`, command, logs: folder.logs, onEvent, restart: true })
    children.push(child)
    return child
  }
  const startedAt = performance.now()
  const stopAll = async () => {
    for (const child of children.reverse()) await child.stop()
  }
  const asked = new Promise<'asked'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('asked'))
  })

  try {
    progress.say('replay', `reading ${files.join(', ')}`)
    const simulator = start(
      'replay',
      [paths.simulators, ...simulatorArguments(files, options, place)],
      (event) => {
        if (event.event === 'progress') progress.say('replay', String(event.message))
        if (event.event === 'log' && event.level !== 'info') progress.print(`replay: ${event.message}`)
      },
    )
    const served = Served.parse(await simulator.ready.catch((cause) => refuse(cause)))
    progress.print(
      `  ${Object.entries(served.counts)
        .map(([name, n]) => `${name} ${n}`)
        .join(', ')}, rows of a repeated autumn hour ${served.laterHourRows}`,
    )
    if (options.serveOnly) {
      progress.print(`  served; how to reach it is in ${served.devices}. Ctrl-C stops it.`)
      await asked
      return
    }

    const running = findRunning(folder.root)
    const register = Register.parse(readJson(served.register))
    const devices = z.array(DeviceConfig).parse(readJson(served.devices))
    const municipality = register.municipality.code
    const db = openDatabase(running.databaseUrl)
    try {
      await db.transaction({ municipality, role: 'migrator' }, (tx) => putRegister(tx, register))
      const words = await enrolEdge({
        db,
        folder: join(place, 'edge'),
        api: running.address,
        municipality,
        name: id,
        devices,
      })
      const edge = start('edge', [paths.edge, ...words], (event) => {
        if (event.event === 'log' && event.level !== 'info') progress.print(`edge: ${event.message}`)
      })
      await edge.ready
      const account = await Promise.race([
        untilStored(
          () => accountOf(db, municipality, readJson(served.summary)),
          (seen) => progress.say('stored', `${seen.stored} of ${seen.served} values`),
        ),
        asked,
      ])
      if (account === 'asked') return
      progress.say('stored', `${account.stored} of ${account.served} values`, true)
      tell(account, (performance.now() - startedAt) / 1000)
      if (!account.equal) process.exitCode = 1
    } finally {
      await db.close()
    }
  } finally {
    await stopAll()
  }
}

function simulatorArguments(files: string[], options: ReplayOptions, place: string): string[] {
  const optional = Object.entries({ zone: options.zone, from: options.from, to: options.to, id: options.id })
  return [
    'replay',
    ...files,
    ...['--mapping', options.mapping, '--protocol', options.protocol, '--speed', options.speed],
    ...['--folder', place],
    ...optional.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value])),
  ]
}

const POLL = 1000
/** Milliseconds for which a store that is being started again may not answer. */
const PATIENCE = 60_000

/** Asks until as much is stored as was served, and then for what differs. */
async function untilStored(ask: () => Promise<Account>, seen: (account: Account) => void): Promise<Account> {
  let answeredAt = performance.now()
  for (;;) {
    const account = await ask().catch((cause: Error) => {
      if (performance.now() - answeredAt > PATIENCE) throw cause
      return null
    })
    if (account) {
      answeredAt = performance.now()
      seen(account)
      if (account.stored >= account.served) return account
    }
    await new Promise((resolve) => setTimeout(resolve, POLL))
  }
}

function tell(account: Account, seconds: number): void {
  console.log(`
  served            ${account.served} values, ${account.servedMissing} of them missing
  stored            ${account.stored} readings, ${account.storedMissing} of them bad with a reason
  signals           ${account.signals}, ${account.equalSignals} equal in every source time and value
  checksum          ${account.equal ? 'equal' : 'DIFFERENT'}
  time              ${seconds.toFixed(1)} s`)
  for (const key of account.differing) console.log(`  differs: ${key}`)
}

function refuse(cause: unknown): never {
  throw new Mistake('the recording can’t be played; the lines above say why', null, { cause })
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
