import type { Micros } from '@driftbild/core'
import { createSimClock } from '../servers/sim-clock.ts'

/** Recorded seconds in a second, or as fast as whoever reads takes it. */
export type Speed = number | 'max'

export function parseSpeed(text: string): Speed {
  if (text === 'max') return 'max'
  const speed = Number(text)
  if (!(speed > 0)) throw new Error(`speed ${text}: a number above 0, or max`)
  return speed
}

/** Recorded time that is due now; everything is when the reader sets the pace. */
export const createReplayClock = (from: Micros, speed: Speed, now: () => Micros): (() => Micros) =>
  speed === 'max' ? () => Number.POSITIVE_INFINITY : createSimClock(from, speed, now)
