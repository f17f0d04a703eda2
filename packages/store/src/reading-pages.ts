import { HOUR, type Kommunkod, type Micros, type Reading } from '@driftbild/core'
import type { Database, Tx } from './database.ts'
import { type ReadingRow, readingColumns, toReading } from './reading-row.ts'
import { readingsBetween } from './readings.ts'
import { timestamp } from './timestamp.ts'

/** A stretch of one signal, `to` not in it. */
export interface Want {
  key: string
  from: Micros
  to: Micros
}

export interface Found {
  key: string
  readings: Reading[]
}

/** Time that the first page covers; the next ones follow from how much it held. */
const FIRST_SPAN = HOUR

/**
 * Readings of several stretches, of each signal in source order, in pages of about `most`; each page is a
 * transaction of its own, so that nobody waits long for the engine. All stretches move on by the same span of
 * time, which grows where little is there: a limit alone would have the whole stretch read for every page,
 * because it is not pushed below the view that guards the readings.
 */
export async function* readingPages(
  db: Database,
  municipality: Kommunkod,
  wants: readonly Want[],
  most: number,
): AsyncGenerator<Found[]> {
  let span = FIRST_SPAN
  let left = [...wants]
  while (left.length > 0) {
    const asked = left.map((want) => ({ ...want, to: Math.min(want.to, want.from + span) }))
    const page = await db.transaction({ municipality, role: 'api' }, (tx) => readPage(tx, asked, most))
    if (page.found.length > 0) yield page.found
    const count = page.found.reduce((sum, { readings }) => sum + readings.length, 0)
    if (count < most / 2) span *= 2
    else if (count > most) span = Math.max(1, Math.floor(span / 2))
    left = left.flatMap((want, nth) => {
      const from = page.goOn.get(nth) ?? asked[nth]!.to
      return from < want.to ? [{ ...want, from }] : []
    })
  }
}

interface Page {
  found: Found[]
  /** Where what did not fit of the nth stretch begins. */
  goOn: Map<number, Micros>
}

/** Every signal gets its share of `most`. Readings of one source time stay together. */
async function readPage(tx: Tx, wants: readonly Want[], most: number): Promise<Page> {
  const share = Math.max(2, Math.floor(most / wants.length))
  // The outer times leave out the chunks in which nothing is.
  const rows = await tx.query<ReadingRow & { nth: number }>(
    `select w.nth, r.*
     from jsonb_to_recordset($1) as w (nth integer, key text, "from" timestamptz, "to" timestamptz)
     join signal s on s.key = w.key
     cross join lateral (
       select ${readingColumns}, epoch, sequence from own_reading
       where signal = s.id and source_time >= w."from" and source_time < w."to"
         and source_time >= $2 and source_time < $3
       order by source_time, epoch, sequence limit $4
     ) r
     order by w.nth, r."sourceTime", r.epoch, r.sequence`,
    [
      JSON.stringify(
        wants.map(({ key, from, to }, nth) => ({ nth, key, from: timestamp(from), to: timestamp(to) })),
      ),
      timestamp(Math.min(...wants.map(({ from }) => from))),
      timestamp(Math.max(...wants.map(({ to }) => to))),
      share,
    ],
  )
  const page: Page = { found: [], goOn: new Map() }
  for (const [nth, some] of Map.groupBy(rows, (row) => row.nth)) {
    const { key } = wants[nth]!
    const last = some.at(-1)!.sourceTime
    if (some.length < share) {
      page.found.push({ key, readings: some.map(toReading) })
    } else if (some[0]!.sourceTime < last) {
      // The last source time may go on beyond the share: it is asked for again as a whole.
      page.found.push({ key, readings: some.filter((row) => row.sourceTime < last).map(toReading) })
      page.goOn.set(nth, last)
    } else {
      page.found.push({ key, readings: await readingsBetween(tx, key, { from: last, to: last + 1 }) })
      page.goOn.set(nth, last + 1)
    }
  }
  return page
}
