import type { Kommunkod, Micros } from '@driftbild/core'
import { type Database, lastValues } from '@driftbild/store'

/** Hours of signals that one transaction reads: others get at the engine between. */
const MOST_ROWS = 30_000
const HOURS = 24

/** What each signal last said between neighbouring bounds a day apart; as few questions as the engine bears. */
export async function dailyLastValues(
  db: Database,
  municipality: Kommunkod,
  keys: readonly string[],
  bounds: readonly Micros[],
): Promise<Map<string, number>[]> {
  if (keys.length === 0) return bounds.slice(1).map(() => new Map())
  const atOnce = Math.max(1, Math.floor(MOST_ROWS / (keys.length * HOURS)))
  const days: Map<string, number>[] = []
  for (let from = 0; from < bounds.length - 1; from += atOnce) {
    const some = bounds.slice(from, from + atOnce + 1)
    days.push(...(await db.transaction({ municipality, role: 'reader' }, (tx) => lastValues(tx, keys, some))))
  }
  return days
}
