import { lineName, lineOf, type ModbusDevice } from '@driftbild/devices'
import type { DeviceFailure } from '../../driver.ts'
import { ConnectionClosed } from './connection.ts'
import { SerialPortMissing } from './serial-port.ts'

/** A device in a message: `meter, unit 3 on 10.0.0.4:502`. */
export const whereIs = (device: ModbusDevice): string =>
  `${device.id}, unit ${device.unit} on ${lineName(lineOf(device))}`

export function connectFailure(device: ModbusDevice, cause: NodeJS.ErrnoException): DeviceFailure {
  const where = `connecting to ${device.id} on ${lineName(lineOf(device))}`
  const hint = device.serial ? serialHint(cause) : networkHint(cause)
  const needsPerson = cause instanceof SerialPortMissing
  return { reason: 'unreachable', message: `${where}: ${hint}`, cause, ...(needsPerson && { needsPerson }) }
}

export function readFailure(
  device: ModbusDevice,
  what: string,
  cause: Error & { errno?: unknown },
): DeviceFailure {
  const where = `reading ${what} of ${whereIs(device)}`
  if (cause.errno === 'ETIMEDOUT') {
    return {
      reason: 'timeout',
      message: `${where}: no answer within ${device.timeout} s: check unit, and that the device behind this address is on`,
      cause,
    }
  }
  const closed = cause instanceof ConnectionClosed
  return { reason: closed ? 'unreachable' : 'timeout', message: `${where}: ${cause.message}`, cause }
}

const networkHints: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there: check host and port, and that the device is on',
  ENOTFOUND: 'this name is not known here: check host',
  EHOSTUNREACH: 'no way leads there: check host and the network',
  ENETUNREACH: 'no way leads there: check host and the network',
}

const networkHint = (cause: NodeJS.ErrnoException): string =>
  networkHints[cause.code ?? ''] ?? `${cause.message}: check host, port and the network`

/** The library gives words only. */
function serialHint({ message }: Error): string {
  if (/no such file|file not found/i.test(message)) return 'there is no such serial line: check path'
  if (/permission denied|access denied/i.test(message))
    return 'this user may not open it: on Linux it must belong to the group dialout'
  if (/lock|temporarily unavailable|busy/i.test(message)) return 'another program has opened it'
  return message
}
