import { DAY, type Micros } from '@driftbild/core'
import type { Model } from '@driftbild/models'
import {
  chosenRevisions,
  type Database,
  listAudit,
  listModelRevisions,
  type ModelRevision,
  putJob,
  type Tx,
} from '@driftbild/store'
import { dataNow } from '../picture/data-clock.ts'
import type { Picture } from '../picture/picture.ts'
import { learnRevision } from '../predictions/learn-revision.ts'
import { bodyOf } from '../predictions/revisions-here.ts'
import { askToLearn, LEARNING_LACKING } from './learning-task.ts'

/** By the data's clock. */
const MONTH = 28 * DAY
const WEEK = 7 * DAY

/** Once a month, what was judged of each model is learnt from, and what is remembered. What comes out is a proposal to people. */
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
        const made = (await listModelRevisions(tx, model.name)).filter(
          ({ version }) => version === model.version,
        )
        const chosen = (await chosenRevisions(tx)).find((one) => one.model === model.name)
        const isDue = (newest: ModelRevision | undefined) => !newest || dataAt - newest.madeAt >= MONTH
        const learnt = made.find((one) => 'learnt' in bodyOf(one))
        const ofOutcomes = made.find((one) => 'proposed' in bodyOf(one))
        if (model.learning && isDue(learnt) && !(await lackedLately(tx, model, at)))
          await putJob(tx, askToLearn(model), at)
        // One that speaks since is no reason to wait: of its outcomes nothing was learnt yet.
        if (isDue(ofOutcomes) || ofOutcomes?.id === chosen?.id)
          await learnRevision(tx, model, { by: 'system', at, dataAt })
      })
    }
  }
}

/** It was tried, and more is there to learn from by the week at the soonest. */
async function lackedLately(tx: Tx, { name }: Model, at: Micros): Promise<boolean> {
  const [tried] = await listAudit(tx, { what: LEARNING_LACKING, ref: name, limit: 1 })
  return tried !== undefined && at - tried.at < WEEK
}
