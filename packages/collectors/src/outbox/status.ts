import type { DatabaseSync } from 'node:sqlite'
import type { Micros, Silence } from '@driftbild/core'
import { oldestAfter, readMeta, usedBytes } from './database.ts'
import { look } from './look.ts'
import { countSetAside } from './set-aside.ts'
import { type WriteRate, writeRate } from './written.ts'

export { CLOCK_TOLERANCE, ClockReport } from '../clock-watch.ts'
export { DeviceReport } from '../device-report.ts'
export { OutboxCounts } from './counts.ts'
export { isCollecting, UnusableOutbox } from './database.ts'
export { type KeptEntry, listSetAside } from './kept-entries.ts'

export interface OutboxStatus {
  epoch: string
  /** Entries that the centre hasn't called durable yet. */
  waiting: number
  last: number
  durable: number
  /** What holds something; the limit is for it. */
  bytes: number
  /** What was written an hour lately; null where there is too little to tell. */
  rate: WriteRate | null
  /** When the oldest waiting entry was received. */
  oldest: Micros | null
  /** When the collector last wrote. */
  alive: Micros | null
  /** Open ones: what can't be read right now. */
  silences: Silence[]
  /** Entries that the centre refused and that are kept apart. */
  setAside: number
}

/** Null where there is no outbox yet. */
export const outboxStatus = (path: string): OutboxStatus | null => look(path, statusOf)

function statusOf(db: DatabaseSync, version: number): OutboxStatus {
  const meta = readMeta(db)
  const durable = Number(meta.durable ?? 0)
  const last = Number(meta.last ?? 0)
  const alive = (meta.alive as number | undefined) ?? null
  return {
    epoch: String(meta.epoch),
    waiting: last - durable,
    last,
    durable,
    bytes: usedBytes(db),
    rate: version < 3 || alive === null ? null : writeRate(db, alive),
    oldest: oldestAfter(db, durable),
    alive,
    silences: db
      .prepare('SELECT body FROM silence')
      .all()
      .map((one) => JSON.parse(one.body as string) as Silence),
    setAside: version < 2 ? 0 : countSetAside(db),
  }
}
