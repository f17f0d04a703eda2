import type { DatabaseSync } from 'node:sqlite'
import { HOUR, type Micros } from '@driftbild/core'

/**
 * What was written to the outbox, hour by hour, whether the centre has it by now or not: how long the disk lasts
 * follows from it. `began` and `ended` are the first and last commit of the hour.
 */
export const WRITTEN_SCHEMA = `
  CREATE TABLE written (
    hour INTEGER PRIMARY KEY, began INTEGER NOT NULL, ended INTEGER NOT NULL, entries INTEGER NOT NULL,
    bytes INTEGER NOT NULL
  );
`

const KEPT_HOURS = 48
/** Hours that a rate is of: a day has nights, and yesterday's load may be another one. */
const RATE_HOURS = 6
/** A rate from less than this says nothing. */
const LEAST = HOUR / 4

export interface WriteRate {
  /** An hour. */
  entries: number
  bytes: number
}

/** Counts a commit; within its transaction. */
export function noteWritten(db: DatabaseSync, at: Micros, entries: number, blobs: readonly number[]): void {
  const hour = Math.floor(at / HOUR)
  const bytes = blobs.reduce((sum, length) => sum + storedBytes(length), 0)
  db.prepare(
    `INSERT INTO written VALUES (?1, ?2, ?2, ?3, ?4) ON CONFLICT (hour) DO UPDATE SET
       began = min(began, ?2), ended = max(ended, ?2), entries = entries + ?3, bytes = bytes + ?4`,
  ).run(hour, at, entries, bytes)
  db.prepare('DELETE FROM written WHERE hour < ?').run(hour - KEPT_HOURS)
}

/** Of the last hours in which it was written to; null when those were too short to tell. */
export function writeRate(db: DatabaseSync, now: Micros): WriteRate | null {
  const rows = db
    .prepare('SELECT began, ended, entries, bytes FROM written WHERE hour > ? AND hour <= ?')
    .all(Math.floor(now / HOUR) - RATE_HOURS, Math.floor(now / HOUR)) as {
    began: Micros
    ended: Micros
    entries: number
    bytes: number
  }[]
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + of(row), 0)
  const span = sum((row) => row.ended - row.began)
  if (span < LEAST) return null
  return {
    entries: (sum((row) => row.entries) * HOUR) / span,
    bytes: (sum((row) => row.bytes) * HOUR) / span,
  }
}

const PAGE = 4096
/** Of a row beside its blob, its place in the index included. */
const ROW = 40
/** A longer row leaves its page and fills pages of its own. */
const INLINE = PAGE - 35

/** What a chunk of so many bytes takes in the file (SQLite's file format, 1.6). */
const storedBytes = (length: number): number =>
  ROW + (length <= INLINE ? length : Math.ceil(length / (PAGE - 4)) * PAGE)
