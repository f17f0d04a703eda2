import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { UnusableFolder } from './unusable-folder.ts'

/**
 * Makes a folder this process's own until it ends, however it ends: the lock is the kernel's, taken through
 * SQLite, which is the one way to such a lock that Node brings. No lock is ever stale. Throws UnusableFolder
 * when another process holds it as the same kind of thing.
 */
export function lockFolder(folder: string, holder = 'engine'): void {
  const pidFile = join(folder, `${holder}.pid`)
  const lock = new DatabaseSync(join(folder, `${holder}.lock`))
  try {
    lock.exec('pragma locking_mode = exclusive; begin exclusive')
    held.push(lock)
  } catch (cause) {
    lock.close()
    throw new UnusableFolder(
      'in-use',
      `the folder ${folder} is in use by another ${holder} (process ${pidIn(pidFile)}): stop that one, or name another folder`,
      { cause },
    )
  }
  writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 })
}

/** Kept from the garbage collector: with the connection goes the lock. */
const held: DatabaseSync[] = []

function pidIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return 'unknown'
  }
}
