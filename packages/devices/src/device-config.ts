import { z } from 'zod'
import { ModbusCommandRule } from './command-rule.ts'
import { deviceFields } from './device-fields.ts'
import { OpcuaDevice } from './opcua-device.ts'
import { EventPoint, ForbiddenRange, Gap, ModbusPoint } from './profile.ts'

/** A serial line of the collector's own machine. Eight data bits, as RTU needs; the defaults are the standard's. */
export const SerialLine = z.strictObject({
  /** `/dev/ttyUSB0`, `COM3` */
  path: z.string().min(1),
  baud: z.int().positive().default(19200),
  parity: z.enum(['none', 'even', 'odd']).default('even'),
  stopBits: z.union([z.literal(1), z.literal(2)]).default(1),
})
export type SerialLine = z.infer<typeof SerialLine>

const modbusFields = z.strictObject({
  ...deviceFields,
  protocol: z.literal('modbus'),
  /** Where it, its gateway or its serial server listens. A device on a serial line of this machine has none. */
  host: z.string().min(1).optional(),
  port: z.int().min(1).max(65535).default(502),
  /** How requests are framed towards `host`: Modbus TCP, or RTU as serial servers pass it on. */
  framing: z.enum(['tcp', 'rtu']).default('tcp'),
  serial: SerialLine.optional(),
  unit: z.int().min(0).max(255).default(1),
  /** Seconds between polls. */
  every: z.number().positive().default(10),
  /** Seconds until a request counts as lost. */
  timeout: z.number().positive().default(2),
  /** Points that this device has beyond its profile. */
  points: z.array(ModbusPoint).default([]),
  /** What its event buffer tells of, where the profile has one; the index is the number in an entry. */
  events: z.array(EventPoint).default([]),
  /** Instead of its profile's. */
  gap: Gap.optional(),
  /** Beside its profile's. */
  forbidden: z.array(ForbiddenRange).default([]),
  /** What may be written, by the name of the point. */
  commands: z.record(z.string().min(1), ModbusCommandRule).default({}),
})
export const ModbusDevice = modbusFields.refine(
  ({ host, serial }) => (host === undefined) !== (serial === undefined),
  { path: ['host'], error: 'a host or a serial line is needed, one of the two' },
)
export type ModbusDevice = z.infer<typeof ModbusDevice>

export const DeviceConfig = z.discriminatedUnion('protocol', [ModbusDevice, OpcuaDevice])
export type DeviceConfig = z.infer<typeof DeviceConfig>
