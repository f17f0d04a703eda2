import { existsSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Micros } from '@driftbild/core'
import {
  COMPRESS_AFTER,
  chunksToCompress,
  compressChunk,
  type Database,
  rewriteTable,
  tablesToRewrite,
  tablesWithRoom,
  trimLog,
} from '@driftbild/store'
import { Mistake } from '../mistake.ts'
import type { Stop } from '../stop-asked.ts'
import { openDataFolder } from '../up/folder.ts'
import { onlyOne } from '../up/only-one.ts'
import type { Progress } from '../up/progress.ts'
import { readUpSettings } from '../up/settings.ts'
import { openStore } from '../up/store.ts'

/** A large table takes long to write, and nobody else waits. */
const HANGS_AFTER = 3_600_000

/** Makes the embedded engine's folder small again. Stopped, it goes on where it was when it is begun again. */
export async function compact(
  env: NodeJS.ProcessEnv,
  { progress, stop, now }: { progress: Progress; stop: Stop; now: () => Micros },
): Promise<void> {
  const settings = readUpSettings(env)
  if (settings.databaseUrl) {
    throw new Mistake(
      'DATABASE_URL names a server, and how it keeps its files small is the server’s business: its autovacuum does it, and the centre compresses what is old',
      'Leave DATABASE_URL empty to compact the embedded engine in DRIFTBILD_DATA.',
    )
  }
  const folder = openDataFolder(settings.dataFolder)
  if (!existsSync(join(folder.engine, 'data', 'PG_VERSION'))) {
    throw new Mistake(
      `there is no store in ${folder.root}`,
      'Set DRIFTBILD_DATA to the folder that Driftbild keeps everything in.',
    )
  }
  onlyOne(
    folder.root,
    'Stop it with Ctrl-C in its terminal first: files are written anew that it works with.',
  )
  const before = sizeOf(folder.engine)
  const store = await openStore(settings, folder, progress, { hangsAfter: HANGS_AFTER })
  try {
    await makeSmall(store.db, { progress, stop, now })
  } finally {
    await store.stop()
    const after = sizeOf(folder.engine)
    progress.say('compact', `${megabytes(before)} before, ${megabytes(after)} now`, true)
  }
}

interface Step {
  what: string
  run(): Promise<unknown>
}

async function makeSmall(
  db: Database,
  { progress, stop, now }: { progress: Progress; stop: Stop; now: () => Micros },
): Promise<void> {
  // What there is to do is looked up when the stage before is over: it makes tables and drops others.
  const stages: (() => Promise<Step[]>)[] = [
    async () =>
      (await chunksToCompress(db, now() - COMPRESS_AFTER)).map((chunk) => ({
        what: `compressing ${chunk.hypertable}`,
        run: () => compressChunk(db, chunk),
      })),
    async () =>
      [...(await tablesToRewrite(db)), ...(await tablesWithRoom(db))].map((name) => ({
        what: `writing ${name} anew`,
        run: () => rewriteTable(db, name),
      })),
    async () => [
      {
        what: 'giving back the log',
        run: () =>
          trimLog(db, (files) => progress.say('compact', `giving back the log, ${files} files are left`)),
      },
    ],
  ]
  for (const stepsOf of stages) {
    const steps = await stepsOf()
    for (const [i, { what, run }] of steps.entries()) {
      if (stop.asked) throw new Mistake('stopped', 'What is done stays done; start it again for the rest.')
      progress.say('compact', `${what}, ${i + 1} of ${steps.length}`)
      await run()
    }
  }
}

/** Bytes that the files below a folder take. */
function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce((sum, name) => {
    const stat = lstatSync(join(folder, name), { throwIfNoEntry: false })
    return sum + (stat?.isFile() ? stat.size : 0)
  }, 0)
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`
