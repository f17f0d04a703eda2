import type { Kommunkod, Micros } from '@driftbild/core'
import type { Database } from './database.ts'
import type { DueSignals } from './let-go-note.ts'
import { letGoReadings } from './let-go-readings.ts'
import { letGoRollups } from './let-go-rollups.ts'
import { dueBefore, listRetention, signalsByClass } from './retention.ts'

/** What a step let go of. */
export interface LetGoStep {
  readings: number
  /** Signals' stretches of five-minute roll-ups. */
  rollups: number
}

/**
 * Lets go of what a municipality has decided not to keep, a step a short transaction. Readings go by whole days of a
 * signal, and only where a file has every one of that day; roll-ups only where no readings are left. Without a decision
 * nothing is done. What came while it ran is seen by the next walk.
 */
export async function* letGoDue(
  db: Database,
  municipality: Kommunkod,
  now: Micros,
): AsyncGenerator<LetGoStep> {
  const { readings, rollups } = await dueSignals(db, municipality, now)
  for await (const gone of letGoReadings(db, municipality, readings, now))
    yield { readings: gone, rollups: 0 }
  for await (const gone of letGoRollups(db, municipality, rollups, now)) yield { readings: 0, rollups: gone }
}

/** Which signals are due until when, and by whose decision: of readings, and of five-minute roll-ups. */
export const dueSignals = (
  db: Database,
  municipality: Kommunkod,
  now: Micros,
): Promise<{ readings: DueSignals; rollups: DueSignals }> =>
  db.transaction({ municipality, role: 'reader' }, async (tx) => {
    const decided = await listRetention(tx)
    const signals = decided.length === 0 ? new Map() : await signalsByClass(tx)
    const due = (yearsOf: (one: (typeof decided)[number]) => number | null): DueSignals =>
      new Map(
        decided.flatMap((one) => {
          const years = yearsOf(one)
          if (years === null) return []
          const rule = { before: dueBefore(now, years), by: one.setBy, decision: one.decision }
          return (signals.get(one.class) ?? []).map(({ id }: { id: number }) => [id, rule] as const)
        }),
      )
    return { readings: due((one) => one.readingYears), rollups: due((one) => one.fiveMinuteYears) }
  })
