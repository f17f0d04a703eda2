import { statusCodes } from '@driftbild/core'
import type { Decoded } from '@driftbild/devices'

export const ILLEGAL_ADDRESS = 2
export const ILLEGAL_VALUE = 3

/**
 * What a Modbus exception says about the points that were asked for (application protocol 1.1b3, chapter 7):
 * 1–3 mean that our request doesn't fit the device, the others (4 failure, 5 acknowledge, 6 busy, 8 parity,
 * 0A and 0B gateway) that the device or what lies behind it couldn't.
 */
export function exceptionOutcome(code: number): Decoded {
  return code <= ILLEGAL_VALUE
    ? { reason: 'configuration-error', status: statusCodes.BadConfigurationError }
    : { reason: 'device-failure', status: statusCodes.BadDeviceFailure }
}

/** 0A and 0B: a gateway speaks for a unit that it can't reach. */
export const isUnitAbsent = (code: number): boolean => code === 0x0a || code === 0x0b
