import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Database, migrate, openDatabase } from '@driftbild/store'
import { type EmbeddedEngine, startEmbedded } from '@driftbild/store/embedded'
import { startProcess } from '../chain/process.ts'
import { copyFolder, cutPower } from './power-cut.ts'

/** The embedded engine, which comes back whatever is done to it. */
export interface RunningStore {
  url: string
  db: Database
  /** Resolves when it takes questions. */
  answers(): Promise<void>
  kill(): Promise<void>
  /** The power goes after `seconds`: what its process wrote and didn't sync is lost in part. */
  cutPower(seconds: number, random: () => number): Promise<void>
  stop(): Promise<void>
}

const recordedEngine = fileURLToPath(
  new URL('../../packages/store/src/testing/recorded-engine.ts', import.meta.url),
)

export async function runStore(folder: string): Promise<RunningStore> {
  let engine: EmbeddedEngine
  const begin = async (): Promise<void> => {
    engine = await startEmbedded({ folder })
    // It gives up when it breaks often within a minute. Here it is broken on purpose.
    engine.onExit((error) => {
      if (error) void begin()
    })
  }
  await begin()
  const { url } = engine!
  const db = openDatabase(url, { patience: 60_000 })
  await migrate(db)
  return {
    url,
    db,
    async answers() {
      for (let attempt = 1; ; attempt++) {
        try {
          await db.run('select 1')
          return
        } catch (error) {
          if (attempt === 60) throw error
          await sleep(500)
        }
      }
    },
    async kill() {
      try {
        process.kill(engine.pid, 'SIGKILL')
      } catch {
        // It was down already.
      }
    },
    async cutPower(seconds, random) {
      await engine.stop()
      const data = join(folder, 'data')
      const journal = `${folder}.journal`
      rmSync(journal, { force: true })
      const before = copyFolder(data)
      const recorded = startProcess(recordedEngine, ['--folder', folder])
      recorded.child.stdin!.on('error', () => undefined)
      await recorded.said('ready')
      await sleep(seconds * 1000)
      const closed = once(recorded.child, 'close')
      recorded.child.kill('SIGKILL')
      await closed
      await cutPower({ before, journal, folder: data }, random)
      rmSync(before, { recursive: true })
      rmSync(journal)
      await begin()
    },
    async stop() {
      await db.close()
      await engine.stop()
    },
  }
}
