import { existsSync, statSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { Micros } from '@driftbild/core'

export interface OutboxStatus {
  epoch: string
  /** Entries that the centre hasn't called durable yet. */
  waiting: number
  last: number
  durable: number
  /** Of the file and its log. */
  bytes: number
  /** When the oldest waiting entry was received. */
  oldest: Micros | null
  /** When the collector last wrote. */
  alive: Micros | null
}

/** Looks at an outbox from outside, also while its collector runs. Null where there is none. */
export function outboxStatus(path: string): OutboxStatus | null {
  if (!existsSync(path)) return null
  const db = new DatabaseSync(path, { readOnly: true, timeout: 5000 })
  try {
    const { user_version: version } = db.prepare('PRAGMA user_version').get() as { user_version: number }
    if (version === 0) return null
    const meta = Object.fromEntries(
      db
        .prepare('SELECT name, value FROM meta')
        .all()
        .map((row) => [row.name as string, row.value as number | string]),
    )
    const durable = Number(meta.durable ?? 0)
    const last = Number(meta.last ?? 0)
    const row = db.prepare('SELECT min(oldest) AS oldest FROM chunk WHERE first + count - 1 > ?').get(durable)
    const size = (file: string) => (existsSync(file) ? statSync(file).size : 0)
    return {
      epoch: String(meta.epoch),
      waiting: last - durable,
      last,
      durable,
      bytes: size(path) + size(`${path}-wal`),
      oldest: (row?.oldest as number | null) ?? null,
      alive: (meta.alive as number | undefined) ?? null,
    }
  } finally {
    db.close()
  }
}
