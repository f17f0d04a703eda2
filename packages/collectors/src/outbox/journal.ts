import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import { BATCH_LIMIT, type ClockOffset, type Micros, type OutboxEntry, type Silence } from '@driftbild/core'
import { type ChunkEntry, decodeChunk, encodeChunk } from './chunk.ts'
import { lockOutbox, type Meta, openDatabase, outboxError, readMeta, usedBytes } from './database.ts'
import { readOpenClocks, writeOpenClock } from './open-clocks.ts'
import { Signals } from './signals.ts'
import { noteWritten } from './written.ts'

/**
 * The outbox' file: numbered entries in chunks, and what follows from them (cursors, what each signal said
 * last, open silences). Every method is one commit; it is on disk when the method returns.
 */
export class Journal {
  epoch: string
  /** Highest number on disk. */
  last: number
  /** Highest number that the centre has for good. */
  durable: number
  /** When an earlier life was last seen alive; null in the first. */
  readonly aliveBefore: Micros | null
  readonly signals: Signals
  readonly cursors: Map<string, number>
  readonly silences = new Map<string, Silence>()
  /** Clocks that are off. */
  readonly clocks: Map<string, ClockOffset>
  private readonly db: DatabaseSync
  private readonly lock: DatabaseSync
  /** Numbers up to here may have been seen by the centre and never change. */
  attempted: number
  private checkpointed: number
  private newest: number

  constructor(path: string) {
    this.lock = lockOutbox(path)
    let db: DatabaseSync | undefined
    try {
      this.db = db = openDatabase(path)
      const meta = readMeta(db)
      const number = (name: string) => (meta[name] as number | undefined) ?? 0
      this.epoch = meta.epoch as string
      this.last = number('last')
      this.durable = number('durable')
      this.attempted = number('attempted')
      this.newest = this.checkpointed = number('checkpoint')
      this.aliveBefore = (meta.alive as number | undefined) ?? null
      this.signals = new Signals(db)
      const cursors = db.prepare('SELECT name, value FROM cursor').all() as { name: string; value: number }[]
      this.cursors = new Map(cursors.map((c) => [c.name, c.value]))
      for (const { body } of db.prepare('SELECT body FROM silence').all()) {
        const silence = JSON.parse(body as string) as Silence
        this.silences.set(silence.id, silence)
      }
      this.clocks = readOpenClocks(db)
      this.replay()
    } catch (cause) {
      db?.close()
      this.lock.close()
      throw outboxError(path, cause)
    }
  }

  /** Chunks since the last checkpoint. */
  get unsettled(): number {
    return this.newest - this.checkpointed
  }

  usedBytes(): number {
    return usedBytes(this.db)
  }

  /** Numbers the entries and puts them on disk, all or none, and what is done `beside` with them. */
  append(
    entries: readonly ChunkEntry[],
    cursors: Record<string, number>,
    now: Micros,
    beside?: (db: DatabaseSync) => void,
  ): void {
    const insert = this.db.prepare('INSERT INTO chunk (first, count, oldest, entries) VALUES (?, ?, ?, ?)')
    let last = this.last
    let newest = this.newest
    const blobs: number[] = []
    const written = this.transaction(() => {
      const signalsWritten = this.signals.writeFresh(this.db)
      const hasCursors = Object.keys(cursors).length > 0
      for (let i = 0; i < entries.length || (i === 0 && hasCursors); i += BATCH_LIMIT) {
        const part = entries.slice(i, i + BATCH_LIMIT)
        const bytes = encodeChunk({ entries: part, cursors: i === 0 ? cursors : {} })
        newest = Number(insert.run(last + 1, part.length, oldestOf(part), bytes).lastInsertRowid)
        last += part.length
        blobs.push(bytes.length)
      }
      noteWritten(this.db, now, entries.length, blobs)
      this.writeOpen(entries)
      this.writeMeta({ last, durable: this.durable, alive: now })
      beside?.(this.db)
      return signalsWritten
    })
    written()
    this.last = last
    this.newest = newest
  }

  /** Entries after this number, in order, up to `most`. */
  read(after: number, most: number): OutboxEntry[] {
    const rows = this.db
      .prepare('SELECT first, entries FROM chunk WHERE first + count > ? + 1 AND count > 0 ORDER BY first')
      .iterate(after)
    const found: OutboxEntry[] = []
    for (const row of rows) {
      let sequence = row.first as number
      for (const entry of decodeChunk(row.entries as Uint8Array).entries) {
        if (sequence > after) found.push(this.numbered(sequence, entry))
        sequence++
        if (found.length >= most) return found
      }
    }
    return found
  }

