import { fromMillis, type Micros, type Reading, statusCodes } from '@driftbild/core'
import { decodeVariant, type OpcuaPoint, type VariantLike } from '@driftbild/devices'
import { type DataValue, VariantArrayType } from 'node-opcua-client'
import { toReading } from '../../to-reading.ts'

/**
 * A server's value as a reading. A value without a source time gets the server's; without either, the
 * collector's clock stands in and is marked.
 */
export function dataValueToReading(point: OpcuaPoint, data: DataValue, received: Micros): Reading {
  const server = timeOf(data.serverTimestamp, data.serverPicoseconds)
  const source = timeOf(data.sourceTimestamp, data.sourcePicoseconds) ?? server
  return toReading(decodeVariant(point, variantOf(data), data.statusCode.value >>> 0), {
    source,
    server,
    received,
  })
}

/** The server has heard nothing of the device yet: nobody reported that, so it is no reading. */
export const isAwaited = ({ statusCode }: DataValue): boolean =>
  (statusCode.value & 0xffff0000) >>> 0 === statusCodes.BadWaitingForInitialData

/** The library reads 100 ns ticks into a Date and the rest into picoseconds within the millisecond. */
export function timeOf(date: Date | null | undefined, picoseconds: number | null | undefined): Micros | null {
  if (!date) return null
  const ms = date.getTime()
  // 1601 is how OPC UA writes "no time".
  if (!Number.isFinite(ms) || ms <= YEAR_1601) return null
  return fromMillis(ms) + Math.floor((picoseconds ?? 0) / 1_000_000)
}

const YEAR_1601 = Date.UTC(1601, 0, 2)

export function variantOf({ value }: DataValue): VariantLike | null {
  if (!value) return null
  return {
    dataType: value.dataType,
    isArray: value.arrayType !== VariantArrayType.Scalar,
    value: value.value,
  }
}
