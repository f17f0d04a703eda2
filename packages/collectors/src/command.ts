/** A value for one point of a device, in the point's unit. */
export interface Command {
  point: string
  value: number
}

/**
 * `done`: written, and read back as written. `refused`: nothing was changed. `not-confirmed`: it may have been
 * done or not, or the device made something else of it; a person has to look.
 */
export type CommandResult =
  | { result: 'done'; value: number }
  | ({ result: 'refused' } & Refusal)
  | { result: 'not-confirmed'; code: NotConfirmed; ref: string; context: Record<string, unknown> }

export type NotConfirmed = 'no-answer' | 'device-failure' | 'reads-differently'

export type RefusalCode =
  | 'unknown-signal'
  | 'other-unit'
  | 'unknown-point'
  | 'not-enabled'
  | 'not-writable'
  | 'not-a-number'
  | 'outside-limits'
  | 'does-not-fit'
  | 'device-refused'
  | 'not-sent'

export interface Refusal {
  code: RefusalCode
  /** Device and point. */
  ref: string
  context: Record<string, unknown>
}

/** Writes to one device what its configuration allows, once: who wants another attempt decides that anew. */
export interface CommandPort {
  /** What hasn't been sent to the device when the signal aborts is not sent any more. */
  write(command: Command, end: AbortSignal): Promise<CommandResult>
}

/** Milliseconds between two looks at what a device made of a command: some need a moment. */
export const LOOK_AGAIN = 200
