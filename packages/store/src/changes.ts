import type { Kommunkod } from '@driftbild/core'
import pg from 'pg'
import type { Tx } from './database.ts'

const CHANNEL = 'driftbild_changed'

export const changeKinds = [
  'readings',
  'rollups',
  'alarms',
  'alarm-rules',
  'predictions',
  'forecasts',
  'faults',
  'work-orders',
  'collectors',
  'device-commands',
  'assets',
  'jobs',
  'occasions',
] as const

/** What changed in a municipality; `id` where it was one thing. Sent when the transaction commits. */
export interface Change {
  municipality: Kommunkod
  what: (typeof changeKinds)[number]
  id?: string
}

export async function notify(tx: Tx, what: Change['what'], id?: string): Promise<void> {
  await tx.query('select pg_notify($1, $2)', notification(tx, what, id))
}

/** The arguments of pg_notify, where another statement calls it. */
export function notification(tx: Tx, what: Change['what'], id?: string): [string, string] {
  const change: Change = { municipality: tx.municipality, what, ...(id === undefined ? {} : { id }) }
  return [CHANNEL, JSON.stringify(change)]
}

/**
 * Calls back for every change, on a connection of its own, and connects again when the engine was restarted.
 * `onGap` is called after each reconnection: changes may have been missed, so what is shown must be read anew.
 */
export async function listenChanges(
  url: string,
  onChange: (change: Change) => void,
  onGap: () => void = () => {},
): Promise<{ close(): Promise<void> }> {
  let closed = false
  let client = await connect()

  async function connect(): Promise<pg.Client> {
    const next = new pg.Client({ connectionString: url })
    next.on('error', () => {})
    next.on('notification', ({ payload }) => {
      if (payload) onChange(JSON.parse(payload) as Change)
    })
    try {
      await next.connect()
      await next.query(`listen ${CHANNEL}`)
    } catch (error) {
      await next.end().catch(() => {})
      throw error
    }
    // Only a connection that stood is replaced when it ends; one that never did has a caller who tries again.
    next.on('end', () => {
      if (!closed) void reconnect()
    })
    return next
  }

  async function reconnect(): Promise<void> {
    while (!closed) {
      await new Promise((resolve) => setTimeout(resolve, 250))
      try {
        client = await connect()
        return onGap()
      } catch {
        // Not back yet; the next round tries again.
      }
    }
  }

  return {
    async close() {
      closed = true
      await client.end()
    },
  }
}
