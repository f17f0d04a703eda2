import { DAY, type Kommunkod, type Micros, type Reading } from '@driftbild/core'
import type { Database, Tx } from './database.ts'
import { type ReadingRow, readingColumns, toReading } from './reading-row.ts'
import { timestamp } from './timestamp.ts'

/** A reading with all that says where it came from. */
export interface StoredReading {
  key: string
  unit: string
  /** The outbox's UUID, and the number there. */
  epoch: string
  sequence: number
  reading: Reading
}

/** Readings in a page: some tens of milliseconds of the embedded engine. */
const MOST = 3_000
/** Signals in a page, where they have next to nothing. */
const MOST_SIGNALS = 200

/**
 * Every reading of a municipality in [from, to), by signal and then by time, each page in a transaction of its own.
 * A page is some signals' whole stretch, or a part of one signal's, as it fits: a limit would be reached only after
 * everything was read, because the view that guards the readings doesn't pass it on.
 */
export async function* archivePages(
  db: Database,
  municipality: Kommunkod,
  { from, to }: { from: Micros; to: Micros },
  most = MOST,
): AsyncGenerator<StoredReading[]> {
  const scope = { municipality, role: 'reader' } as const
  const signals = await db.transaction(scope, signalIds)
  const whole = to - from
  // What a page covers, as microseconds of one signal; how many times more of it where the last ones had nothing.
  let reach = Math.min(DAY, whole)
  let stride = 1
  let heard = false
  for (let i = 0, at = from; i < signals.length; ) {
    const window = windowAt(signals, i, at, {
      from,
      to,
      reach: Math.min(reach * stride, MOST_SIGNALS * whole),
    })
    const size = window.signals.length * (window.to - window.from)
    const limit = size > 1 ? most + 1 : null
    const rows = await db.transaction(scope, (tx) => readWindow(tx, window, limit))
    if (limit !== null && rows.length > most) {
      if (stride === 1) reach = Math.max(1, Math.floor(Math.min(reach, size) / 2))
      stride = 1
      continue
    }
    if (rows.length > 0) yield rows.map(toStored)
    heard ||= rows.length > 0
    if (rows.length === 0) stride *= 2
    else if (rows.length < most / 2) reach = Math.min(2 * reach, MOST_SIGNALS * whole)
    at = window.to < to ? window.to : from
    if (at !== from) continue
    i += window.signals.length
    // The next signal begins as this one did, however long it was silent at its end.
    if (heard) stride = 1
    heard = false
  }
}

/** In the order in which a file has them, whatever language the database sorts in. */
const signalIds = async (tx: Tx): Promise<number[]> =>
  (await tx.query<{ id: number }>('select id from signal order by key collate "C"')).map(({ id }) => id)

interface Window {
  signals: readonly number[]
  from: Micros
  to: Micros
}

function windowAt(
  signals: readonly number[],
  i: number,
  at: Micros,
  { from, to, reach }: { from: Micros; to: Micros; reach: number },
): Window {
  const several = Math.floor(reach / (to - from))
  if (at > from || several < 1) {
    return { signals: [signals[i]!], from: at, to: Math.min(to, at + reach) }
  }
  return { signals: signals.slice(i, i + several), from, to }
}

type Row = ReadingRow & { key: string; unit: string; epoch: string; sequence: number }

const readWindow = (tx: Tx, { signals, from, to }: Window, limit: number | null): Promise<Row[]> =>
  tx.query(
    `select s.key, s.unit, e.uuid as epoch, r.sequence, ${readingColumns}
     from own_reading r join signal s on s.id = r.signal join epoch e on e.id = r.epoch
     where r.signal = any ($1) and r.source_time >= $2 and r.source_time < $3
     order by s.key collate "C", r.source_time, r.epoch, r.sequence limit $4`,
    [signals, timestamp(from), timestamp(to), limit],
  )

const toStored = ({ key, unit, epoch, sequence, ...row }: Row): StoredReading => ({
  key,
  unit,
  epoch,
  sequence,
  reading: toReading(row),
})
