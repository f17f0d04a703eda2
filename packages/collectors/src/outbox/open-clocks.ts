import { randomUUID } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'
import type { ClockOffset, Micros } from '@driftbild/core'
import type { GroupCommit } from './group-commit.ts'

/** Clocks that are off, so that what an earlier life began to tell can be ended. */
export const CLOCK_SCHEMA = `
  CREATE TABLE clock (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
`

export function readOpenClocks(db: DatabaseSync): Map<string, ClockOffset> {
  const rows = db.prepare('SELECT body FROM clock').all()
  const clocks = rows.map((row) => JSON.parse(row.body as string) as ClockOffset)
  return new Map(clocks.map((clock) => [clock.id, clock]))
}

export function writeOpenClock(db: DatabaseSync, clock: ClockOffset): void {
  if (clock.to !== null) db.prepare('DELETE FROM clock WHERE id = ?').run(clock.id)
  else db.prepare('INSERT OR REPLACE INTO clock VALUES (?, ?)').run(clock.id, JSON.stringify(clock))
}

/** Tells which clocks are off, and from when to when. */
export class ClockBook {
  private readonly clocks: Map<string, ClockOffset>
  private readonly commits: GroupCommit

  constructor(clocks: Map<string, ClockOffset>, commits: GroupCommit) {
    this.clocks = clocks
    this.commits = commits
  }

  /** Those that are off now, as an earlier life told perhaps. */
  list(): ClockOffset[] {
    return [...this.clocks.values()]
  }

  /** From now on this one is off. */
  open(interval: Omit<ClockOffset, 'id' | 'to'>): void {
    const clock = { ...interval, id: randomUUID(), to: null }
    this.clocks.set(clock.id, clock)
    this.commits.push({ kind: 'clock', clock })
  }

  /** A device's clock, or with null our own, is right again or off by something else. */
  close(device: string | null, to: Micros): void {
    for (const clock of this.list()) {
      if (clock.device !== device) continue
      this.clocks.delete(clock.id)
      this.commits.push({ kind: 'clock', clock: { ...clock, to: Math.max(to, clock.from) } })
    }
  }
}
