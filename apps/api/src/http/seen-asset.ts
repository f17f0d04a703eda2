import type { Person } from '../auth/people.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import { notFound } from './problems.ts'
import { sightOf } from './sight.ts'

/** The asset of a path; who may not see it is told that there is none. */
export function seenAsset(person: Person, picture: Picture, tag: string): WatchedAsset {
  const watched = picture.assets.get(tag)
  if (!watched || !sightOf(person, picture).asset(watched)) throw notFound(tag)
  return watched
}
