import { DAY, type Micros } from '@driftbild/core'
import type { Model } from '@driftbild/models'
import { chosenRevisions, type Database, listModelRevisions } from '@driftbild/store'
import { dataNow } from '../picture/data-clock.ts'
import type { Picture } from '../picture/picture.ts'
import { learnRevision } from '../predictions/learn-revision.ts'

/** By the data's clock. */
const MONTH = 28 * DAY

/** Once a month, what was judged of each model is learnt from. What comes out is a proposal to people. */
export async function proposeRevisions(
  db: Database,
  pictures: readonly Picture[],
  models: readonly Model[],
  now: () => Micros,
): Promise<void> {
  for (const picture of pictures) {
    for (const model of models) {
      const at = now()
      const dataAt = dataNow(picture, at)
      await db.transaction({ municipality: picture.code, role: 'api' }, async (tx) => {
        const [newest] = await listModelRevisions(tx, model.name, 1)
        const chosen = (await chosenRevisions(tx)).find((one) => one.model === model.name)
        // What another version taught, or a revision that speaks since, is no reason to wait.
        const isOwn = newest?.version === model.version && newest.id !== chosen?.id
        if (newest && isOwn && dataAt - newest.madeAt < MONTH) return
        await learnRevision(tx, model, { by: 'system', at, dataAt })
      })
    }
  }
}
