import { z } from 'zod'
import { pointFields } from './profile.ts'

/** A condition of the server whose state is a flag: 1 while it is active, 0 while it isn't. */
export const AlarmPoint = z.strictObject({
  ...pointFields,
  role: pointFields.role.default('device-alarm'),
  unit: z.literal('1').default('1'),
  kind: z.strictObject({ type: z.literal('flag') }).default({ type: 'flag' }),
  reporting: pointFields.reporting.default({ type: 'on-change', silentAtMost: 7 * 86_400 }),
  /** SourceName and ConditionName of its events, which tell it from others. */
  source: z.string().min(1),
  condition: z.string().min(1),
})
export type AlarmPoint = z.infer<typeof AlarmPoint>

/** Alarms and Conditions (Part 9) that a device tells of. */
export const OpcuaAlarms = z.strictObject({
  /** Browse path from Objects to the object that sends their events; the server's own sends all. */
  notifier: z
    .string()
    .regex(/^\d+:[^/]+(\/\d+:[^/]+)*$/, 'a browse path reads 1:Waterworks/1:P1')
    .default('0:Server'),
  conditions: z.array(AlarmPoint).min(1),
})
