import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** As PostgreSQL clients expect it within a folder. */
const SOCKET = '.s.PGSQL.5432'
/** Longer socket paths are cut off silently or refused, according to the platform. */
const LONGEST_PATH = 100

/** Where the engine listens: in its own folder, or in one below the temporary folder when that path is too long. */
export function socketFolder(folder: string): { folder: string; socket: string; remove(): void } {
  if (Buffer.byteLength(join(folder, SOCKET)) <= LONGEST_PATH) {
    rmSync(join(folder, SOCKET), { force: true })
    return {
      folder,
      socket: join(folder, SOCKET),
      remove: () => rmSync(join(folder, SOCKET), { force: true }),
    }
  }
  const below = mkdtempSync(join(tmpdir(), 'driftbild-'))
  return {
    folder: below,
    socket: join(below, SOCKET),
    remove: () => rmSync(below, { recursive: true, force: true }),
  }
}

/** Nobody but the owner looks in. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  chmodSync(path, 0o700)
}

/** A connection string that `pg` understands. */
export const socketUrl = (folder: string): string =>
  `postgresql:///postgres?host=${encodeURIComponent(folder)}&user=postgres`
