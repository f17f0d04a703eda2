import type { Micros } from '@driftbild/core'
import { binaryArray, int4, readTimestamp, timestamptz } from './binary-values.ts'
import type { Tx } from './database.ts'

/** First and last source time of something new. */
export type Span = [from: Micros, to: Micros]

/** A signal's id and its two times, packed: as arrays they would be taken apart and put together again, one by one. */
const SPAN_BYTES = 20

export function packSpans(spans: ReadonlyMap<number, Span>): Buffer {
  const packed = Buffer.allocUnsafe(spans.size * SPAN_BYTES)
  let at = 0
  for (const [signal, [from, to]] of spans) {
    at = timestamptz.write(packed, to, timestamptz.write(packed, from, int4.write(packed, signal, at)))
  }
  return packed
}

/** Widens the spans of signals, by id, by those that are packed. */
function widen(spans: Map<number, Span>, packed: Buffer): void {
  for (let at = 0; at < packed.length; at += SPAN_BYTES) {
    const signal = packed.readInt32BE(at)
    const from = readTimestamp(packed, at + 4)
    const to = readTimestamp(packed, at + 12)
    const known = spans.get(signal)
    spans.set(signal, known ? [Math.min(known[0], from), Math.max(known[1], to)] : [from, to])
  }
}

export interface Arrivals {
  ids: number[]
  /** By signal key, over all of these batches. */
  touched: Map<string, Span>
}

/** The oldest batches that were not looked at yet, taken together. They stay until they are forgotten. */
export async function listArrivals(tx: Tx, most: number): Promise<Arrivals> {
  const rows = await tx.query<{ id: number; spans: Buffer }>(
    'select id, spans from arrival order by id limit $1',
    [most],
  )
  const spans = new Map<number, Span>()
  for (const row of rows) widen(spans, row.spans)
  const signals = await tx.query<{ id: number; key: string }>(
    'select id, key from signal where id = any ($1::integer[])',
    [binaryArray(int4, [...spans.keys()])],
  )
  return {
    ids: rows.map(({ id }) => id),
    touched: new Map(signals.map(({ id, key }) => [key, spans.get(id)!])),
  }
}

export async function forgetArrivals(tx: Tx, ids: readonly number[]): Promise<void> {
  await tx.query('delete from arrival where id = any ($1)', [ids])
}
