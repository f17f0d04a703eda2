import type { Database, Tx } from '@driftbild/store'
import type { Log } from './log.ts'
import type { Metrics } from './metrics.ts'

/** A transaction that holds the engine for longer than this keeps people waiting, and is written down. */
const TOO_LONG_MS = 1_000

/**
 * The database, with the time that each transaction holds it. On the embedded engine nobody else gets a turn
 * from a transaction's first answer to its end, so the longest of these is what a page had to wait at most.
 */
export function timed(db: Database, { longestHold }: Metrics, log: Log): Database {
  let longest = 0
  const held = (ms: number, slowest: Statement) => {
    if (ms > longest) {
      longest = ms
      longestHold.set(ms / 1000)
    }
    if (ms < TOO_LONG_MS) return
    log('warn', 'a transaction held the database for long', {
      ms: Math.round(ms),
      statement: slowest.text.replace(/\s+/g, ' ').trim().slice(0, 120),
      statementMs: Math.round(slowest.ms),
    })
  }
  const measure =
    <T extends Pick<Tx, 'query'>, R>(fn: (tx: T) => Promise<R>) =>
    async (tx: T): Promise<R> => {
      const slowest: Statement = { text: '', ms: 0 }
      const started = performance.now()
      try {
        return await fn({ ...tx, query: watched(tx, slowest) })
      } finally {
        held(performance.now() - started, slowest)
      }
    }
  return {
    ...db,
    transaction: (scope, fn) => db.transaction(scope, measure(fn)),
    across: (fn) => db.across(measure(fn)),
  }
}

interface Statement {
  text: string
  ms: number
}

const watched =
  ({ query }: Pick<Tx, 'query'>, slowest: Statement): Tx['query'] =>
  async (statement, values) => {
    const started = performance.now()
    try {
      return await query(statement, values)
    } finally {
      const ms = performance.now() - started
      const text = typeof statement === 'string' ? statement : statement.text
      if (ms > slowest.ms) Object.assign(slowest, { text, ms })
    }
  }
