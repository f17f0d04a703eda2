import type { ModbusDevice, SerialLine } from './device-config.ts'

/** What carries a device's requests. Units behind one gateway, or on one serial line, share it. */
export type ModbusLine =
  | { type: 'tcp' | 'rtu-over-tcp'; host: string; port: number }
  | ({ type: 'serial' } & SerialLine)

export function lineOf({ host, port, framing, serial }: ModbusDevice): ModbusLine {
  if (serial) return { type: 'serial', ...serial }
  return { type: framing === 'tcp' ? 'tcp' : 'rtu-over-tcp', host: host!, port }
}

/** Two lines of one name are the same one. */
export const lineName = (line: ModbusLine): string =>
  line.type === 'serial' ? line.path : `${line.host}:${line.port}`
