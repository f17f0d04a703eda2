import { DAY, type Micros } from '@driftbild/core'
import { type Database, latest, listAlarms, openSilences, seriesOf, timestamp } from '@driftbild/store'
import { percentile } from '../collect/usage.ts'
import type { Filled } from './options.ts'
import { assetOf, MUNICIPALITY, SIGNALS_PER_ASSET } from './signals.ts'

/** Milliseconds. */
export interface Timing {
  p50: number
  p95: number
}

export interface Reads {
  latest: Timing
  series: Timing
  viewport: Timing
  /** The median of what the same takes of the hypertable alone, without what is kept up beside it; milliseconds. */
  bare: Record<'latest' | 'series' | 'viewport', number>
}

/** What the chart of an asset's page asks for a year. */
const YEAR = 365 * DAY
const CHART_POINTS = 600
/** Signals of the assets that a viewport shows. */
const SIGNALS_OF_VIEW = 2_000
/** As many as the centre reads at a time. */
const ALARMS_AT_ONCE = 2_000

const scope = { municipality: MUNICIPALITY, role: 'reader' } as const

/**
 * The questions that screens ask of a watched database, `runs` times each: the newest reading of every signal; a year of one signal, each
 * time of another; and the state of a viewport's assets, which is their newest readings with the silences and alarms
 * that stand.
 */
export async function measureReads(
  bare: Database,
  db: Database,
  { signals, days }: Filled,
  { runs, now, charted }: { runs: number; now: Micros; charted: readonly string[] },
): Promise<Reads> {
  return {
    latest: await timed(runs, async () => {
      const found = await db.transaction(scope, (tx) => latest(tx))
      if (found.size !== signals) throw new Error(`${found.size} newest readings of ${signals} signals`)
    }),
    series: await timed(runs, async (i) => {
      const key = charted[i % charted.length]!
      const asked = { from: now - YEAR, to: now, points: CHART_POINTS, now }
      const series = await seriesOf(db, MUNICIPALITY, key, asked)
      if (!series || series.time.length < days - 5)
        throw new Error(`${key}: ${series?.time.length} points of a year`)
    }),
    viewport: await timed(runs, async (i) => {
      const shown = Math.min(SIGNALS_OF_VIEW, signals)
      const assets = Array.from({ length: shown / SIGNALS_PER_ASSET }, (_, n) =>
        assetOf(((i * 37 + n) * SIGNALS_PER_ASSET) % signals),
      )
      const [found, silences, alarms] = await db.transaction(scope, async (tx) => [
        await latest(tx, { assets }),
        await openSilences(tx),
        await listAlarms(tx, { active: true, limit: ALARMS_AT_ONCE }),
      ])
      if (found.size === 0 || silences.length === 0 || alarms.length === 0)
        throw new Error('an empty viewport')
    }),
    bare: await bareReads(bare, signals, now),
  }
}

const BARE_RUNS = 3
/** Every signal has a reading in them; a bare engine would not know where to stop looking. */
const RECENT = 8 * DAY

async function bareReads(db: Database, signals: number, now: Micros): Promise<Reads['bare']> {
  const [ids] = await db.across((tx) => tx.query<{ first: number }>('select min(id) as first from signal'))
  const median = async (sql: string, values: (i: number) => unknown[]): Promise<number> => {
    const { p50 } = await timed(BARE_RUNS, async (i) => {
      const rows = await db.across((tx) => tx.query(sql, values(i)))
      if (rows.length === 0) throw new Error(`nothing of ${sql}`)
    })
    return p50
  }
  const newest = `
    select s.id, r.* from unnest($1::integer[]) as s (id) cross join lateral (
      select source_time, digits, scale, value, reason, status from reading
      where signal = s.id and source_time >= $2 order by source_time desc limit 1) r`
  const some = (from: number, count: number): number[] =>
    Array.from({ length: count }, (_, n) => ids!.first + ((from + n) % signals))
  return {
    latest: await median(newest, () => [some(0, signals), timestamp(now - RECENT)]),
    series: await median(
      `select time_bucket('1 day', source_time) as day, avg(digits), min(digits), max(digits), count(*)
       from reading where signal = $1 and source_time >= $2 group by 1`,
      (i) => [ids!.first + i, timestamp(now - YEAR)],
    ),
    viewport: await median(newest, (i) => [
      some(i * 37 * SIGNALS_PER_ASSET, Math.min(SIGNALS_OF_VIEW, signals)),
      timestamp(now - RECENT),
    ]),
  }
}

const WARM_UP = 10

async function timed(runs: number, ask: (i: number) => Promise<void>): Promise<Timing> {
  // A running centre's caches are filled, and its engine's code has been compiled for good after some questions.
  for (let i = 0; i < Math.min(WARM_UP, runs); i++) await ask(i)
  const took: number[] = []
  for (let i = 1; i <= runs; i++) {
    const began = performance.now()
    await ask(i)
    took.push(performance.now() - began)
  }
  took.sort((a, b) => a - b)
  return { p50: percentile(took, 0.5)!, p95: percentile(took, 0.95)! }
}
