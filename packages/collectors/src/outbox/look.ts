import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { outboxError } from './database.ts'

/** Looks into an outbox from outside, also while its collector runs. Null where there is none yet. */
export function look<T>(path: string, read: (db: DatabaseSync, version: number) => T): T | null {
  if (!existsSync(path)) return null
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
    const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number }
    return version === 0 ? null : read(db, version)
  } catch (cause) {
    throw outboxError(path, cause)
  } finally {
    db?.close()
  }
}
