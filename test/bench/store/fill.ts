import { randomUUID } from 'node:crypto'
import {
  type AlarmRule,
  BATCH_LIMIT,
  DAY,
  HOUR,
  type Micros,
  type OutboxEntry,
  packBatch,
  parseTime,
  type Register,
  SECOND,
} from '@driftbild/core'
import {
  chunksToCompress,
  compressChunk,
  type Database,
  importCollector,
  ingest,
  putRegister,
  refreshRollups,
  saveTransitions,
  timestamp,
} from '@driftbild/store'
import type { Filled } from './options.ts'
import { keyOf, MUNICIPALITY, registerOf, UNIT } from './signals.ts'

/** The present of what is filled. */
export const NOW: Micros = parseTime('2026-07-01T00:00:00Z')
/** So much comes in as an edge sends it, and is not compressed yet. */
const RECENT = 8 * DAY

/** A few signals are fast and most report once a day, where a year of 10,000 has fifty million readings. */
const FAST = 88

/** Seconds between two readings of a signal; with fewer readings longer, but all have one lately. */
function everySeconds(i: number, { readings, signals }: Filled): number {
  const wholeYear = FAST * 525_600 + (signals - FAST) * 365
  const [usual, most] = i < FAST ? [60, DAY / SECOND] : [86_400, RECENT / SECOND]
  return Math.min(most, Math.max(1, Math.round((usual * wholeYear) / readings)))
}

/** The fast ones are those whose year is looked at. */
export const fastKeys = Array.from({ length: FAST }, (_, i) => keyOf(i))

const api = { municipality: MUNICIPALITY, role: 'api' } as const

/** Fills a database with readings, their roll-ups, alarms and silences. */
export async function fill(db: Database, filled: Filled, tell: (text: string) => void): Promise<void> {
  const register = registerOf(filled.signals, (i) => everySeconds(i, filled))
  await db.transaction(api, (tx) => putRegister(tx, { ...register, alarmRules: rulesOf(register) }))
  const collector = await db.transaction(api, (tx) =>
    importCollector(tx, { name: 'bench', hash: `bench ${randomUUID()}`, at: NOW }),
  )
  await fillPast(db, collector, filled, tell)
  await fillRecent(db, collector, filled, tell)
  await raiseAlarms(db, register)
  for (const chunk of await chunksToCompress(db, NOW - 7 * DAY)) await compressChunk(db, chunk)
  await db.run('vacuum (analyze)')
  await db.run('checkpoint')
}

export async function countReadings(db: Database): Promise<number> {
  const [row] = await db.across((tx) => tx.query<{ count: number }>('select count(*) as count from reading'))
  return row!.count
}

/**
 * What lies back, made in the engine itself and compressed on its way in where it can: the rows are as the product's
 * writer and its maintenance leave them, and half a minute does what would take it half an hour.
 */
async function fillPast(
  db: Database,
  collector: string,
  filled: Filled,
  tell: (text: string) => void,
): Promise<void> {
  const [epoch] = await db.across((tx) =>
    tx.query<{ id: number }>(
      `insert into epoch (collector, uuid, municipality, durable) values ($1, $2, $3, 0) returning id`,
      [collector, randomUUID(), MUNICIPALITY],
    ),
  )
  const ids = await db.transaction(api, (tx) =>
    tx.query<{ first: number; last: number }>('select min(id) as first, max(id) as last from signal'),
  )
  const every = [everySeconds(0, filled), everySeconds(FAST, filled)]
  const [begin, end] = [NOW - filled.days * DAY, NOW - RECENT]
  for (let from = begin; from < end; from += DAY) {
    const to = Math.min(end, from + DAY)
    await db.across(async (tx) => {
      for (const setting of [
        'enable_direct_compress_insert',
        'enable_direct_compress_insert_client_sorted',
      ]) {
        await tx.query(
          `select set_config(name, 'on', true) from pg_settings where name = 'timescaledb.' || $1`,
          [setting],
        )
      }
      await tx.query(pastOfDay, [
        ...[timestamp(from), timestamp(to), ids[0]!.first, ids[0]!.last, FAST],
        ...[...every, epoch!.id, MUNICIPALITY],
      ])
    })
    const day = (from - begin) / DAY
    if (day % 30 === 0) tell(`${day} days of readings`)
  }
  // No statement may take the embedded engine a minute: who watches it would think that it hangs.
  for (const [table, step, length] of [
    ['rollup_5m', '5 minutes', 7 * DAY],
    ['rollup_1h', '1 hour', 15 * DAY],
  ] as const) {
    for (let from = begin; from < end; from += length) {
      await db.across((tx) =>
        tx.query(rollupOf(table, step), [
          timestamp(from),
          timestamp(Math.min(end, from + length)),
          MUNICIPALITY,
        ]),
      )
    }
    tell(table)
  }
}

