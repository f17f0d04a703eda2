import type { Kommunkod } from '@driftbild/core'
import {
  type Learnt,
  type Model,
  type ProposedRevision,
  type Revision,
  type ScoreName,
  scoreNames,
  type Verdict,
  type Worth,
} from '@driftbild/models'
import { chosenRevisions, type Database, findModelWeights, type ModelRevision } from '@driftbild/store'
import type { SpeakingRevision } from '../jobs/step-thread.ts'

/**
 * What is stored of a revision: what was learnt, of outcomes or of the past, and by what it speaks: tables one after the other,
 * over the weights of that hash, or over the model's own where there is none.
 */
export type RevisionBody = { bend: Revision['bend']; weights?: string } & (
  | { proposed: ProposedRevision }
  | { learnt: Omit<Learnt, 'weights'>; bytes: number }
)

export const bodyOf = ({ body }: Pick<ModelRevision, 'body'>): RevisionBody => body as RevisionBody

/** What it was worth. Those that were stored first have no scores in a list and no verdict. */
export function worthIn(
  heldOut: ProposedRevision['heldOut'] | FirstStored,
): Omit<Worth, 'verdict'> & { verdict: Verdict | null } {
  if ('scores' in heldOut) return heldOut
  const { before, after } = heldOut
  const scores = scoreNames.map((measure) => ({ measure, before: before[measure], after: after[measure] }))
  return { scores, verdict: null }
}

type FirstStored = Record<'before' | 'after', Record<ScoreName, number>>

export function revisionOf(db: Database, code: Kommunkod, stored: ModelRevision): SpeakingRevision {
  const { bend, weights: hash } = bodyOf(stored)
  return {
    ...{ id: stored.id, bend },
    weights: hash === undefined ? null : { hash, read: () => readWeights(db, code, hash) },
  }
}

async function readWeights(db: Database, code: Kommunkod, hash: string): Promise<unknown> {
  const found = await db.transaction({ municipality: code, role: 'reader' }, (tx) =>
    findModelWeights(tx, hash),
  )
  if (!found) throw new Error(`the weights ${hash} of ${code} are not kept`)
  return found.weights
}

/** By model, the revision that a person chose. One that was learnt of another version speaks for no other. */
export async function revisionsHere(
  db: Database,
  code: Kommunkod,
  models: readonly Model[],
): Promise<Map<string, SpeakingRevision>> {
  const chosen = await db.transaction({ municipality: code, role: 'reader' }, chosenRevisions)
  return new Map(
    chosen
      .filter(({ model, version }) => models.some((one) => one.name === model && one.version === version))
      .map((stored) => [stored.model, revisionOf(db, code, stored)]),
  )
}

/** The version under which a model's states are kept: by other weights it leaves others. */
export const versionOfStates = (
  { version }: Pick<Model, 'version'>,
  revision: SpeakingRevision | null,
): string => (revision?.weights ? `${version}+${revision.weights.hash.slice(0, 12)}` : version)
