import { type WordOrder, type WordType, wordTypes } from './profile.ts'

/**
 * Registers ↔ raw number. A datasheet's ABCD means: the number's highest byte first. Registers arrive as
 * they were sent (high byte first); the order says how the device laid the number's bytes into them.
 */
export function rawFromWords(
  type: WordType,
  order: WordOrder,
  words: ArrayLike<number>,
  bit = 0,
): number | bigint {
  if (type === 'bit') return (words[0]! >> bit) & 1
  arrange(order, words, wordTypes[type], number)
  return readers[type](number)
}

/** `current` is what the register holds now; only a bit needs it, to leave its neighbours alone. */
export function wordsFromRaw(
  type: WordType,
  order: WordOrder,
  raw: number | bigint,
  bit = 0,
  current = 0,
): number[] {
  if (type === 'bit') return [raw ? current | (1 << bit) : current & ~(1 << bit) & 0xffff]
  const length = wordTypes[type]
  writers[type](number, raw)
  const natural = Array.from({ length }, (_, i) => number.getUint16(i * 2))
  // Each of the four orders undoes itself.
  arrange(order, natural, length, number)
  return Array.from({ length }, (_, i) => number.getUint16(i * 2))
}

/** The bytes of the number at hand: one of its own for each would be most of the work. */
const number = new DataView(new ArrayBuffer(8))

function arrange(order: WordOrder, words: ArrayLike<number>, length: number, into: DataView): void {
  const wordsReversed = order === 'DCBA' || order === 'CDAB'
  const bytesSwapped = order === 'DCBA' || order === 'BADC'
  for (let i = 0; i < length; i++) {
    into.setUint16(i * 2, words[wordsReversed ? length - 1 - i : i]!, bytesSwapped)
  }
}

type Numeric = Exclude<WordType, 'bit'>

const readers: Record<Numeric, (view: DataView) => number | bigint> = {
  int16: (v) => v.getInt16(0),
  uint16: (v) => v.getUint16(0),
  int32: (v) => v.getInt32(0),
  uint32: (v) => v.getUint32(0),
  float32: (v) => v.getFloat32(0),
  int64: (v) => v.getBigInt64(0),
  uint64: (v) => v.getBigUint64(0),
  float64: (v) => v.getFloat64(0),
}

const writers: Record<Numeric, (view: DataView, raw: number | bigint) => void> = {
  int16: (v, raw) => v.setInt16(0, Number(raw)),
  uint16: (v, raw) => v.setUint16(0, Number(raw)),
  int32: (v, raw) => v.setInt32(0, Number(raw)),
  uint32: (v, raw) => v.setUint32(0, Number(raw)),
  float32: (v, raw) => v.setFloat32(0, Number(raw)),
  int64: (v, raw) => v.setBigInt64(0, BigInt(raw)),
  uint64: (v, raw) => v.setBigUint64(0, BigInt(raw)),
  float64: (v, raw) => v.setFloat64(0, Number(raw)),
}

/** What fits a type, as raw numbers; null for floats. */
export const rawLimits: Record<WordType, readonly [bigint, bigint] | null> = {
  bit: [0n, 1n],
  int16: [-(2n ** 15n), 2n ** 15n - 1n],
  uint16: [0n, 2n ** 16n - 1n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  float32: null,
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
  float64: null,
}
