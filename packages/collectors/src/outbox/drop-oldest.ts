import type { DatabaseSync } from 'node:sqlite'
import type { Micros } from '@driftbild/core'
import type { Taken } from '../driver.ts'
import { type ChunkEntry, decodeChunk, encodeChunk } from './chunk.ts'
import type { Journal } from './journal.ts'
import type { Room } from './room.ts'

export interface Dropped {
  keys: Set<string>
  from: Micros
  to: Micros
}

/** Drops what may be dropped until there is room, or nothing is left to drop. Gives how many readings that were. */
export function makeRoom(journal: Journal, room: Room): number {
  let dropped = 0
  while (room.isFull && room.droppable.size > 0) {
    const readings = dropOldest(journal, room.droppable)
    if (readings === 0) {
      room.exhausted = true
      break
    }
    dropped += readings
    room.used = journal.usedBytes()
  }
  return dropped
}

/**
 * Gives up the oldest readings of these kinds that were never sent, one chunk of them, and closes the numbers
 * up behind. What was given up stands in `meta.dropped` until somebody has been told. 0 when there are none left.
 */
function dropOldest(journal: Journal, kinds: ReadonlySet<Taken['kind']>): number {
  // What follows from the readings (cursors, repeats) must not go with them.
  journal.checkpoint()
  const isDropped = (entry: ChunkEntry) =>
    entry.kind === 'reading' && kinds.has(journal.signals.byId[entry.signal]!.kind)
  return journal.transaction((db) => {
    const found = findChunk(db, journal.attempted, isDropped)
    if (!found) return 0
    const kept = found.entries.filter((entry) => !isDropped(entry))
    const removed = found.entries.length - kept.length
    if (kept.length === 0) db.prepare('DELETE FROM chunk WHERE id = ?').run(found.id)
    else {
      db.prepare('UPDATE chunk SET count = ?, entries = ? WHERE id = ?').run(
        kept.length,
        encodeChunk({ entries: kept, cursors: {} }),
        found.id,
      )
    }
    db.prepare('UPDATE chunk SET first = first - ? WHERE first > ?').run(removed, found.first)
    const last = journal.last - removed
    const dropped = untoldDrops(journal) ?? { keys: new Set(), from: Infinity, to: -Infinity }
    for (const entry of found.entries) {
      if (entry.kind !== 'reading' || !isDropped(entry)) continue
      dropped.keys.add(journal.signals.byId[entry.signal]!.key)
      dropped.from = Math.min(dropped.from, entry.reading.sourceTime)
      dropped.to = Math.max(dropped.to, entry.reading.sourceTime)
    }
    journal.writeMeta({ last, dropped: JSON.stringify({ ...dropped, keys: [...dropped.keys] }) })
    journal.last = last
    return removed
  })
}

/** What was given up and not yet told, in an earlier life perhaps. */
export function untoldDrops(journal: Journal): Dropped | null {
  const { dropped } = journal.readMeta()
  if (!dropped) return null
  const { keys, from, to } = JSON.parse(dropped as string) as { keys: string[]; from: Micros; to: Micros }
  return { keys: new Set(keys), from, to }
}

export const dropsTold = (journal: Journal): void =>
  journal.transaction(() => journal.writeMeta({ dropped: null }))

function findChunk(db: DatabaseSync, attempted: number, wanted: (entry: ChunkEntry) => boolean) {
  const rows = db
    .prepare('SELECT id, first, entries FROM chunk WHERE first > ? AND count > 0 ORDER BY first')
    .iterate(attempted)
  for (const row of rows) {
    const { entries } = decodeChunk(row.entries as Uint8Array)
    if (entries.some(wanted)) return { id: row.id as number, first: row.first as number, entries }
  }
  return null
}
