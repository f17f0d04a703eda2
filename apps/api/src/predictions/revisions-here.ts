import type { Kommunkod } from '@driftbild/core'
import type { Model, ProposedRevision, Revision } from '@driftbild/models'
import { chosenRevisions, type Database, type ModelRevision } from '@driftbild/store'

/** What is stored of a revision: what was learnt, and the tables that it learnt on top of. */
export interface RevisionBody {
  proposed: ProposedRevision
  bend: Revision['bend']
}

export const bodyOf = ({ body }: Pick<ModelRevision, 'body'>): RevisionBody => body as RevisionBody

export const revisionOf = (stored: ModelRevision): Revision => ({ id: stored.id, bend: bodyOf(stored).bend })

/** By model, the revision that a person chose. One that was learnt of another version speaks for no other. */
export async function revisionsHere(
  db: Database,
  code: Kommunkod,
  models: readonly Model[],
): Promise<Map<string, Revision>> {
  const chosen = await db.transaction({ municipality: code, role: 'reader' }, chosenRevisions)
  return new Map(
    chosen
      .filter(({ model, version }) => models.some((one) => one.name === model && one.version === version))
      .map((stored) => [stored.model, revisionOf(stored)]),
  )
}
