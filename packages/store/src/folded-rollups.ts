import {
  type BucketStep,
  bucketBounds,
  DAY,
  type FoldedRollup,
  foldRollups,
  HOUR,
  type Kommunkod,
  type Micros,
  type ReportingRule,
  rollupSteps,
  type SignalKind,
  type StoredRollup,
  storedStep,
  type Unit,
} from '@driftbild/core'
import type { Database, Tx } from './database.ts'
import { storedRollups } from './rollups.ts'

/** What a signal is and promises, and the zone its days are of. */
export interface SignalRules {
  id: number
  key: string
  unit: Unit
  kind: SignalKind
  reporting: ReportingRule
  zone: string
}

export async function findRules(tx: Tx, key: string): Promise<SignalRules | null> {
  const [one] = await rulesOf(tx, [key])
  return one ?? null
}

/** Those that exist. */
export function rulesOf(tx: Tx, keys: readonly string[]): Promise<SignalRules[]> {
  return tx.query<SignalRules>(
    {
      name: 'rules of signals',
      text: `select s.id, s.key, s.unit, s.kind, s.reporting, m.zone
             from signal s join municipality m on m.code = s.municipality where s.key = any ($1) order by s.id`,
    },
    [keys],
  )
}

export interface RollupRequest {
  step: BucketStep
  from: Micros
  to: Micros
  /** The present: what was not due by then is not missing. */
  now: Micros
}

export interface SignalRollups {
  rules: SignalRules
  /** Every bucket that touches the interval, also those without readings. */
  buckets: FoldedRollup[]
}

/** So long before an interval is looked for what a counter stood at and when a signal was heard. */
const BEFORE = 2 * DAY

/** A signal in buckets of any length. Null when there is no such signal. */
export async function foldedRollups(
  db: Database,
  municipality: Kommunkod,
  key: string,
  { step, from, to, now }: RollupRequest,
): Promise<SignalRollups | null> {
  const rules = await db.transaction({ municipality, role: 'reader' }, (tx) => findRules(tx, key))
  if (!rules) return null
  const bounds = bucketBounds(step, from, to, rules.zone)
  const parts = await readStored(db, municipality, rules.id, {
    step,
    from: bounds[0]! - BEFORE,
    // The reading after the last bucket says what is missing at its end.
    to: bounds.at(-1)! + HOUR,
  })
  return { rules, buckets: foldRollups(parts, bounds, { ...rules, now }) }
}

/** Rows of one query at most: some 60 ms of the embedded engine, more where it is busy. */
const ROWS_AT_ONCE = 2_000

/** The stored roll-ups that buckets of an interval are made of, each page in a transaction of its own. */
export async function readStored(
  db: Database,
  municipality: Kommunkod,
  signal: number,
  { step, from, to }: Omit<RollupRequest, 'now'>,
): Promise<StoredRollup[]> {
  const stored = storedStep(step)
  const page = ROWS_AT_ONCE * rollupSteps[stored]
  const parts: StoredRollup[] = []
  for (let at = from; at < to; at += page) {
    const rows = await db.transaction({ municipality, role: 'reader' }, (tx) =>
      storedRollups(tx, signal, stored, at, Math.min(to, at + page)),
    )
    for (const row of rows) parts.push(row)
  }
  return parts
}
