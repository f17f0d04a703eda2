import { statusCodes } from '@driftbild/core'
import { type Decoded, judge } from './decode.ts'
import type { OpcuaPoint } from './profile.ts'

/** The part of an OPC UA DataValue that decides about value or reason. `dataType` is Part 6's built-in type id. */
export interface VariantLike {
  dataType: number
  isArray: boolean
  value: unknown
}

/** Built-in types that are numbers; what a variable of another type says can't be a reading. */
export const numericTypes: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
const NULL = 0
const INT64 = 8
const UINT64 = 9

/** The status is the server's own, all 32 bits; only a good one is lowered when the value is out of range. */
export function decodeVariant(point: OpcuaPoint, variant: VariantLike | null, status: number): Decoded {
  if (status >>> 30 >= 2) return { reason: noValue.has(code(status)) ? 'no-value' : 'bad-status', status }
  if (!variant || variant.dataType === NULL || variant.value === null || variant.value === undefined) {
    return { reason: 'no-value', status }
  }
  if (variant.isArray || !numericTypes.has(variant.dataType)) return { reason: 'not-numeric', status }
  const value = toNumber(variant.dataType, variant.value)
  if (value === null) return { reason: 'out-of-range', status }
  return judge(point, value, status)
}

const noValue: ReadonlySet<number> = new Set([
  statusCodes.BadNoData,
  statusCodes.BadDataUnavailable,
  statusCodes.BadWaitingForInitialData,
])
const code = (status: number): number => (status & 0xffff0000) >>> 0

/** 64-bit integers come as [high, low] words; beyond 2^53 a number would be another one. */
function toNumber(dataType: number, value: unknown): number | null {
  if (dataType === INT64 || dataType === UINT64) {
    const whole = typeof value === 'bigint' ? value : fromHalves(value, dataType === INT64)
    return whole !== null && Number.isSafeInteger(Number(whole)) ? Number(whole) : null
  }
  return Number(value)
}

function fromHalves(value: unknown, signed: boolean): bigint | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : null
  if (!Array.isArray(value) || value.length !== 2) return null
  const whole = (BigInt(value[0]) << 32n) | BigInt(value[1])
  return signed ? BigInt.asIntN(64, whole) : whole
}
