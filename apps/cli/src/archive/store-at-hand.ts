import { type Database, openDatabase } from '@driftbild/store'
import { openDataFolder } from '../up/folder.ts'
import type { Progress } from '../up/progress.ts'
import { findRunning } from '../up/running.ts'
import { readUpSettings } from '../up/settings.ts'
import { openStore } from '../up/store.ts'

/** The store of the Driftbild that is up; where none is, the server that is named, or the embedded engine started for it. */
export async function withStore<T>(
  env: NodeJS.ProcessEnv,
  progress: Progress,
  fn: (db: Database) => Promise<T>,
): Promise<T> {
  const settings = readUpSettings(env)
  const folder = openDataFolder(settings.dataFolder)
  const url = settings.databaseUrl ? null : urlOfRunning(folder.root)
  if (url !== null) {
    const db = openDatabase(url)
    try {
      return await fn(db)
    } finally {
      await db.close()
    }
  }
  const store = await openStore(settings, folder, progress)
  try {
    return await fn(store.db)
  } finally {
    await store.stop()
  }
}

function urlOfRunning(root: string): string | null {
  try {
    return findRunning(root).databaseUrl
  } catch {
    return null
  }
}