  attempting(last: number): void {
    if (last <= this.attempted) return
    this.attempted = last
    this.transaction(() => this.writeMeta({ attempted: last }))
  }

  /** Settles what follows from the chunks, and lets go of those that the centre has. */
  checkpoint(): void {
    const settled = this.transaction(() => {
      const memories = this.signals.writeMemories(this.db)
      const put = this.db.prepare('INSERT OR REPLACE INTO cursor VALUES (?, ?)')
      for (const [name, value] of this.cursors) put.run(name, value)
      this.writeMeta({ checkpoint: this.newest, durable: this.durable, last: this.last })
      this.db.prepare('DELETE FROM chunk WHERE first + count - 1 <= ?').run(this.durable)
      return memories
    })
    settled()
    this.checkpointed = this.newest
  }

  /**
   * Goes on under a new random id, what waits numbered from 1: for when our account of the old one and the
   * centre's can't be reconciled (a restored disk on either side).
   */
  startNewEpoch(): void {
    const epoch = randomUUID()
    const shift = this.durable
    this.checkpoint()
    this.transaction(() => {
      this.db.prepare('UPDATE chunk SET first = first - ?').run(shift)
      this.writeMeta({ epoch, last: this.last - shift, durable: 0, attempted: 0 })
    })
    this.epoch = epoch
    this.last -= shift
    this.durable = this.attempted = 0
  }

  close(): void {
    this.db.close()
    this.lock.close()
  }

  /** Gives a part of the outbox' work that needs its file a transaction of its own. */
  transaction<T>(work: (db: DatabaseSync) => T): T {
    this.db.exec('BEGIN IMMEDIATE')
    try {
      const result = work(this.db)
      this.db.exec('COMMIT')
      return result
    } catch (error) {
      // SQLite itself rolls back on some errors; a second ROLLBACK would hide the first cause.
      if (this.db.isTransaction) this.db.exec('ROLLBACK')
      throw error
    }
  }

  writeMeta(values: Record<string, number | string | null>): void {
    const put = this.db.prepare('INSERT OR REPLACE INTO meta VALUES (?, ?)')
    for (const [name, value] of Object.entries(values)) put.run(name, value)
  }

  readMeta(): Meta {
    return readMeta(this.db)
  }

  private writeOpen(entries: readonly ChunkEntry[]): void {
    for (const entry of entries) {
      if (entry.kind === 'clock') writeOpenClock(this.db, entry.clock)
      if (entry.kind !== 'silence') continue
      const { silence } = entry
      if (silence.to === null) {
        this.db
          .prepare('INSERT OR REPLACE INTO silence VALUES (?, ?)')
          .run(silence.id, JSON.stringify(silence))
      } else this.db.prepare('DELETE FROM silence WHERE id = ?').run(silence.id)
    }
  }

  numbered(sequence: number, entry: ChunkEntry): OutboxEntry {
    if (entry.kind !== 'reading') return { ...entry, sequence }
    const { key, unit } = this.signals.byId[entry.signal]!
    return { kind: 'reading', sequence, key, unit, reading: entry.reading }
  }

  /** What came after the last checkpoint is told by the chunks alone. */
  private replay(): void {
    const rows = this.db
      .prepare('SELECT id, entries FROM chunk WHERE id > ? ORDER BY id')
      .iterate(this.checkpointed)
    for (const row of rows) {
      const { entries, cursors } = decodeChunk(row.entries as Uint8Array)
      for (const entry of entries) {
        if (entry.kind !== 'reading') continue
        const signal = this.signals.byId[entry.signal]!
        this.signals.note(signal, entry.reading, this.cursors.get(signal.key))
        if (entry.follows) this.cursors.set(signal.key, entry.reading.sourceTime)
      }
      for (const [name, value] of Object.entries(cursors)) this.cursors.set(name, value)
      this.newest = row.id as number
    }
  }
}

function oldestOf(entries: readonly ChunkEntry[]): Micros | null {
  const first = entries[0]
  if (!first) return null
  if (first.kind === 'reading') return first.reading.receivedTime
  return first.kind === 'silence' ? first.silence.from : first.clock.from
}
