import type { Micros } from '@driftbild/core'

/** Simulated time: runs `speed` times as fast as the wall's, from `from` on. */
export function createSimClock(from: Micros, speed: number, now: () => Micros): () => Micros {
  const startedAt = now()
  return () => from + Math.round((now() - startedAt) * speed)
}
