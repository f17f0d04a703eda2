import type { Kommunkod } from '@driftbild/core'
import type { Change } from '@driftbild/store'

/** What has happened in a municipality and is not in its picture yet. */
export interface News {
  dirty: Set<Change['what']>
  /** Signals with new readings. */
  keys: Set<string>
  /** Sets of changes of the register. */
  sets: Set<string>
}

export interface NewsDesk {
  of(code: Kommunkod): News
  /** Hands out what there is; from now on it is gathered anew. */
  take(code: Kommunkod): News
  /** Takes back what could not be brought in. */
  putBack(code: Kommunkod, news: News): void
}

const nothing = (): News => ({ dirty: new Set(), keys: new Set(), sets: new Set() })

export function newsDesk(): NewsDesk {
  const desk = new Map<Kommunkod, News>()
  const of = (code: Kommunkod): News => {
    const known = desk.get(code) ?? nothing()
    desk.set(code, known)
    return known
  }
  return {
    of,
    take(code) {
      const news = of(code)
      desk.set(code, nothing())
      return news
    },
    putBack(code, { dirty, keys, sets }) {
      const news = of(code)
      for (const what of dirty) news.dirty.add(what)
      for (const key of keys) news.keys.add(key)
      for (const set of sets) news.sets.add(set)
    },
  }
}
