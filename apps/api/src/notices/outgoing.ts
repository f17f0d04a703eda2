import type { Message } from './message.ts'

/** One message to one receiver. */
export interface Outgoing<Settings> {
  settings: Settings
  secret: string | null
  /** Null: the channel is the receiver. */
  to: { name: string; address: string } | null
  message: Message
  /** Of this delivery, the same at each try: a receiver that has it already can tell. */
  id: string
  /** For machines: everything about what it is of. */
  body: Record<string, unknown>
}

/** Throws when it was not taken. */
export type Send = (outgoing: Outgoing<never>) => Promise<void>

/** Milliseconds before a receiver that says nothing counts as failed. */
export const PATIENCE_MS = 15_000
