import { z } from 'zod'

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
  timeout: z.number().positive().default(2),
})
export type ModbusDevice = z.infer<typeof ModbusDevice>

export const OpcuaDevice = z.strictObject({
  ...common,
  protocol: z.literal('opcua'),
  endpoint: z.string().regex(/^opc\.tcp:\/\/.+/, 'an OPC UA address begins with opc.tcp://'),
  /** Browse path from Objects to the device's object: `1:Waterworks/1:P1`, index into the profile's namespaces. */
  object: z.string().min(1),
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
})
export type OpcuaDevice = z.infer<typeof OpcuaDevice>

export const DeviceConfig = z.discriminatedUnion('protocol', [ModbusDevice, OpcuaDevice])
export type DeviceConfig = z.infer<typeof DeviceConfig>
