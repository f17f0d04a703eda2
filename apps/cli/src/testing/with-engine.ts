import { type Database, migrate, openDatabase } from '@driftbild/store'
import { startEmbedded } from '@driftbild/store/embedded'

/** The engine in a folder, started for this alone. */
export async function withEngine<T>(folder: string, fn: (db: Database) => Promise<T>): Promise<T> {
  const engine = await startEmbedded({ folder })
  const db = openDatabase(engine.url)
  try {
    await migrate(db)
    return await fn(db)
  } finally {
    await db.close()
    await engine.stop()
  }
}
