import { z } from 'zod'
import { type Quality, quality } from './status.ts'
import { Micros } from './time.ts'

/**
 * Why a reading has no number. The order is the number stored in the database: append only.
 */
export const reasons = [
  'bad-status', // the device said so by its status code
  'no-value', // the device answered without a value
  'invalid-marker', // the profile's own "no value" pattern
  'not-a-number', // NaN or an infinity
  'out-of-range', // outside what the data type or the profile can mean at all
  'configuration-error', // Modbus exceptions 2 and 3, an unknown node
  'device-failure', // Modbus exceptions 4, 6, 0A, 0B
  'not-numeric', // a text or an array arrived where a number was configured
  'missing-in-source', // a recorded series has a hole here
] as const

export const Reason = z.enum(reasons)
export type Reason = z.infer<typeof Reason>

const Common = {
  /** When the device observed it. */
  sourceTime: Micros,
  /** When the device's server stamped it; null where the protocol has no such time. */
  serverTime: Micros.nullable(),
  /** When the collector got it. */
  receivedTime: Micros,
  /** 32-bit OPC UA status code. */
  status: z.int().min(0).max(0xffffffff),
  /** Whose clock the source time is: a device without one gets the collector's, and says so. */
  clock: z.enum(['device', 'collector']),
}

/** What a device reported of a signal: a value, or the reason why there is none. */
export const Reading = z.union([
  z.object({ ...Common, value: z.number() }),
  z.object({ ...Common, reason: Reason }),
])
export type Reading = z.infer<typeof Reading>

export const hasValue = (reading: Reading): reading is Extract<Reading, { value: number }> =>
  'value' in reading

export const qualityOf = (reading: Reading): Quality => (hasValue(reading) ? quality(reading.status) : 'bad')
