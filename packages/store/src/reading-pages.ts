import { HOUR, type Kommunkod, type Micros, type Reading } from '@driftbild/core'
import type { Database, Tx } from './database.ts'
import { type ReadingRow, readingColumns, toReading } from './reading-row.ts'
import { timestamp } from './timestamp.ts'

/** A stretch of one signal, `to` not in it; of a signal at most one. */
export interface Want {
  key: string
  from: Micros
  to: Micros
}

export interface Found {
  key: string
  readings: Reading[]
}

/** Time that a page covers at first; the next ones follow from how much it held. */
const FIRST_SPAN = HOUR

/**
 * Readings of several stretches, of each signal in source order, in pages of at most `most`, unless one instant
 * alone has more; each page is a transaction of its own, so that nobody waits long for the engine. All
 * stretches are walked through together in time, and a page covers a span that grows where little is there: a
 * limit alone would have the whole rest read for every page, because it is not pushed below the view that
 * guards the readings.
 */
export async function* readingPages(
  db: Database,
  municipality: Kommunkod,
  wants: readonly Want[],
  most: number,
): AsyncGenerator<Found[]> {
  let span = FIRST_SPAN
  let at = Number.NEGATIVE_INFINITY
  for (;;) {
    const window = nextWindow(wants, at, span)
    if (!window) return
    const page = await db.transaction({ municipality, role: 'api' }, (tx) => readPage(tx, window, most))
    if (page.count > 0) yield page.found
    if (page.past < window.to) span = Math.max(1, page.past - window.from)
    else if (page.count < most / 2) span *= 2
    at = page.past
  }
}

interface Window {
  from: Micros
  to: Micros
  /** Those that reach into it, by key. */
  wants: Map<string, Want>
}

/** What to read next when everything before `at` was read; null when nothing is left. */
function nextWindow(wants: readonly Want[], at: number, span: number): Window | null {
  const left = wants.filter((want) => want.to > at && want.to > want.from)
  if (left.length === 0) return null
  const from = Math.max(at, Math.min(...left.map((want) => want.from)))
  // A span that grew over the few that begin early would be too long where many more begin.
  const next = Math.min(...left.map((want) => want.from).filter((begin) => begin > from + FIRST_SPAN))
  const to = Math.min(from + span, next, Math.max(...left.map((want) => want.to)))
  const open = left.filter((want) => want.from < to)
  return { from, to, wants: new Map(open.map((want) => [want.key, want])) }
}

interface Page {
  found: Found[]
  count: number
  /** Everything before it was read. */
  past: Micros
}

async function readPage(tx: Tx, window: Window, most: number): Promise<Page> {
  const rows = await readRows(tx, window, most + 1)
  if (rows.length <= most) return pageOf(window, rows, window.to)
  // Readings of one instant stay together; the last one may go on beyond what was read.
  const last = rows.at(-1)!.sourceTime
  if (rows[0]!.sourceTime < last) {
    return pageOf(
      window,
      rows.filter((row) => row.sourceTime < last),
      last,
    )
  }
  return pageOf(window, await readRows(tx, { ...window, to: last + 1 }, null), last + 1)
}

type KeyedRow = ReadingRow & { key: string }

const readRows = (tx: Tx, { from, to, wants }: Window, limit: number | null): Promise<KeyedRow[]> =>
  tx.query(
    `with asked as materialized (select id, key from signal where key = any ($1))
     select key, ${readingColumns} from own_reading join asked on asked.id = signal
     where signal = any (array(select id from asked)) and source_time >= $2 and source_time < $3
     order by source_time, epoch, sequence limit $4`,
    [[...wants.keys()], timestamp(from), timestamp(to), limit],
  )

function pageOf(window: Window, rows: readonly KeyedRow[], past: Micros): Page {
  const found = [...Map.groupBy(rows, (row) => row.key)].map(([key, some]) => {
    const { from, to } = window.wants.get(key)!
    return {
      key,
      readings: some.filter((row) => row.sourceTime >= from && row.sourceTime < to).map(toReading),
    }
  })
  return { found, count: rows.length, past }
}
