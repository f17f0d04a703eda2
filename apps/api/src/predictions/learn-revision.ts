import type { Micros } from '@driftbild/core'
import {
  LEAST_OUTCOMES,
  type Model,
  type ProposedRevision,
  proposeRevision,
  revisionIn,
} from '@driftbild/models'
import {
  addModelRevision,
  appendAudit,
  chosenRevisions,
  listPredictionCases,
  type PredictionCase,
  type Tx,
} from '@driftbild/store'
import { bodyOf, type RevisionBody } from './revisions-here.ts'

/** Outcomes of what the model says as it speaks now: what other voices said teaches nothing about it. */
export const learnable = (
  cases: readonly PredictionCase[],
  { version, kind }: Pick<Model, 'version' | 'kind'>,
  chosen: string | null,
): PredictionCase[] =>
  cases.filter(
    (one) =>
      one.judged !== null &&
      one.kind === kind &&
      one.model.version === version &&
      revisionIn(one.model.artefact) === chosen,
  )

/** Learns from what was judged and keeps it as a proposal; nothing speaks by it until a person chooses it. */
export async function learnRevision(
  tx: Tx,
  model: Model,
  { by, at, dataAt }: { by: string; at: Micros; dataAt: Micros },
): Promise<{ id: string; proposed: ProposedRevision } | { lacking: number }> {
  const chosen = (await chosenRevisions(tx)).find(
    (one) => one.model === model.name && one.version === model.version,
  )
  const cases = await listPredictionCases(tx, { model: model.name })
  const own = learnable(cases, model, chosen?.id ?? null)
  const proposed = proposeRevision(
    own.map(({ probability, judged, asOf, subject }) => ({
      ...{ probability, happened: judged!.agree, at: asOf, about: subject.tag },
    })),
  )
  if (!proposed) return { lacking: LEAST_OUTCOMES - own.length }
  const { bend, weights } = chosen ? bodyOf(chosen) : { bend: [] }
  const body: RevisionBody = { proposed, bend: [...bend, proposed.table], ...(weights && { weights }) }
  const id = await addModelRevision(tx, { model: model.name, version: model.version, madeAt: dataAt, body })
  await appendAudit(tx, {
    ...{ at, by, what: 'model-revision-proposed', ref: model.name },
    detail: { revision: id, heldOut: proposed.heldOut },
  })
  return { id, proposed }
}
