import type { Database, Tx } from '@driftbild/store'

/** Who waits: `compression` is done in hours when nobody does. */
export type Holder = 'ingest' | 'roll-ups' | 'reads' | 'upkeep' | 'compression'

/** Milliseconds that one transaction, or a statement outside of one, kept the engine from everybody else, at most. */
export class Holds {
  readonly longest = new Map<Holder, number>()

  /** The same database, watched. */
  of(db: Database, holder: Holder): Database {
    const held = async <T>(work: () => Promise<T>): Promise<T> => {
      const began = performance.now()
      try {
        return await work()
      } finally {
        this.longest.set(holder, Math.max(this.longest.get(holder) ?? 0, performance.now() - began))
      }
    }
    // From the transaction's first answer on: before it, it waits for others.
    const watched =
      <T extends Pick<Tx, 'query'>, R>(fn: (tx: T) => Promise<R>) =>
      (tx: T) =>
        held(() => fn(tx))
    return {
      ...db,
      transaction: (scope, fn) => db.transaction(scope, watched(fn)),
      across: (fn) => db.across(watched(fn)),
      run: (text, values) => held(() => db.run(text, values)),
    }
  }
}
