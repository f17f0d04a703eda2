/** Part 6's ids of the integer types, with their least and greatest number. */
const integers = new Map<number, [least: number, most: number]>([
  [2, [-(2 ** 7), 2 ** 7 - 1]],
  [3, [0, 2 ** 8 - 1]],
  [4, [-(2 ** 15), 2 ** 15 - 1]],
  [5, [0, 2 ** 16 - 1]],
  [6, [-(2 ** 31), 2 ** 31 - 1]],
  [7, [0, 2 ** 32 - 1]],
  [8, [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]],
  [9, [0, Number.MAX_SAFE_INTEGER]],
])
const BOOLEAN = 1
const FLOAT = 10
const DOUBLE = 11
const wide: ReadonlySet<number> = new Set([8, 9])

export interface EncodedVariant {
  /** Of the type's own: a boolean, a number, or [high, low] words of a 64-bit integer. */
  raw: boolean | number | [high: number, low: number]
  /** The number that it means, as fine as the type has it. */
  value: number
}

/** A number as a variable of this built-in type takes it; null where it doesn't fit, whole or at all. */
export function encodeVariant(dataType: number, value: number): EncodedVariant | null {
  if (dataType === DOUBLE) return { raw: value, value }
  if (dataType === FLOAT) {
    const rounded = Math.fround(value)
    return Number.isFinite(rounded) ? { raw: rounded, value: rounded } : null
  }
  if (dataType === BOOLEAN) return value === 0 || value === 1 ? { raw: value === 1, value } : null
  const range = integers.get(dataType)
  if (!range || !Number.isInteger(value) || value < range[0] || value > range[1]) return null
  return { raw: wide.has(dataType) ? halves(BigInt(value)) : value, value }
}

function halves(whole: bigint): [high: number, low: number] {
  const bits = BigInt.asUintN(64, whole)
  return [Number(bits >> 32n), Number(bits & 0xffffffffn)]
}
