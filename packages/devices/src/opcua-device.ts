import { z } from 'zod'
import { CommandRule } from './command-rule.ts'
import { deviceFields } from './device-fields.ts'
import { OpcuaAlarms } from './opcua-alarms.ts'
import { OpcuaSecurity, OpcuaUser } from './opcua-security.ts'
import { OpcuaPoint } from './profile.ts'

const whatDeadband =
  'a deadband is a number in the signal’s unit, like 0.05, or a part of its range, like 2 %'
/**
 * Changes smaller than this aren't told: a number is in the signal's unit, `2 %` a part of the range that the
 * server gives the node (EURange). 0: every change is told.
 */
const Deadband = z.union(
  [z.number().nonnegative(whatDeadband), z.string().regex(/^(100|\d{1,2}(\.\d+)?) ?%$/, whatDeadband)],
  whatDeadband,
)

/** How the server watches a value for us. A server may revise the first two. */
const sampled = {
  /** Milliseconds; 0 is as fast as it can. */
  sampling: z.number().nonnegative(),
  /** Values that it may hold for one signal between two publishings. */
  queue: z.int().min(1).max(100_000),
  /** Which of them go when there are more. */
  discard: z.enum(['oldest', 'newest']),
  deadband: Deadband,
}
const Overrides = z.strictObject(sampled).partial()

export const OpcuaDevice = z.strictObject({
  ...deviceFields,
  protocol: z.literal('opcua'),
  endpoint: z
    .string()
    .regex(/^opc\.tcp:\/\/.+/, 'an OPC UA address begins with opc.tcp://')
    .regex(/^opc\.tcp:\/\/[^/@]*(\/|$)/, 'an address holds no user or password: name them in user'),
  /** Namespace URIs of this site. They follow the profile's: with two there, the first one here is 2. */
  namespaces: z.array(z.string().min(1)).default([]),
  /** Browse path from Objects to the device's object: `2:Waterworks/2:P1`, index into both lists of namespaces. */
  object: z.string().regex(/^\d+:[^/]+(\/\d+:[^/]+)*$/, 'a browse path reads 1:Waterworks/1:P1'),
  security: OpcuaSecurity.default('SignAndEncrypt'),
  /** SHA-1 thumbprint of the server's certificate that a person accepted. Not needed with security None. */
  trusted: z
    .string()
    .regex(/^[0-9a-f]{40}$/)
    .nullable()
    .default(null),
  /** Anonymous without one. */
  user: OpcuaUser.optional(),
  /** Whether the server tells of changes, or is asked for values: some know no subscriptions. */
  mode: z.enum(['subscribe', 'poll']).default('subscribe'),
  /** Seconds between polls. */
  every: z.number().positive().default(10),
  sampling: sampled.sampling.default(1000),
  queue: sampled.queue.default(1000),
  discard: sampled.discard.default('oldest'),
  deadband: sampled.deadband.default(0),
  /** Where a signal, by the name of its point, is to be watched otherwise. */
  overrides: z.record(z.string().min(1), Overrides).default({}),
  /** Milliseconds. */
  publishing: z.number().positive().default(1000),
  /**
   * Where the first reading of its history begins, for a collector that has never read it (RFC 3339). Without
   * it, only what comes from then on is read.
   */
  since: z.iso.datetime({ offset: true }).optional(),
  /** Points that this device has beyond its profile. */
  points: z.array(OpcuaPoint).default([]),
  /** What it raises and clears by itself; mapped in `signals` like points. */
  alarms: OpcuaAlarms.optional(),
  /** What may be written, by the name of the point. */
  commands: z.record(z.string().min(1), CommandRule).default({}),
})
export type OpcuaDevice = z.infer<typeof OpcuaDevice>

export interface Sampled {
  sampling: number
  queue: number
  discard: 'oldest' | 'newest'
  deadband: { type: 'none' } | { type: 'absolute' | 'percent'; value: number }
}

/** How the point of this name is watched: its own settings over the device's. */
export function sampledOf(device: OpcuaDevice, point: string): Sampled {
  const own = device.overrides[point] ?? {}
  return {
    sampling: own.sampling ?? device.sampling,
    queue: own.queue ?? device.queue,
    discard: own.discard ?? device.discard,
    deadband: parseDeadband(own.deadband ?? device.deadband),
  }
}

function parseDeadband(deadband: number | string): Sampled['deadband'] {
  const value = Number.parseFloat(String(deadband))
  if (value === 0) return { type: 'none' }
  return { type: typeof deadband === 'string' ? 'percent' : 'absolute', value }
}
