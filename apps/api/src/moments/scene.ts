import type { Changed } from './changes.ts'
import type { Moment } from './moment.ts'

/** A moment as a map shows it: alone, or beside an earlier one. Two that are one object look the same. */
export interface Scene {
  name: string
  moment: Moment
  /** What differs from the moment that it is compared with, by tag; null where it stands alone. */
  changed: ReadonlyMap<string, Changed> | null
}

export type Compared = Scene & { changed: ReadonlyMap<string, Changed> }
