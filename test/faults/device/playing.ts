import type { Micros } from '@driftbild/core'
import type { ValueLog } from './value-log.ts'

export interface PlayRequest {
  /** Its own, kept over restarts. */
  folder: string
  port: number
  log: ValueLog
  /** The device's own clock, which may jump. */
  clock: () => Micros
  now: () => Micros
  flags: ReadonlySet<string>
}

export interface Playing {
  port: number
  thumbprint?: string
  /** Makes no new values from now on; what there is can still be read. */
  still(): void
}
