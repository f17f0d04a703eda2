import { type Document, formatTime } from '@driftbild/core'
import type { Person } from '../auth/people.ts'
import type { DocumentView } from '../contract/index.ts'
import { sightOf } from '../http/sight.ts'
import type { Picture } from '../picture/picture.ts'

/** A document is seen by who sees one of the assets that it is about, unless it is kept closer than they are. */
export function seesDocument(person: Person, picture: Picture, { assets, visibility }: Document): boolean {
  const sight = sightOf(person, picture)
  return assets.some((tag) => {
    const watched = picture.assets.get(tag)
    if (!watched || !sight.asset(watched)) return false
    return visibility !== 'restricted' || sight.asset({ ...watched, asset: { ...watched.asset, visibility } })
  })
}

export const viewDocument = (document: Document): DocumentView => ({
  ...document,
  madeAt: document.madeAt === null ? null : formatTime(document.madeAt),
  addedAt: formatTime(document.addedAt),
})
