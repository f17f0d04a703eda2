import { z } from 'zod'
import { EventPoint, ModbusPoint, OpcuaPoint } from './profile.ts'

/** Which point of a device is which signal of the centre: `flow`, or `luminaire[12].lamp-on` in a block. */
const signals = z.record(z.string().min(1), z.string().min(1))

const common = {
  /** Unique within the site. */
  id: z.string().min(1).max(80),
  profile: z.string().min(1),
  signals,
}

export const ModbusDevice = z.strictObject({
  ...common,
  protocol: z.literal('modbus'),
  host: z.string().min(1),
  port: z.int().min(1).max(65535).default(502),
  unit: z.int().min(0).max(255).default(1),
  /** Seconds between polls. */
  every: z.number().positive().default(10),
  /** Seconds until a request counts as lost. */
  timeout: z.number().positive().default(2),
  /** Points that this device has beyond its profile. */
  points: z.array(ModbusPoint).default([]),
  /** What its event buffer tells of, where the profile has one; the index is the number in an entry. */
  events: z.array(EventPoint).default([]),
})
export type ModbusDevice = z.infer<typeof ModbusDevice>

export const OpcuaDevice = z.strictObject({
  ...common,
  protocol: z.literal('opcua'),
  endpoint: z.string().regex(/^opc\.tcp:\/\/.+/, 'an OPC UA address begins with opc.tcp://'),
  /** Namespace URIs of this site. They follow the profile's: with two there, the first one here is 2. */
  namespaces: z.array(z.string().min(1)).default([]),
  /** Browse path from Objects to the device's object: `2:Waterworks/2:P1`, index into both lists of namespaces. */
  object: z.string().regex(/^\d+:[^/]+(\/\d+:[^/]+)*$/, 'a browse path reads 1:Waterworks/1:P1'),
  security: z.enum(['None', 'Sign', 'SignAndEncrypt']).default('SignAndEncrypt'),
  /** SHA-1 thumbprint of the server's certificate that a person accepted. Not needed with security None. */
  trusted: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .nullable()
    .default(null),
  /** Milliseconds. */
  sampling: z.number().nonnegative().default(1000),
  publishing: z.number().positive().default(1000),
  /**
   * Where the first reading of its history begins, for a collector that has never read it (RFC 3339). Without
   * it, only what comes from then on is read.
   */
  since: z.iso.datetime({ offset: true }).optional(),
  /** Points that this device has beyond its profile. */
  points: z.array(OpcuaPoint).default([]),
})
export type OpcuaDevice = z.infer<typeof OpcuaDevice>

export const DeviceConfig = z.discriminatedUnion('protocol', [ModbusDevice, OpcuaDevice])
export type DeviceConfig = z.infer<typeof DeviceConfig>
