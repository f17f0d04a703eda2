import { readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Municipality, Register } from '@driftbild/core'
import { DeviceConfig } from '@driftbild/devices'
import { loadMapping, readyMappings, replayBaseMap } from '@driftbild/simulators'
import { listMunicipalities, openDatabase, putBaseMap, putRegister } from '@driftbild/store'
import { z } from 'zod'
import type { ReplayOptions } from '../commands/replay.ts'
import { Mistake } from '../mistake.ts'
import { paths } from '../paths.ts'
import { enrolEdge } from '../up/enrol-edge.ts'
import { openDataFolder } from '../up/folder.ts'
import { createProgress } from '../up/progress.ts'
import { findRunning, type Running } from '../up/running.ts'
import { readUpSettings } from '../up/settings.ts'
import { type Account, accountOf } from './account.ts'
import { type Part, startPart } from './part.ts'

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
  checkFiles(files)
  const mapping = readMapping(options.mapping)
  const folder = openDataFolder(readUpSettings(process.env).dataFolder)
  const running = options.serveOnly ? null : findRunning(folder.root)
  if (running) await refuseLive(running, mapping.municipality)
  const id = options.id ?? mapping.name
  const place = join(folder.root, 'replay', id)
  const progress = createProgress(process.stdout)
  const parts: Part[] = []
  const start = (part: string, command: string[]): Part => {
    const started = startPart({ part, id, command, logs: folder.logs, progress })
    parts.push(started)
    return started
  }
  const startedAt = performance.now()
  const asked = new Promise<'asked'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve('asked'))
  })

  try {
    progress.say('replay', `reading ${files.join(', ')}`)
    const simulator = start('replay', [paths.simulators, ...simulatorArguments(files, options, place)])
    const served = Served.parse(await simulator.ready)
    progress.print(
      `  ${Object.entries(served.counts)
        .map(([name, n]) => `${name} ${n}`)
        .join(', ')}, rows of a repeated autumn hour ${served.laterHourRows}`,
    )
    if (!running) {
      progress.print(`  served; how to reach it is in ${served.devices}. Ctrl-C stops it.`)
      await Promise.race([asked, simulator.gaveUp])
      return
    }

    const register = Register.parse(readJson(served.register))
    const devices = z.array(DeviceConfig).parse(readJson(served.devices))
    const municipality = register.municipality.code
    const db = openDatabase(running.databaseUrl)
    try {
      await db.transaction({ municipality, role: 'api' }, async (tx) => {
        await putRegister(tx, register)
        await putBaseMap(tx, replayBaseMap(register))
      })
      const words = await enrolEdge({
        db,
        folder: join(place, 'edge'),
        api: running.address,
        municipality,
        name: id,
        devices,
      })
      const edge = start('edge', [paths.edge, ...words])
      await edge.ready
      const account = await Promise.race([
        untilStored(
          () => accountOf(db, municipality, readJson(served.summary)),
          (seen) => progress.say('stored', `${seen.stored} of ${seen.served} values`),
        ),
        asked,
        simulator.gaveUp,
        edge.gaveUp,
      ])
      if (account === 'asked') return
      progress.say('stored', `${account.stored} of ${account.served} values`, true)
      tell(account, (performance.now() - startedAt) / 1000)
      console.log(`  ${register.municipality.name}: ${running.address}/${municipality}`)
      if (!account.equal) process.exitCode = 1
    } finally {
      await db.close()
    }
  } finally {
    for (const part of parts.reverse()) await part.stop()
  }
}

function checkFiles(files: readonly string[]): void {
  for (const file of files) {
    const found = statSync(file, { throwIfNoEntry: false })
    if (!found) throw new Mistake(`there is no file ${file}`, `Looked for ${resolve(file)}.`)
    if (!found.isFile())
      throw new Mistake(`${file} is no file`, 'Name the CSV files themselves, plain or .gz.')
  }
}

function readMapping(nameOrFile: string) {
  try {
    return loadMapping(nameOrFile)
  } catch (cause) {
    throw new Mistake(
      (cause as Error).message,
      `--mapping is ${readyMappings().join(', ')}, or the path of a JSON file of the same form as those in packages/simulators/src/replay/mappings.`,
      { cause },
    )
  }
}

/** Recorded values among live ones would look like them. */
async function refuseLive({ databaseUrl }: Running, { code }: Municipality): Promise<void> {
  const db = openDatabase(databaseUrl)
  const there = (await listMunicipalities(db).finally(() => db.close())).find((one) => one.code === code)
  if (!there || there.recording !== null) return
  throw new Mistake(
    `${code} is ${there.name}, whose values are not recorded: a replay would mix with them`,
    'Give the mapping the code of a municipality of its own, or start Driftbild with an empty DRIFTBILD_DATA.',
  )
}

function simulatorArguments(files: string[], options: ReplayOptions, place: string): string[] {
  const optional = Object.entries({ zone: options.zone, from: options.from, to: options.to, id: options.id })
  return [
    'replay',
    ...files,
    ...['--mapping', options.mapping, '--protocol', options.protocol, '--speed', options.speed],
    ...['--folder', place],
    ...optional.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`])),
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

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))
