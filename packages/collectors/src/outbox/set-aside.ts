import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { Micros, OutboxEntry } from '@driftbild/core'
import { type ChunkEntry, decodeChunk, encodeChunk } from './chunk.ts'
import type { Journal } from './journal.ts'

/** Beside the outbox: what the centre refused for good. It stays until a person has it sent again. */
export const SET_ASIDE_SCHEMA = `
  CREATE TABLE set_aside (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, epoch TEXT NOT NULL, sequence INTEGER NOT NULL,
    problem TEXT NOT NULL, entry BLOB NOT NULL
  );
`

/**
 * Takes an entry that the centre never accepted out of the run of numbers. A silence stands in for it, so that
 * the numbers have no hole and the centre is told that something is missing. Gives the entry, or null where
 * one stands in for it already.
 */
export function setAside(
  journal: Journal,
  sequence: number,
  problem: string,
  now: Micros,
): OutboxEntry | null {
  // What follows from the reading (cursors, repeats) must not go with it.
  journal.checkpoint()
  return journal.transaction((db) => {
    const chunk = chunkWith(db, sequence)
    const index = sequence - chunk.first
    const entry = chunk.entries[index]!
    if (entry.kind === 'silence' && entry.silence.reason === 'set-aside') return null
    db.prepare('INSERT INTO set_aside (at, epoch, sequence, problem, entry) VALUES (?, ?, ?, ?, ?)').run(
      now,
      journal.epoch,
      sequence,
      problem,
      encodeChunk({ entries: [entry], cursors: {} }),
    )
    const taken = journal.numbered(sequence, entry)
    const entries = chunk.entries.with(index, standIn(taken, now))
    db.prepare('UPDATE chunk SET entries = ? WHERE id = ?').run(
      encodeChunk({ entries, cursors: {} }),
      chunk.id,
    )
    return taken
  })
}

/** Numbers everything that was set aside anew, behind what waits. Gives how many entries that are. */
export function sendAgain(journal: Journal, now: Micros): number {
  const entries = journal
    .transaction((db) => db.prepare('SELECT entry FROM set_aside ORDER BY id').all())
    .flatMap((row) => decodeChunk(row.entry as Uint8Array).entries)
    // The opening of a silence that was closed since: its end, sent or set aside, tells the whole of it.
    .filter((e) => e.kind !== 'silence' || e.silence.to !== null || journal.silences.has(e.silence.id))
    .filter((e) => e.kind !== 'clock' || e.clock.to !== null || journal.clocks.has(e.clock.id))
  journal.append(entries, {}, now, (db) => db.exec('DELETE FROM set_aside'))
  return entries.length
}

export const countSetAside = (db: DatabaseSync): number =>
  Number(db.prepare('SELECT count(*) AS n FROM set_aside').get()!.n)

function chunkWith(db: DatabaseSync, sequence: number) {
  const row = db
    .prepare('SELECT id, first, entries FROM chunk WHERE first <= ?1 AND first + count > ?1')
    .get(sequence)
  if (!row) throw new Error(`entry ${sequence} is not in the outbox`)
  const { entries } = decodeChunk(row.entries as Uint8Array)
  return { id: row.id as number, first: row.first as number, entries }
}

/** An entry that no centre of this version has anything against, whatever it stands in for. */
function standIn(entry: OutboxEntry, now: Micros): ChunkEntry {
  const { signals, from, to } = spanOf(entry)
  const sane = (at: Micros) => (Number.isSafeInteger(at) ? at : now)
  const keys = signals.map((key) => key.replaceAll('\0', '').slice(0, 200)).filter((key) => key !== '')
  return {
    kind: 'silence',
    silence: {
      id: randomUUID(),
      signals: keys.length > 0 ? keys : ['unknown'],
      from: sane(from),
      to: Math.max(sane(from), sane(to)),
      reason: 'set-aside',
    },
  }
}

function spanOf(entry: OutboxEntry): { signals: string[]; from: Micros; to: Micros } {
  if (entry.kind === 'reading') {
    const { sourceTime } = entry.reading
    return { signals: [entry.key], from: sourceTime, to: sourceTime }
  }
  const { signals, from, to } = entry.kind === 'silence' ? entry.silence : entry.clock
  return { signals, from, to: to ?? from }
}
