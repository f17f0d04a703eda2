import { type Reason, statusCodes } from '@driftbild/core'
import { type ModbusPoint, type Point, wordTypes } from './profile.ts'
import { rawFromWords, rawLimits, wordsFromRaw } from './words.ts'

/** What a device's answer means, before it has its times: a number, or why there is none. */
export type Decoded = { value: number; status: number } | { reason: Reason; status: number }

/** `words` are the point's own registers (or one coil as 0 or 1), as they came. */
export function decodeWords(point: ModbusPoint, words: ArrayLike<number>): Decoded {
  const length = wordTypes[point.type]
  if (words.length !== length) throw new Error(`${point.name} takes ${length} words, got ${words.length}`)
  const raw = rawFromWords(point.type, point.order, words, point.bit)
  const pattern = point.type === 'bit' && point.bit !== undefined ? words[0]! : Number(raw)
  if (point.invalid.includes(pattern)) {
    return { reason: 'invalid-marker', status: statusCodes.BadNoData }
  }
  if (typeof raw === 'bigint' && !Number.isSafeInteger(Number(raw))) {
    return { reason: 'out-of-range', status: statusCodes.BadOutOfRange }
  }
  return judge(point, scaled(Number(raw), point), statusCodes.Good)
}

/** A number against what its instrument can measure; the status stays unless it was good and can't be. */
export function judge(point: Point, value: number, status: number): Decoded {
  if (!Number.isFinite(value)) return { reason: 'not-a-number', status: bad(status, statusCodes.BadNoData) }
  const { range } = point
  const outside = range !== null && (value < range[0] || value > range[1])
  return { value, status: outside && status >>> 30 === 0 ? uncertain(status) : status }
}

/**
 * The registers with which a device says `value`; null is its "no value": the first marker, or NaN.
 * `current` is the register's present content, which a bit shares with others. A number that the type
 * can't hold throws: a simulator or a command must not send another one instead.
 */
export function encodeWords(point: ModbusPoint, value: number | null, current = 0): number[] {
  const { type, order, bit } = point
  if (value === null) {
    const marker = point.invalid[0]
    if (marker !== undefined) {
      return type === 'bit'
        ? [marker]
        : wordsFromRaw(type, order, integerType(type) ? BigInt(marker) : marker)
    }
    if (type === 'float32' || type === 'float64') return wordsFromRaw(type, order, Number.NaN)
    throw new Error(
      `${point.name} (${type}) has no way to say "no value": give its profile an invalid marker`,
    )
  }
  const raw = (value - point.offset) / point.scale
  const limits = rawLimits[type]
  if (!limits) return wordsFromRaw(type, order, raw)
  const whole = Math.round(raw)
  if (!Number.isSafeInteger(whole) || BigInt(whole) < limits[0] || BigInt(whole) > limits[1]) {
    throw new Error(`${point.name}: ${value} ${point.unit} does not fit ${type} at scale ${point.scale}`)
  }
  return wordsFromRaw(type, order, whole, bit, point.invalid.includes(current) ? 0 : current)
}

/** Division by 10 or 1000 rounds right where multiplication by 0.1 or 0.001 leaves …0000001. */
function scaled(raw: number, { scale, offset }: ModbusPoint): number {
  const divisor = Math.round(1 / scale)
  const value = divisor > 1 && 1 / divisor === scale ? raw / divisor : raw * scale
  return value + offset
}

const integerType = (type: ModbusPoint['type']): boolean => type !== 'float32' && type !== 'float64'

// The low 16 bits tell how the value came about (overflow, history, limits) and stay.
const uncertain = (status: number): number =>
  (statusCodes.UncertainEngineeringUnitsExceeded | (status & 0xffff)) >>> 0
const bad = (status: number, code: number): number =>
  status >>> 30 >= 2 ? status : (code | (status & 0xffff)) >>> 0
