import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'

/** The file's version; another one is refused rather than guessed at. */
const VERSION = 1

/**
 * `chunk` holds numbered entries in runs; ids are never used twice, so "after chunk n" stays true once rows
 * have left. `cursor` and `signal.memory` are as of chunk `meta.checkpoint`; what came later is in the
 * chunks themselves. So a cursor can never be ahead of the readings it stands for, and moves with them in
 * one commit without a row of its own.
 */
const SCHEMA = `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
  CREATE TABLE signal (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, unit TEXT NOT NULL, kind TEXT NOT NULL, memory BLOB,
    UNIQUE (key, unit)
  );
  CREATE TABLE cursor (name TEXT PRIMARY KEY, value REAL NOT NULL) WITHOUT ROWID;
  CREATE TABLE silence (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE chunk (
    id INTEGER PRIMARY KEY AUTOINCREMENT, first INTEGER NOT NULL, count INTEGER NOT NULL,
    oldest INTEGER, entries BLOB NOT NULL
  );
  CREATE INDEX chunk_first ON chunk (first);
`

/** Opens or makes the file. Each commit is on disk when it returns (WAL, synchronous=FULL). */
export function openDatabase(path: string): DatabaseSync {
  let db: DatabaseSync
  try {
    db = new DatabaseSync(path)
  } catch (cause) {
    throw openError(path, cause)
  }
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000')
    const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number }
    if (version === 0) {
      db.exec(`BEGIN; ${SCHEMA} PRAGMA user_version = ${VERSION}; COMMIT`)
      db.prepare('INSERT INTO meta VALUES (?, ?)').run('epoch', randomUUID())
    } else if (version !== VERSION) {
      throw new Error(`the outbox ${path} has version ${version}, this program knows ${VERSION}`)
    }
    return db
  } catch (cause) {
    db.close()
    throw openError(path, cause)
  }
}

function openError(path: string, cause: unknown): Error {
  const { errcode = 0, message } = cause as { errcode?: number; message: string }
  const advice: Record<number, string> = {
    11: 'it is damaged. Move it away and keep it: what was read and not yet sent is in it; a new one is made at the next start',
    13: 'the disk is full: free some space there first',
    14: 'check that the folder is there and that this user may write in it',
    26: 'it is something else. Move it away: a new one is made at the next start',
  }
  const hint = advice[errcode & 0xff]
  return new Error(`opening the outbox ${path}: ${message}${hint ? `: ${hint}` : ''}`, { cause })
}

/**
 * Takes the outbox for this process until it ends, however it ends; throws when another one has it. Two
 * writers would give out the same sequence numbers twice.
 */
export function lockOutbox(path: string): DatabaseSync {
  let lock: DatabaseSync
  try {
    lock = new DatabaseSync(`${path}.lock`)
  } catch (cause) {
    throw openError(path, cause)
  }
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (cause) {
    lock.close()
    if (((cause as { errcode?: number }).errcode ?? 5) !== 5) throw openError(path, cause)
    throw new Error(`another process already collects into ${path}: stop it first`, { cause })
  }
}

/** The disk or the quota is full: SQLite's FULL, or an IO error that the file system gave for it. */
export function isDiskFull(error: unknown): boolean {
  const { errcode, message } = error as { errcode?: number; message?: string }
  return (errcode !== undefined && (errcode & 0xff) === 13) || /disk is full|ENOSPC/i.test(message ?? '')
}

export type Meta = Record<string, number | string | null>

export function readMeta(db: DatabaseSync): Meta {
  const rows = db.prepare('SELECT name, value FROM meta').all() as { name: string; value: number | string }[]
  return Object.fromEntries(rows.map((r) => [r.name, r.value]))
}

/** Bytes that hold something; free pages inside the file don't count, they are used again. */
export function usedBytes(db: DatabaseSync): number {
  const one = (pragma: string) => Object.values(db.prepare(`PRAGMA ${pragma}`).get()!)[0] as number
  return (one('page_count') - one('freelist_count')) * one('page_size')
}
