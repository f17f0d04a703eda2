import type { Register, Subject } from '@driftbild/core'
import type { ModelSubject } from '../model.ts'
import type { Cause } from './causes.ts'
import { type Relation, signalsOf } from './relation.ts'
import { pumpsOf, reservoirsOf, worksCauses, worksRelations } from './works-plant.ts'

export interface PlantConfig {
  tag: string
  timeZone: string
  relations: Relation[]
  /** Signals that are on or off. */
  states: string[]
  /** Whose instruments are judged, by asset. */
  judged: Record<string, string>
  /** What is known to move several of them together. */
  causes: Cause[]
}

/** Fewer relations exonerate nobody. */
const FEWEST_RELATIONS = 4

/** Waterworks of which enough is measured that what hangs together can be told. */
export function plantSubjects(register: Register): ModelSubject[] {
  const assetOf = new Map(register.signals.map(({ key, asset }) => [key, asset]))
  return register.assets
    .filter((asset) => asset.class === 'waterworks')
    .flatMap((works): ModelSubject[] => {
      const relations = worksRelations(register, works)
      if (relations.length < FEWEST_RELATIONS) return []
      const pumps = pumpsOf(register, works.tag)
      const own = new Set([
        works.tag,
        ...pumps,
        ...reservoirsOf(
          register,
          pumps.map((tag) => ({ tag })),
        ),
      ])
      const keys = signalsOf(relations)
      const config: PlantConfig = {
        ...{ tag: works.tag, timeZone: register.municipality.zone, relations },
        causes: worksCauses(register, works),
        states: [...new Set(relations.flatMap(({ states }) => states))],
        judged: Object.fromEntries(
          keys.map((key) => [key, assetOf.get(key)!] as const).filter(([, asset]) => own.has(asset)),
        ),
      }
      const about = (tag: string): Subject => ({ type: 'asset', tag })
      return [
        {
          ...{ subject: about(works.tag), zone: works.zone, config, covers: [...own].map(about) },
          signals: Object.fromEntries(keys.map((key) => [key, key])),
        },
      ]
    })
}
