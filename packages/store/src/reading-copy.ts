import { type Batch, type Micros, reasons } from '@driftbild/core'
import { from as copyFrom } from 'pg-copy-streams'
import type { Tx } from './database.ts'
import { decimalOf } from './decimals.ts'

/** A new reading of a batch: its row there, and the signal it is of. */
export interface AssignedRow {
  row: number
  signal: number
}

/**
 * Writes readings by COPY in PostgreSQL's binary form: times travel as the integers that the server keeps, and
 * neither side formats or parses a digit.
 */
export async function copyReadings(
  tx: Tx,
  epoch: number,
  { readings }: Pick<Batch, 'readings'>,
  rows: readonly AssignedRow[],
): Promise<void> {
  if (rows.length === 0) return
  const out = new BinaryRows(rows.length * ROW_BYTES)
  for (const { row, signal } of rows) {
    const sourceTime = readings.sourceTime[row]!
    const serverTime = readings.serverTime[row]!
    const reason = readings.reason[row]!
    out.begin(14)
    out.timestamp(sourceTime)
    out.int4(signal)
    out.int4(epoch)
    out.int8(readings.sequence[row]!)
    offset(out, serverTime === null ? null : serverTime - sourceTime)
    offset(out, readings.receivedTime[row]! - sourceTime)
    number(out, signal, readings.value[row]!)
    out.int2(reason === null ? null : reasons.indexOf(reason))
    out.int4(readings.status[row]! | 0)
    out.bool(readings.collectorClock[row]!)
  }
  await new Promise<void>((resolve, reject) => {
    const stream = tx.client.query(
      copyFrom(
        `copy reading (source_time, signal, epoch, sequence, server_ms, server_offset, received_ms, received_offset,
                       digits, scale, value, reason, status, collector_clock) from stdin (format binary)`,
      ),
    )
    stream.on('finish', resolve)
    stream.on('error', reject)
    stream.end(out.finish())
  })
}

const MILLISECOND = 1_000
const MOST_INT4 = 2 ** 31 - 1

/** Two fields, of which one is null: whole milliseconds, or microseconds. */
function offset(out: BinaryRows, micros: number | null): void {
  const isWhole = micros !== null && micros % MILLISECOND === 0 && Math.abs(micros / MILLISECOND) <= MOST_INT4
  out.int4(isWhole ? micros / MILLISECOND : null)
  out.int8(isWhole ? null : micros)
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
  out.int8(decimal?.digits ?? null)
  out.int2(decimal?.scale ?? null)
  out.float8(decimal ? null : value)
}

/** Fourteen fields with their lengths, of the widest kind where one of two is null. */
const ROW_BYTES = 2 + 14 * 4 + 57
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
/** 2000-01-01, PostgreSQL's own zero. */
const POSTGRES_EPOCH: Micros = 946_684_800_000_000
const WORD = 2 ** 32

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

  int2(value: number | null): void {
    if (value === null) {
      this.#length(-1)
      return
    }
    this.#length(2)
    this.#at = this.#buffer.writeInt16BE(value, this.#at)
  }

  int4(value: number | null): void {
    if (value === null) {
      this.#length(-1)
      return
    }
    this.#length(4)
    this.#at = this.#buffer.writeInt32BE(value, this.#at)
  }

  /** Of a whole number within ±2^53. */
  int8(value: number | null): void {
    if (value === null) {
      this.#length(-1)
      return
    }
    this.#length(8)
    const high = Math.floor(value / WORD)
    this.#at = this.#buffer.writeInt32BE(high, this.#at)
    this.#at = this.#buffer.writeUInt32BE(value - high * WORD, this.#at)
  }

  timestamp(at: Micros): void {
    this.int8(at - POSTGRES_EPOCH)
  }

  float8(value: number | null): void {
    if (value === null) {
      this.#length(-1)
      return
    }
    this.#length(8)
    this.#at = this.#buffer.writeDoubleBE(value, this.#at)
  }

  bool(value: boolean): void {
    this.#length(1)
    this.#at = this.#buffer.writeUInt8(value ? 1 : 0, this.#at)
  }

  finish(): Buffer {
    this.#at = this.#buffer.writeInt16BE(-1, this.#at)
    return this.#buffer.subarray(0, this.#at)
  }

  #length(bytes: number): void {
    this.#at = this.#buffer.writeInt32BE(bytes, this.#at)
  }
}
