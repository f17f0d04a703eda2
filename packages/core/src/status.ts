/**
 * 32-bit OPC UA status codes (Part 4 §7.39, Part 6 Annex A.2), the ones Driftbild gives out itself.
 * Any other code that a device reports is kept as it is.
 */
export const statusCodes = {
  Good: 0x00000000,
  UncertainLastUsableValue: 0x40900000,
  UncertainSensorNotAccurate: 0x40930000,
  UncertainEngineeringUnitsExceeded: 0x40940000,
  Bad: 0x80000000,
  BadCommunicationError: 0x80050000,
  BadTimeout: 0x800a0000,
  BadNoCommunication: 0x80310000,
  BadWaitingForInitialData: 0x80320000,
  BadOutOfRange: 0x803c0000,
  BadConfigurationError: 0x80890000,
  BadNotConnected: 0x808a0000,
  BadDeviceFailure: 0x808b0000,
  BadSensorFailure: 0x808c0000,
  BadNoData: 0x809b0000,
  BadDataUnavailable: 0x809e0000,
} as const

export type StatusName = keyof typeof statusCodes

export type Quality = 'good' | 'uncertain' | 'bad'

/** The two top bits carry the severity: 00 good, 01 uncertain, 10 and 11 bad. */
export function quality(status: number): Quality {
  const severity = status >>> 30
  return severity === 0 ? 'good' : severity === 1 ? 'uncertain' : 'bad'
}

/** Bit 7 with info type DataValue (bits 10–11 = 01): the server's queue lost values before this one. */
export function hasOverflow(status: number): boolean {
  return ((status >>> 10) & 0b11) === 0b01 && (status & 0x80) !== 0
}
