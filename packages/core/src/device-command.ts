import { z } from 'zod'
import { MINUTE, Micros, SECOND } from './time.ts'

/**
 * A person wants a device to do something. It goes to the device once or not at all: asked for, confirmed by a
 * person who says the value again, handed to the collector, and answered for by what the device then reads.
 */
export const deviceCommandStates = [
  'asked',
  'confirmed',
  'sent',
  'done', // written, and read back as written
  'refused', // nothing was changed
  'not-confirmed', // it may have been done or not: a person has to look
  'withdrawn',
  'expired', // nobody confirmed it, or no collector came for it; it was not sent
] as const
export const DeviceCommandState = z.enum(deviceCommandStates)
export type DeviceCommandState = z.infer<typeof DeviceCommandState>

/** What became of it at the device. The codes are the drivers’ own, with what the sentence about them needs. */
export const DeviceCommandResult = z.discriminatedUnion('result', [
  z.object({ result: z.literal('done'), value: z.number() }),
  z.object({
    result: z.enum(['refused', 'not-confirmed']),
    code: z.string().min(1).max(60),
    context: z.record(z.string(), z.unknown()).default({}),
  }),
])
export type DeviceCommandResult = z.infer<typeof DeviceCommandResult>

export const DeviceCommand = z.object({
  id: z.uuid(),
  /** Key. */
  signal: z.string(),
  /** In the signal's unit. */
  value: z.number(),
  unit: z.string(),
  /** Why, in the person's words. */
  reason: z.string(),
  state: DeviceCommandState,
  askedBy: z.string(),
  askedAt: Micros,
  confirmedBy: z.string().nullable(),
  confirmedAt: Micros.nullable(),
  sentAt: Micros.nullable(),
  /** When the state it is in ends by itself; null once nothing more can happen. */
  until: Micros.nullable(),
  result: DeviceCommandResult.nullable(),
})
export type DeviceCommand = z.infer<typeof DeviceCommand>

/** What was asked for and is not confirmed by then was a slip, or is no longer wanted. */
export const CONFIRM_WITHIN = 2 * MINUTE
/** A command that a device gets later than this would surprise those who stand beside it. */
export const SEND_WITHIN = 30 * SECOND
/** For the device, its read-back and the way back to the centre. */
export const ANSWER_WITHIN = 60 * SECOND

export type DeviceCommandEvent =
  | { type: 'confirm'; by: string; value: number }
  | { type: 'withdraw' }
  | { type: 'send' }
  | { type: 'answer'; result: DeviceCommandResult }

/** Why an event can't happen: the time for it is over, it is not its turn, or the value said again is another. */
export type CommandObstacle = 'command-over' | 'command-state' | 'command-value'

const follows: Record<DeviceCommandEvent['type'], readonly DeviceCommandState[]> = {
  confirm: ['asked'],
  withdraw: ['asked', 'confirmed'],
  send: ['confirmed'],
  // An answer that comes late is still what became of it.
  answer: ['sent', 'not-confirmed'],
}

/** The command after an event, or what stands in its way. Time itself is asked first: see `expire`. */
export function advance(
  command: DeviceCommand,
  event: DeviceCommandEvent,
  at: Micros,
): DeviceCommand | CommandObstacle {
  const now = expire(command, at)
  if (!follows[event.type].includes(now.state)) {
    return now.until === null ? 'command-over' : 'command-state'
  }
  switch (event.type) {
    case 'confirm':
      if (event.value !== now.value) return 'command-value'
      return { ...now, state: 'confirmed', confirmedBy: event.by, confirmedAt: at, until: at + SEND_WITHIN }
    case 'withdraw':
      return { ...now, state: 'withdrawn', until: null }
    case 'send':
      return { ...now, state: 'sent', sentAt: at, until: at + ANSWER_WITHIN }
    case 'answer':
      if (now.result !== null && now.result.result !== 'not-confirmed') return 'command-over'
      return { ...now, state: event.result.result, result: event.result, until: null }
  }
}

/** The command as time alone has left it. */
export function expire(command: DeviceCommand, at: Micros): DeviceCommand {
  if (command.until === null || at < command.until) return command
  if (command.state !== 'sent') return { ...command, state: 'expired', until: null }
  return {
    ...command,
    state: 'not-confirmed',
    result: { result: 'not-confirmed', code: 'no-answer', context: {} },
    until: null,
  }
}
