import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { CLOCK_SCHEMA } from './open-clocks.ts'
import { SET_ASIDE_SCHEMA } from './set-aside.ts'
import { WRITTEN_SCHEMA } from './written.ts'

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

/** What makes each version of the file out of the one before it; an unknown one is refused, not guessed at. */
const versions = [SCHEMA, SET_ASIDE_SCHEMA, WRITTEN_SCHEMA + CLOCK_SCHEMA]

/** Opens or makes the file. Each commit is on disk when it returns (WAL, synchronous=FULL). */
export function openDatabase(path: string): DatabaseSync {
  let db: DatabaseSync
  try {
    db = new DatabaseSync(path)
  } catch (cause) {
    throw outboxError(path, cause)
  }
  try {
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000')
    const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number }
    if (version > versions.length) {
      throw new Error(`it has version ${version}, this program knows ${versions.length}: start a newer one`)
    }
    if (version < versions.length) {
      const newer = versions.slice(version).join('')
      const epoch = `INSERT OR IGNORE INTO meta VALUES ('epoch', '${randomUUID()}')`
      db.exec(`BEGIN; ${newer} ${epoch}; PRAGMA user_version = ${versions.length}; COMMIT`)
    }
    return db
  } catch (cause) {
    db.close()
    throw outboxError(path, cause)
  }
}

/** The file can't be used, and starting again won't help. The message says which, why and what a person can do. */
export class UnusableOutbox extends Error {}

const DAMAGED =
  'it is damaged. Move it away and keep it: what was read and not yet sent is in it; a new one is made at the next start'

const advice: Record<number, string> = {
  8: 'this user may only read it: check who owns it, and that the disk is not mounted read-only',
  11: DAMAGED,
  13: 'the disk is full: free some space there first',
  14: 'check that the folder is there and that this user may write in it',
  26: 'it is something else. Move it away: a new one is made at the next start',
}
/** A disk that is full or busy may be another one the next time. */
const passing = new Set([5, 6, 13])

/** What opening or reading the file failed by, for a person. */
export function outboxError(path: string, cause: unknown): Error {
  if (cause instanceof UnusableOutbox) return cause
  const { errcode, code, message } = cause as { errcode?: number; code?: string; message: string }
  const isTorn = code?.startsWith('Z_') || cause instanceof RangeError || cause instanceof SyntaxError
  const hint = isTorn ? DAMAGED : advice[(errcode ?? 0) & 0xff]
  const text = `the outbox ${path}: ${message}${hint ? `: ${hint}` : ''}`
  const kind = errcode !== undefined && passing.has(errcode & 0xff) ? Error : UnusableOutbox
  return new kind(text, { cause })
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
    throw outboxError(path, cause)
  }
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (cause) {
    lock.close()
    if (((cause as { errcode?: number }).errcode ?? 5) !== 5) throw outboxError(path, cause)
    throw new Error(`another process already collects into ${path}: stop it first`, { cause })
  }
}

/** Whether a process has it right now. */
export function isCollecting(path: string): boolean {
  if (!existsSync(`${path}.lock`)) return false
  const lock = new DatabaseSync(`${path}.lock`)
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return false
  } catch (cause) {
    if ((cause as { errcode?: number }).errcode === 5) return true
    throw outboxError(path, cause)
  } finally {
    lock.close()
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

/** When the oldest entry beyond this number was received; null where there is none. */
export function oldestAfter(db: DatabaseSync, sequence: number): number | null {
  const row = db.prepare('SELECT min(oldest) AS oldest FROM chunk WHERE first + count - 1 > ?').get(sequence)
  return (row?.oldest as number | null) ?? null
}

/** Bytes that hold something; free pages inside the file don't count, they are used again. */
export function usedBytes(db: DatabaseSync): number {
  const one = (pragma: string) => Object.values(db.prepare(`PRAGMA ${pragma}`).get()!)[0] as number
  return (one('page_count') - one('freelist_count')) * one('page_size')
}
