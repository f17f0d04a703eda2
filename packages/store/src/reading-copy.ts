import { type Batch, type Micros, reasons } from '@driftbild/core'
import { from as copyFrom } from 'pg-copy-streams'
import type { Tx } from './database.ts'

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
    out.begin(10)
    out.timestamp(sourceTime)
    out.int4(signal)
    out.int4(epoch)
    out.int8(readings.sequence[row]!)
    out.int8(serverTime === null ? null : serverTime - sourceTime)
    out.int8(readings.receivedTime[row]! - sourceTime)
    out.float8(readings.value[row]!)
    out.int2(reason === null ? null : reasons.indexOf(reason))
    out.int4(readings.status[row]! | 0)
    out.bool(readings.collectorClock[row]!)
  }
  await new Promise<void>((resolve, reject) => {
    const stream = tx.client.query(
      copyFrom(
        `copy reading (source_time, signal, epoch, sequence, server_offset, received_offset, value, reason, status,
                       collector_clock) from stdin (format binary)`,
      ),
    )
    stream.on('finish', resolve)
    stream.on('error', reject)
    stream.end(out.finish())
  })
}

/** Ten fields with their lengths, all of them there. */
const ROW_BYTES = 2 + 10 * 4 + 55
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

  int4(value: number): void {
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
