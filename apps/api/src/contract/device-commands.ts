import { DeviceCommand, DeviceCommandResult } from '@driftbild/core'
import { z } from 'zod'
import { Time } from './common.ts'

export const NewDeviceCommandBody = z.object({
  /** Key. */
  signal: z.string().min(1),
  value: z.number(),
  /** The signal's own: whoever means another one is not obeyed. */
  unit: z.string(),
  reason: z.string().trim().min(1).max(500),
})

/** The value once more: a slip of the hand is seldom made twice. */
export const ConfirmBody = z.object({ value: z.number() })

export const DeviceCommandView = DeviceCommand.omit({
  askedAt: true,
  confirmedAt: true,
  sentAt: true,
  until: true,
}).extend({
  asset: z.string(),
  assetName: z.string(),
  askedAt: Time,
  confirmedAt: Time.nullable(),
  sentAt: Time.nullable(),
  until: Time.nullable(),
})
export type DeviceCommandView = z.infer<typeof DeviceCommandView>

/** What a collector is to write, at once: it is handed out this once, and nobody expects it after `until`. */
export const SentCommand = z.object({
  id: z.uuid(),
  signal: z.string(),
  value: z.number(),
  unit: z.string(),
  until: Time,
})
export type SentCommand = z.infer<typeof SentCommand>

export const CommandAnswerBody = DeviceCommandResult
