import { ReportingRule, Role, SignalKind, Unit } from '@driftbild/core'
import { z } from 'zod'

export const pointFields = {
  /** Its name within the profile. */
  name: z.string().regex(/^[a-z0-9-]+$/),
  role: Role,
  unit: Unit,
  kind: SignalKind.default({ type: 'measure' }),
  reporting: ReportingRule,
  /** What the instrument can measure, in `unit`; outside it a value is uncertain. */
  range: z.tuple([z.number(), z.number()]).nullable().default(null),
}

export const wordTypes = {
  bit: 1,
  int16: 1,
  uint16: 1,
  int32: 2,
  uint32: 2,
  float32: 2,
  int64: 4,
  uint64: 4,
  float64: 4,
} as const
export type WordType = keyof typeof wordTypes

const Table = z.enum(['coil', 'discrete-input', 'holding-register', 'input-register'])
export type Table = z.infer<typeof Table>

/** Byte order of a value of several registers, as the datasheets write it. */
const WordOrder = z.enum(['ABCD', 'DCBA', 'BADC', 'CDAB'])
export type WordOrder = z.infer<typeof WordOrder>

export const ModbusPoint = z.strictObject({
  ...pointFields,
  table: Table,
  /** Protocol address, from 0. */
  address: z.int().min(0).max(65535),
  type: z.enum(Object.keys(wordTypes) as [WordType, ...WordType[]]),
  order: WordOrder.default('ABCD'),
  /** One bit of a register, 0 the lowest. */
  bit: z.int().min(0).max(15).optional(),
  /** value = raw × scale + offset */
  scale: z.number().default(1),
  offset: z.number().default(0),
  /** Raw numbers that mean "no value"; for a bit, contents of its whole register. */
  invalid: z.array(z.number()).readonly().default([]),
})
export type ModbusPoint = z.infer<typeof ModbusPoint>

/**
 * Where a device writes the time of its values, Unix time in UTC; 0 and all ones mean that there are none
 * yet. It must lie so close to its values that one request reads both: a time read apart is another value's.
 */
const TimeRegister = z.strictObject({
  table: Table,
  address: z.int().min(0).max(65535),
  type: z.enum(['uint32', 'uint64']),
  order: WordOrder.default('ABCD'),
  unit: z.enum(['s', 'ms']),
})
export type TimeRegister = z.infer<typeof TimeRegister>

/** Points that repeat at a stride: the luminaires or bins behind a gateway. Addresses are those of block 0. */
const ModbusBlock = z.object({
  name: z.string().regex(/^[a-z0-9-]+$/),
  stride: z.int().positive(),
  most: z.int().positive(),
  points: z.array(ModbusPoint).min(1),
  sourceTime: TimeRegister.nullable().default(null),
})
export type ModbusBlock = z.infer<typeof ModbusBlock>

/** Addresses that a device must never be asked for: some answer them with an exception, some stop. Both ends belong to it. */
export const ForbiddenRange = z
  .strictObject({ table: Table, from: z.int().min(0).max(65535), to: z.int().min(0).max(65535) })
  .refine(({ from, to }) => from <= to, 'from is the lower end')
export type ForbiddenRange = z.infer<typeof ForbiddenRange>

/** Addresses read in vain at most between two wanted ones, to save a request. */
export const Gap = z.int().min(0).max(2000)

/**
 * A page of buffered events in input registers, read whole in one request. Header: page number (uint32), entries in it
 * (uint16), event layout version (uint16). Each entry, big-endian: sequence uint32, time uint32 (Unix
 * seconds), point uint16 (index in the device's `events`), status uint16 (0 good, 1 uncertain, 2 no value),
 * value float64 — ten registers. A page stays until the same connection asks again after it was served;
 * a new connection gets it once more.
 */
const EventBuffer = z.object({
  address: z.int().min(0),
  entries: z.int().min(1).max(12),
})
export type EventBuffer = z.infer<typeof EventBuffer>
export const EVENT_HEADER_WORDS = 4
export const EVENT_ENTRY_WORDS = 10

/** A point whose values come through a gateway's event buffer; its number there is its place in the list. */
export const EventPoint = z.strictObject(pointFields)
export type EventPoint = z.infer<typeof EventPoint>

export const OpcuaPoint = z.strictObject({
  ...pointFields,
  /** Browse names from the device's object to the variable, `index:name`, index into `namespaces`. */
  path: z.array(z.string().regex(/^\d+:.+$/)).min(1),
})
export type OpcuaPoint = z.infer<typeof OpcuaPoint>

const common = {
  id: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/),
  /** Shown to people; a generic profile says that it is one. */
  label: z.object({ sv: z.string(), en: z.string() }),
  /** What a person should know before trusting it. */
  caveats: z.array(z.string()).default([]),
}

export const ModbusProfile = z.object({
  ...common,
  protocol: z.literal('modbus'),
  points: z.array(ModbusPoint).default([]),
  blocks: z.array(ModbusBlock).default([]),
  eventBuffer: EventBuffer.nullable().default(null),
  /** Time of the values in `points`. */
  sourceTime: TimeRegister.nullable().default(null),
  gap: Gap.default(12),
  forbidden: z.array(ForbiddenRange).default([]),
})
export type ModbusProfile = z.infer<typeof ModbusProfile>

export const OpcuaProfile = z.object({
  ...common,
  protocol: z.literal('opcua'),
  /** Namespace URIs; index 0 is the OPC UA base namespace. Resolved anew against every server. */
  namespaces: z.array(z.string()).min(1),
  points: z.array(OpcuaPoint).default([]),
})
export type OpcuaProfile = z.infer<typeof OpcuaProfile>

export const DeviceProfile = z.discriminatedUnion('protocol', [ModbusProfile, OpcuaProfile])
export type DeviceProfile = z.infer<typeof DeviceProfile>
export type Point = ModbusPoint | OpcuaPoint | EventPoint

/** As written in `profiles/`: what has a default may be left out. */
export type DeviceProfileSource = z.input<typeof DeviceProfile>
export type OpcuaPointSource = z.input<typeof OpcuaPoint>
