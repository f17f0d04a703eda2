import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, migrate, openDatabase } from '@driftbild/store'
import { beginFolder } from '@driftbild/store/begun-folder'
import { startEmbedded } from '@driftbild/store/embedded'

export interface TestStore {
  db: Database
  stop(): Promise<void>
}

/** An empty store of its own. */
export async function startStore(): Promise<TestStore> {
  const folder = mkdtempSync(join(tmpdir(), 'driftbild-cli-store-'))
  await beginFolder(folder)
  const engine = await startEmbedded({ folder })
  const db = openDatabase(engine.url)
  await migrate(db)
  return {
    db,
    async stop() {
      await db.close()
      await engine.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
