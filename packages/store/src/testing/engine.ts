import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type EmbeddedEngine, startEmbedded } from '../embedded/start.ts'
import { type Database, migrate, openDatabase } from '../index.ts'

/** Milliseconds for what starts an engine, on a machine that is busy with other tests. */
export const SLOW = 120_000

export interface TestStore {
  db: Database
  engine: EmbeddedEngine
  folder: string
  stop(): Promise<void>
}

/** A real embedded engine in a temporary folder, migrated. Tests share it, each in a municipality of its own. */
export async function startTestStore(): Promise<TestStore> {
  const folder = mkdtempSync(join(tmpdir(), 'driftbild-store-'))
  const engine = await startEmbedded({ folder })
  const db = openDatabase(engine.url)
  await migrate(db)
  return {
    db,
    engine,
    folder,
    async stop() {
      await db.close()
      await engine.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
