import { z } from 'zod'
import { Micros } from './time.ts'

export const silenceReasons = [
  'unreachable', // no connection to the device
  'timeout', // connected, but no answer
  'refused', // certificate, user or session refused
  'node-missing', // the server has no such node
  'queue-overflow', // the server dropped values before we could take them
  'collector-stopped', // the collector itself was not running
  'clock-set-back', // the device's clock was, while nobody read it: old values there can't be told from new ones
  'outbox-full', // the disk was full and the policy gave these up
  'set-aside', // the centre refused what was read; the collector keeps it apart
  'removed', // the collector's configuration no longer has it
] as const

export const SilenceReason = z.enum(silenceReasons)
export type SilenceReason = z.infer<typeof SilenceReason>

/** Something was read there, or would have been: however short it was, it is missing. */
const losses: readonly SilenceReason[] = ['queue-overflow', 'clock-set-back', 'outbox-full', 'set-aside']

/**
 * Whether a silence means that something is missing, unless it comes after all. One that could not last long
 * enough for the signal to say anything means nothing: `allowed` is the pause that its reporting rule allows.
 * Nothing is missing of a signal that a person took away.
 */
export const meansMissing = (
  { from, to, reason }: { from: Micros; to: Micros; reason: SilenceReason },
  allowed: number,
): boolean => losses.includes(reason) || (reason !== 'removed' && to - from > allowed)

/** An interval in which signals could not be read. Open while `to` is null; the same id closes it. */
export const Silence = z.object({
  id: z.uuid(),
  /** Keys of the signals it covers. */
  signals: z.array(z.string().min(1)).min(1),
  from: Micros,
  to: Micros.nullable(),
  reason: SilenceReason,
})
export type Silence = z.infer<typeof Silence>
