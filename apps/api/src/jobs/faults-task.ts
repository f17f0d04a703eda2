import type { Kommunkod, Micros } from '@driftbild/core'
import { type Database, findFault, listOverFaults, lockFaults, saveFault } from '@driftbild/store'

/** Ends the faults for which nothing speaks any longer. True when there may be more. */
export async function endFaults(
  db: Database,
  codes: readonly Kommunkod[],
  now: () => Micros,
): Promise<boolean> {
  let more = false
  for (const municipality of codes) {
    const ended = await db.transaction({ municipality, role: 'api' }, async (tx) => {
      await lockFaults(tx)
      const over = await listOverFaults(tx)
      for (const id of over) {
        const fault = await findFault(tx, id)
        if (fault) await saveFault(tx, { ...fault, to: now() })
      }
      return over.length
    })
    more ||= ended >= 100
  }
  return more
}
