import type { Zone } from '@driftbild/core'
import type { Person } from '../auth/people.ts'
import type { Picture } from '../picture/picture.ts'
import { notFound } from './problems.ts'
import { type Sight, sightOf } from './sight.ts'

/** A zone that this person sees. Throws not-found. */
export function findZone(picture: Picture, person: Person, tag: string): { zone: Zone; sight: Sight } {
  const zone = picture.zones.get(tag)
  const sight = sightOf(person, picture)
  if (!zone || !sight.service(zone.service)) throw notFound(tag)
  return { zone, sight }
}