/** A signal's readings lie `every` seconds apart, moved by its own offset; values go up and down with the day. */
const pastOfDay = `
  with asked as (
    select extract(epoch from $1::timestamptz)::bigint as begin, extract(epoch from $2::timestamptz)::bigint as past
  ), due as (
    select signal, at
    from asked, generate_series($3::int, $4::int) signal,
         lateral (select case when signal < $3 + $5::int then $6::bigint else $7::bigint end as every) e,
         lateral (select (begin - signal * 7 + every - 1) / every * every + signal * 7 as first) f,
         lateral generate_series(first, past - 1, every) at
  )
  insert into reading (source_time, signal, epoch, sequence, server_ms, received_ms, digits, scale, status,
                       collector_clock, municipality)
  select to_timestamp(at), signal, $8::int, at * 10000 + signal % 10000, 2, 5 + (at * 31 + signal) % 40,
         5000 + abs(at % 86400 - 43200) / 20 + (at / 60 * 7919 + signal) % 50, 2, 0, false, $9
  from due order by signal, at`

const rollupOf = (table: string, step: string): string => `
  insert into ${table} (bucket, signal, average, minimum, maximum, last, time_weighted, covered, good, uncertain, bad,
                        first_offset, ${table === 'rollup_5m' ? 'stands,' : ''} last_offset, missing, municipality)
  select time_bucket('${step}', source_time) as bucket, signal, avg(digits) / 100, min(digits) / 100.0,
         max(digits) / 100.0, last(digits, source_time) / 100.0, avg(digits) / 100,
         extract(epoch from interval '${step}') * 1000000, count(*), 0, 0, 0,
         ${table === 'rollup_5m' ? 'true,' : ''} extract(epoch from interval '${step}') * 1000000 - 1, 0, $3
  from reading where source_time >= $1 and source_time < $2 group by 1, 2`

/** The last days, as they would have come: through the product's own way in. */
async function fillRecent(
  db: Database,
  collector: string,
  filled: Filled,
  tell: (text: string) => void,
): Promise<void> {
  const epoch = randomUUID()
  let open: OutboxEntry[] = []
  let sequence = 0
  const send = async (arrivedAt: Micros) => {
    const batch = packBatch(epoch, open)
    open = []
    await ingest(db, { municipality: MUNICIPALITY, collector, batch, arrivedAt })
  }
  for (let from = NOW - RECENT; from < NOW; from += HOUR) {
    const rows: { at: Micros; i: number }[] = []
    for (let i = 0; i < filled.signals; i++) {
      const every = everySeconds(i, filled) * SECOND
      const offset = (i * 7 * SECOND) % every
      for (let at = Math.ceil((from - offset) / every) * every + offset; at < from + HOUR; at += every) {
        rows.push({ at, i })
      }
    }
    rows.sort((a, b) => a.at - b.at)
    for (const { at, i } of rows) {
      const reading = {
        ...{ sourceTime: at, serverTime: at + 2_000, receivedTime: at + 5_000 + (i % 7) * 1_000, status: 0 },
        ...{ clock: 'device' as const, value: (5000 + ((i * 7919 + at / SECOND) % 2000)) / 100 },
      }
      open.push({ kind: 'reading', sequence: ++sequence, key: keyOf(i), unit: UNIT, reading })
      if (open.length === BATCH_LIMIT) await send(at)
    }
  }
  // What is silent now: a share of the signals, by device.
  for (let i = 0; i < SILENT; i += 4) {
    const signals = [1, 2, 3, 4].map((n) => keyOf(filled.signals - i - n))
    const silence = { id: randomUUID(), signals, from: NOW - HOUR, to: null, reason: 'unreachable' as const }
    open.push({ kind: 'silence', sequence: ++sequence, silence })
  }
  await send(NOW)
  tell('the last days; their roll-ups')
  while ((await refreshRollups(db, { most: 5_000 })).left > 0);
  // Nobody is there who would look at them.
  await db.across((tx) => tx.query('truncate arrival'))
}

const SILENT = 400
/** Rules, of which some are active: as many as a bad day has. */
const RULES = 2_000
const ACTIVE = 200

const rulesOf = ({ signals }: Register): AlarmRule[] =>
  signals.slice(0, RULES).map(({ key }) => ({
    ...{ id: `${key}#high`, signal: key, condition: 'above', limit: 60, window: null, hysteresis: 1 },
    ...{ delayOn: 0, delayOff: 0, priority: 'high', mode: 'leak' },
  }))

async function raiseAlarms(db: Database, register: Register): Promise<void> {
  const rules = rulesOf(register)
  await db.transaction(api, async (tx) => {
    for (let i = 0; i < rules.length; i += Math.ceil(rules.length / ACTIVE)) {
      await saveTransitions(
        tx,
        {
          rule: rules[i]!.id,
          phase: { active: true, pendingSince: null, slices: [] },
          judgedTo: NOW - HOUR,
          added: [{ type: 'raised', at: NOW - HOUR, value: 61 }],
          withdrawn: [],
        },
        NOW,
      )
    }
  })
}
