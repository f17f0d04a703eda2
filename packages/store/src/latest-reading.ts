import { type Batch, countsAt, type Micros, type Reading } from '@driftbild/core'
import { binaryArray, int4 } from './binary-values.ts'
import type { Tx } from './database.ts'
import { compareNewness, type Newness, newnessIn, pageOf, readingIn, writeReading } from './latest-page.ts'
import type { AssignedRow } from './reading-copy.ts'
import { signalId } from './readings.ts'

/** Whose readings they are, and when they arrived at the centre. */
export interface Arrived {
  epoch: number
  simulated: boolean
  at: Micros
}

interface Newer extends AssignedRow {
  newness: Newness
}

/** Pages as they are to be: their numbers, and one after the other what they hold. */
export interface MovedPages {
  numbers: number[]
  readings: Buffer
}

/**
 * Moves the present state on, for the signals of which there is something newer: by source time, of which nothing
 * counts that lay ahead of the arrival.
 */
export function moveLatest(
  pages: ReadonlyMap<number, Buffer>,
  arrived: Arrived,
  { readings }: Pick<Batch, 'readings'>,
  assigned: readonly AssignedRow[],
): MovedPages {
  const changed = new Map<number, Buffer>()
  for (const { row, signal, newness } of newestOf(readings, assigned, arrived)) {
    const number = pageOf(signal)
    const page = pages.get(number)!
    const known = newnessIn(page, signal)
    if (known && compareNewness(newness, known) <= 0) continue
    writeReading(page, signal, newness, readingAt(readings, row))
    changed.set(number, page)
  }
  return { numbers: [...changed.keys()], readings: Buffer.concat([...changed.values()]) }
}

export interface Latest {
  reading: Reading
  /** From when it counts: its source time, unless that lay ahead of its arrival. */
  countsAt: Micros
}

/** The newest reading by source time, of some signals, of all signals of some assets, or of every signal. */
export async function latest(
  tx: Tx,
  { keys = null, assets = null }: { keys?: readonly string[] | null; assets?: readonly string[] | null } = {},
): Promise<Map<string, Latest>> {
  const signals = await tx.query<{ id: number; key: string }>(
    `select id, key from signal
     where ($1::text[] is null or key = any ($1))
       and ($2::text[] is null or asset in (select id from asset where tag = any ($2)))`,
    [keys, assets],
  )
  const asked = keys || assets ? new Set(signals.map(({ id }) => pageOf(id))) : null
  const pages = await selectPages(tx, asked)
  const found = new Map<string, Latest>()
  for (const { id, key } of signals) {
    const page = pages.get(pageOf(id))
    const reading = page && readingIn(page, id)
    if (reading) found.set(key, { reading, countsAt: newnessIn(page, id)!.countsAt })
  }
  return found
}

/** Which epoch a signal's newest reading is of; null when it has none. */
export async function epochOfLatest(tx: Tx, key: string): Promise<number | null> {
  const id = await signalId(tx, key)
  if (id === null) return null
  const page = (await selectPages(tx, new Set([pageOf(id)]))).get(pageOf(id))
  return (page && newnessIn(page, id)?.epoch) ?? null
}

/** By number. */
async function selectPages(tx: Tx, numbers: ReadonlySet<number> | null): Promise<Map<number, Buffer>> {
  const rows = await tx.query<{ page: number; readings: Buffer }>(
    'select page, readings from latest_page where $1::integer[] is null or page = any ($1)',
    [numbers && binaryArray(int4, [...numbers])],
  )
  return new Map(rows.map(({ page, readings }) => [page, readings]))
}

/** Of every signal the newest row, the highest sequence among equals. */
function newestOf(
  { sourceTime, sequence }: Batch['readings'],
  assigned: readonly AssignedRow[],
  arrived: Arrived,
): Newer[] {
  const newest = new Map<number, Newer>()
  for (const { row, signal } of assigned) {
    const newness = {
      countsAt: countsAt(sourceTime[row]!, arrived.at, arrived),
      sourceTime: sourceTime[row]!,
      epoch: arrived.epoch,
      sequence: sequence[row]!,
    }
    const known = newest.get(signal)
    if (!known || compareNewness(newness, known.newness) > 0) newest.set(signal, { row, signal, newness })
  }
  return [...newest.values()]
}

function readingAt(readings: Batch['readings'], row: number): Reading {
  const common = {
    sourceTime: readings.sourceTime[row]!,
    serverTime: readings.serverTime[row]!,
    receivedTime: readings.receivedTime[row]!,
    status: readings.status[row]!,
    clock: readings.collectorClock[row]! ? ('collector' as const) : ('device' as const),
  }
  const value = readings.value[row]!
  return value === null ? { ...common, reason: readings.reason[row]! } : { ...common, value }
}
