import type { Micros } from '@driftbild/core'
import { type Database, findFault, listOverFaults, lockFaults, saveFault } from '@driftbild/store'
import { dataNow } from '../picture/data-clock.ts'
import type { Picture } from '../picture/picture.ts'

/** Ends the faults for which nothing speaks any longer, by the data's clock. True when there may be more. */
export async function endFaults(
  db: Database,
  pictures: readonly Picture[],
  now: () => Micros,
): Promise<boolean> {
  let more = false
  for (const picture of pictures) {
    const ended = await db.transaction({ municipality: picture.code, role: 'api' }, async (tx) => {
      await lockFaults(tx)
      const over = await listOverFaults(tx)
      for (const id of over) {
        const fault = await findFault(tx, id)
        if (fault) await saveFault(tx, { ...fault, to: dataNow(picture, now()) })
      }
      return over.length
    })
    more ||= ended >= 100
  }
  return more
}
