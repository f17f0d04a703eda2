import type { Micros } from '@driftbild/core'

// Values in PostgreSQL's binary form: neither side formats or parses a digit.

/** 2000-01-01, PostgreSQL's own zero. */
const POSTGRES_EPOCH: Micros = 946_684_800_000_000
const WORD = 2 ** 32

export interface BinaryType<T> {
  oid: number
  bytes: number
  /** Gives where the next one goes. */
  write(to: Buffer, value: T, at: number): number
}

/** Of a whole number within ±2^53. */
function writeInt8(to: Buffer, value: number, at: number): number {
  const high = Math.floor(value / WORD)
  return to.writeUInt32BE(value - high * WORD, to.writeInt32BE(high, at))
}

/** Of a whole number within ±2^53. */
export const readInt8 = (from: Buffer, at: number): number =>
  from.readInt32BE(at) * WORD + from.readUInt32BE(at + 4)

export const readTimestamp = (from: Buffer, at: number): Micros => readInt8(from, at) + POSTGRES_EPOCH

export const int2: BinaryType<number> = { oid: 21, bytes: 2, write: (to, v, at) => to.writeInt16BE(v, at) }
export const int4: BinaryType<number> = { oid: 23, bytes: 4, write: (to, v, at) => to.writeInt32BE(v, at) }
export const int8: BinaryType<number> = { oid: 20, bytes: 8, write: writeInt8 }
export const float8: BinaryType<number> = {
  oid: 701,
  bytes: 8,
  write: (to, v, at) => to.writeDoubleBE(v, at),
}
export const bool: BinaryType<boolean> = {
  oid: 16,
  bytes: 1,
  write: (to, v, at) => to.writeUInt8(v ? 1 : 0, at),
}
export const timestamptz: BinaryType<Micros> = {
  oid: 1184,
  bytes: 8,
  write: (to, v, at) => writeInt8(to, v - POSTGRES_EPOCH, at),
}

/** A length and the value, or the length that stands for null; gives where the next one goes. */
export function writeField<T>(to: Buffer, type: BinaryType<T>, value: T | null, at: number): number {
  return value === null ? to.writeInt32BE(-1, at) : type.write(to, value, to.writeInt32BE(type.bytes, at))
}

/** An array as a statement's parameter: a fifth of what it costs as text. */
export function binaryArray<T>(type: BinaryType<T>, values: readonly (T | null)[]): Buffer {
  const buffer = Buffer.allocUnsafe(ARRAY_HEADER + values.length * (4 + type.bytes))
  let at = buffer.writeInt32BE(values.length === 0 ? 0 : 1, 0)
  at = buffer.writeInt32BE(values.includes(null) ? 1 : 0, at)
  at = buffer.writeInt32BE(type.oid, at)
  if (values.length === 0) return buffer.subarray(0, at)
  at = buffer.writeInt32BE(values.length, at)
  at = buffer.writeInt32BE(1, at)
  for (const value of values) at = writeField(buffer, type, value, at)
  return buffer.subarray(0, at)
}

const ARRAY_HEADER = 20
