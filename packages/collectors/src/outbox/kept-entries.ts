import type { DatabaseSync } from 'node:sqlite'
import type { Micros } from '@driftbild/core'
import { decodeChunk } from './chunk.ts'
import { look } from './look.ts'

export interface KeptEntry {
  /** When it was set aside. */
  at: Micros
  epoch: string
  sequence: number
  /** What the centre said against it. */
  problem: string
  signals: string[]
  /** Source time of a reading, beginning of a silence. */
  time: Micros
  text: string
}

/** What was set aside, oldest first, at most `most` of it. */
export const listSetAside = (path: string, most: number): KeptEntry[] =>
  look(path, (db, version) => (version < 2 ? [] : keptEntries(db, most))) ?? []

function keptEntries(db: DatabaseSync, most: number): KeptEntry[] {
  const signals = new Map(
    db
      .prepare('SELECT id, key, unit FROM signal')
      .all()
      .map((row) => [row.id as number, { key: row.key as string, unit: row.unit as string }]),
  )
  const rows = db
    .prepare('SELECT at, epoch, sequence, problem, entry FROM set_aside ORDER BY id LIMIT ?')
    .all(most)
  return rows.flatMap((row) => {
    const common = {
      at: row.at as number,
      epoch: row.epoch as string,
      sequence: row.sequence as number,
      problem: row.problem as string,
    }
    return decodeChunk(row.entry as Uint8Array).entries.map((entry): KeptEntry => {
      if (entry.kind === 'silence') {
        const { signals, from, reason } = entry.silence
        return { ...common, signals, time: from, text: `silence (${reason})` }
      }
      if (entry.kind === 'clock') {
        const { signals, from, device } = entry.clock
        return { ...common, signals, time: from, text: `clock of ${device ?? 'the edge'}` }
      }
      const { key, unit } = signals.get(entry.signal)!
      const { reading } = entry
      const text = 'value' in reading ? `${reading.value} ${unit}` : `no value (${reading.reason})`
      return { ...common, signals: [key], time: reading.sourceTime, text }
    })
  })
}
