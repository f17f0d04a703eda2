import { type Batch, reasons } from '@driftbild/core'
import { from as copyFrom } from 'pg-copy-streams'
import { type BinaryType, bool, float8, int2, int4, int8, timestamptz, writeField } from './binary-values.ts'
import type { Tx } from './database.ts'
import { decimalOf } from './decimals.ts'

/** A new reading of a batch: its row there, and the signal it is of. */
export interface AssignedRow {
  row: number
  signal: number
}

/** Readings as COPY takes them in PostgreSQL's binary form: times travel as the integers that the server keeps. */
export function readingRows(
  epoch: number,
  { readings }: Pick<Batch, 'readings'>,
  rows: readonly AssignedRow[],
): Buffer {
  const out = new BinaryRows(rows.length * ROW_BYTES)
  for (const { row, signal } of rows) {
    const sourceTime = readings.sourceTime[row]!
    const serverTime = readings.serverTime[row]!
    const reason = readings.reason[row]!
    out.begin(14)
    out.add(timestamptz, sourceTime)
    out.add(int4, signal)
    out.add(int4, epoch)
    out.add(int8, readings.sequence[row]!)
    offset(out, serverTime === null ? null : serverTime - sourceTime)
    offset(out, readings.receivedTime[row]! - sourceTime)
    number(out, signal, readings.value[row]!)
    out.add(int2, reason === null ? null : reasons.indexOf(reason))
    out.add(int4, readings.status[row]! | 0)
    out.add(bool, readings.collectorClock[row]!)
  }
  return out.finish()
}

/** Stores what `readingRows` made. */
export async function copyReadings(tx: Tx, rows: Buffer): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const stream = tx.client.query(
      copyFrom(
        `copy reading (source_time, signal, epoch, sequence, server_ms, server_offset, received_ms, received_offset,
                       digits, scale, value, reason, status, collector_clock) from stdin (format binary)`,
      ),
    )
    stream.on('finish', resolve)
    stream.on('error', reject)
    stream.end(rows)
  })
}

const MILLISECOND = 1_000
const MOST_INT4 = 2 ** 31 - 1

/** Two fields, of which one is null: whole milliseconds, or microseconds. */
function offset(out: BinaryRows, micros: number | null): void {
  const isWhole = micros !== null && micros % MILLISECOND === 0 && Math.abs(micros / MILLISECOND) <= MOST_INT4
  out.add(int4, isWhole ? micros / MILLISECOND : null)
  out.add(int8, isWhole ? null : micros)
}

/**
 * With which scale the last values of signals were written: a hint alone, for one that stays the same costs nothing
 * where it is kept. A process that begins anew learns it from its first readings.
 */
const usualScale = new Map<number, number>()

/** Three fields: digits and scale of a decimal, or what is none. */
function number(out: BinaryRows, signal: number, value: number | null): void {
  const usual = usualScale.get(signal) ?? 0
  const decimal = value === null ? null : decimalOf(value, usual)
  if (decimal && decimal.scale !== usual) usualScale.set(signal, decimal.scale)
  out.add(int8, decimal?.digits ?? null)
  out.add(int2, decimal?.scale ?? null)
  out.add(float8, decimal ? null : value)
}

/** Fourteen fields with their lengths, of the widest kind where one of two is null. */
const ROW_BYTES = 2 + 14 * 4 + 57
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')

class BinaryRows {
  #buffer: Buffer
  #at: number

  constructor(bytes: number) {
    this.#buffer = Buffer.allocUnsafe(HEADER.length + bytes + 2)
    this.#at = HEADER.copy(this.#buffer)
  }

  begin(fields: number): void {
    this.#at = this.#buffer.writeInt16BE(fields, this.#at)
  }

  add<T>(type: BinaryType<T>, value: T | null): void {
    this.#at = writeField(this.#buffer, type, value, this.#at)
  }

  finish(): Buffer {
    this.#at = this.#buffer.writeInt16BE(-1, this.#at)
    return this.#buffer.subarray(0, this.#at)
  }
}
