import { type Kommunkod, maySee, type Service, type Subject, services, visibilities } from '@driftbild/core'
import type { Person } from '../auth/people.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'

/** What one person may see of a municipality: core's rule of visibility, applied to what a route hands out. */
export interface Sight {
  asset(watched: WatchedAsset): boolean
  service(service: Service): boolean
  subject(subject: Subject): boolean
  /** Two people with the same name of sight see the same. */
  name: string
}

export function sightOf(person: Person, picture: Picture): Sight {
  const seen = seenBy(person, picture.code)
  const asset = (watched: WatchedAsset) => seen.has(`${watched.service} ${watched.asset.visibility}`)
  const service = (one: Service) => seen.has(`${one} staff`)
  return {
    asset,
    service,
    subject({ type, tag }) {
      if (type === 'asset') {
        const watched = picture.assets.get(tag)
        return watched !== undefined && asset(watched)
      }
      const zone = picture.zones.get(tag)
      return zone !== undefined && service(zone.service)
    },
    name: [...seen].join(','),
  }
}

/** Whether a signal is there, and of something that the person may see. */
export function seesSignal(person: Person, picture: Picture, key: string): boolean {
  const tag = picture.signals.get(key)?.signal.asset
  const watched = tag === undefined ? undefined : picture.assets.get(tag)
  return watched !== undefined && sightOf(person, picture).asset(watched)
}

function seenBy(person: Person, code: Kommunkod): Set<string> {
  const seen = new Set<string>()
  for (const service of services) {
    for (const visibility of visibilities) {
      if (maySee(person.memberships, visibility, code, service)) seen.add(`${service} ${visibility}`)
    }
  }
  return seen
}
