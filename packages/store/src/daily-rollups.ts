import { counterStep, DAY, type FoldedRollup, HOUR, type Kommunkod, type Micros } from '@driftbild/core'
import type { Database, Tx } from './database.ts'
import { rulesOf, type SignalRules } from './folded-rollups.ts'
import { timestamp } from './timestamp.ts'

/** What a day says of a signal, without what it owed. */
export type DailyRollup = Pick<
  FoldedRollup,
  'from' | 'to' | 'minimum' | 'timeWeighted' | 'covered' | 'counted'
>

export interface SignalDays {
  rules: SignalRules
  /** One between each two bounds, also without readings. */
  days: DailyRollup[]
}

/** Hours that one query joins: some 60 ms of the embedded engine. */
const HOURS_AT_ONCE = 12_000
/** So long before the first day is looked for what a counter stood at. */
const BEFORE = 2 * DAY

/**
 * The same days of many signals as `foldedRollups` tells of one, joined by the engine: it hands a day over as fast as an
 * hour. Signals that don't exist are left out.
 */
export async function dailyRollups(
  db: Database,
  municipality: Kommunkod,
  keys: readonly string[],
  bounds: readonly Micros[],
): Promise<Map<string, SignalDays>> {
  const read = <T>(fn: (tx: Tx) => Promise<T>) => db.transaction({ municipality, role: 'reader' }, fn)
  const found = new Map<string, SignalDays>()
  if (keys.length === 0 || bounds.length < 2) return found
  const all = await read((tx) => rulesOf(tx, keys))
  const hours = (bounds.at(-1)! - bounds[0]!) / HOUR
  const atOnce = Math.max(1, Math.floor(HOURS_AT_ONCE / hours))
  for (let i = 0; i < all.length; i += atOnce) {
    const some = all.slice(i, i + atOnce)
    const levels = await read((tx) => dailyLevels(tx, some, bounds))
    const counters = some.filter(({ kind }) => kind.type === 'counter')
    const counts = counters.length === 0 ? null : await read((tx) => dailyCounts(tx, counters, bounds))
    for (const rules of some) {
      const days = bounds.slice(1).map(
        (to, nth): DailyRollup => ({
          ...{ from: bounds[nth]!, to, ...nothing, ...levels(rules.id, nth) },
          counted: counts?.(rules.id, nth) ?? null,
        }),
      )
      found.set(rules.key, { rules, days })
    }
  }
  return found
}

const nothing = { minimum: null, timeWeighted: null, covered: 0 }

/** Finds what was read of a signal's nth day. */
type OfDay<T> = (signal: number, nth: number) => T | undefined

async function dailyLevels(
  tx: Tx,
  signals: readonly SignalRules[],
  bounds: readonly Micros[],
): Promise<OfDay<Pick<DailyRollup, 'minimum' | 'timeWeighted' | 'covered'>>> {
  const rows = await tx.query<
    Pick<DailyRollup, 'minimum' | 'timeWeighted' | 'covered'> & { signal: number; nth: number }
  >(
    `select signal, width_bucket(bucket, $2::timestamptz[]) - 1 as nth, min(minimum) as minimum,
            sum(time_weighted * covered) / nullif(sum(covered)::float8, 0) as "timeWeighted",
            sum(covered)::bigint as covered
     from own_rollup_1h where signal = any ($1::integer[]) and bucket >= $3 and bucket < $4 group by 1, 2`,
    parametersOf(signals, bounds),
  )
  return byDay(rows, ({ minimum, timeWeighted, covered }) => ({ minimum, timeWeighted, covered }))
}

interface CountedRow {
  signal: number
  nth: number
  increase: number
  resets: number
  /** Where an hour began below where the one before it ended. */
  before: number[] | null
  after: number[] | null
}

async function dailyCounts(
  tx: Tx,
  counters: readonly SignalRules[],
  bounds: readonly Micros[],
): Promise<OfDay<{ increase: number; resets: number }>> {
  const rows = await tx.query<CountedRow>(
    `with heard as (
       select signal, bucket, coalesce(first, last) as first, coalesce(increase, 0) as increase,
              coalesce(resets, 0) as resets, lag(last) over (partition by signal order by bucket) as before
       from own_rollup_1h
       where signal = any ($1::integer[]) and bucket >= $5 and bucket < $4 and last is not null
     )
     select signal, width_bucket(bucket, $2::timestamptz[]) - 1 as nth,
            sum(increase + case when first >= before then first - before else 0 end) as increase,
            sum(resets) as resets, array_agg(before order by bucket) filter (where first < before) as before,
            array_agg(first order by bucket) filter (where first < before) as after
     from heard where bucket >= $3 group by 1, 2`,
    [...parametersOf(counters, bounds), timestamp(bounds[0]! - BEFORE)],
  )
  const kinds = new Map(counters.map(({ id, kind }) => [id, kind]))
  return byDay(rows, ({ signal, increase, resets, before, after }) => {
    const kind = kinds.get(signal)!
    const modulus = kind.type === 'counter' ? kind.modulus : 0
    const steps = (before ?? []).map((value, i) => counterStep(value, after![i]!, modulus))
    return {
      increase: steps.reduce((sum, step) => sum + step.increase, increase),
      resets: steps.reduce((sum, step) => sum + (step.reset ? 1 : 0), resets),
    }
  })
}

const parametersOf = (signals: readonly SignalRules[], bounds: readonly Micros[]) => [
  signals.map(({ id }) => id),
  bounds.map(timestamp),
  timestamp(bounds[0]!),
  timestamp(bounds.at(-1)!),
]

function byDay<R extends { signal: number; nth: number }, T>(
  rows: readonly R[],
  of: (row: R) => T,
): OfDay<T> {
  const known = new Map(rows.map((row) => [`${row.signal} ${row.nth}`, of(row)]))
  return (signal, nth) => known.get(`${signal} ${nth}`)
}
