import type { DatabaseSync } from 'node:sqlite'
import type { Micros, Reading, Unit } from '@driftbild/core'
import type { Taken } from '../driver.ts'
import { depthFor, emptyMemory, type Memory, memoryFromBytes, memoryToBytes, note } from './repeats.ts'

export interface StoredSignal {
  id: number
  key: string
  unit: Unit
  kind: Taken['kind']
  memory: Memory
  /** Not in the file yet. */
  fresh: boolean
  /** Its memory is newer than the file's. */
  dirty: boolean
}

/** The signals that the outbox has seen, by number and by key and unit, with what they said last. */
export class Signals {
  readonly byId: StoredSignal[] = []
  /** By unit, then key: a text of both would be made anew, and hashed, for every reading. */
  private readonly byName = new Map<Unit, Map<string, StoredSignal>>()
  private fresh: StoredSignal[] = []

  constructor(db: DatabaseSync) {
    const rows = db
      .prepare('SELECT id, key, unit, kind, memory FROM signal ORDER BY id')
      .all() as unknown as {
      id: number
      key: string
      unit: Unit
      kind: Taken['kind']
      memory: Uint8Array | null
    }[]
    for (const row of rows) {
      const memory = row.memory ? memoryFromBytes(row.memory) : emptyMemory()
      this.add({ ...row, memory, fresh: false, dirty: false })
    }
  }

  of(taken: Taken): StoredSignal {
    const { key, unit, kind } = taken
    const known = this.find(key, unit)
    if (known) return known
    const id = this.byId.length
    return this.add({ id, key, unit, kind, memory: emptyMemory(), fresh: true, dirty: true })
  }

  /** False for an exact repeat. */
  note(signal: StoredSignal, reading: Reading, cursor: number | undefined): boolean {
    const isNew = note(signal.memory, reading, cursor, depthFor(this.byId.length))
    if (isNew) signal.dirty = true
    return isNew
  }

  /** Every repeat of what lies after this source time is known as one; undefined where nothing was ever read. */
  remembersAfter(key: string, unit: Unit): Micros | undefined {
    return this.find(key, unit)?.memory.forgotten
  }

  /** Within a transaction of the caller's, who says when it has succeeded. */
  writeFresh(db: DatabaseSync): () => void {
    if (this.fresh.length === 0) return () => undefined
    const insert = db.prepare('INSERT INTO signal (id, key, unit, kind) VALUES (?, ?, ?, ?)')
    const written = this.fresh
    for (const s of written) insert.run(s.id, s.key, s.unit, s.kind)
    return () => {
      for (const s of written) s.fresh = false
      this.fresh = this.fresh.filter((s) => s.fresh)
    }
  }

  writeMemories(db: DatabaseSync): () => void {
    const update = db.prepare('UPDATE signal SET memory = ? WHERE id = ?')
    const written = this.byId.filter((s) => s.dirty && !s.fresh)
    for (const s of written) update.run(memoryToBytes(s.memory), s.id)
    return () => {
      for (const s of written) s.dirty = false
    }
  }

  private find(key: string, unit: Unit): StoredSignal | undefined {
    return this.byName.get(unit)?.get(key)
  }

  private add(signal: StoredSignal): StoredSignal {
    this.byId[signal.id] = signal
    const alike = this.byName.get(signal.unit) ?? new Map<string, StoredSignal>()
    this.byName.set(signal.unit, alike.set(signal.key, signal))
    if (signal.fresh) this.fresh.push(signal)
    return signal
  }
}
