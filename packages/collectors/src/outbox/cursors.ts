import type { Micros } from '@driftbild/core'

/**
 * A reading moves its signal's cursor on, never back: a late one doesn't mean that what lies between is
 * missing.
 */
export function moveOn(cursors: Map<string, number>, key: string, sourceTime: Micros): void {
  const before = cursors.get(key)
  if (before === undefined || sourceTime > before) cursors.set(key, sourceTime)
}
