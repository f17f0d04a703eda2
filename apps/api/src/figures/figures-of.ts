import type { Service } from '@driftbild/core'
import type { Database } from '@driftbild/store'
import type { Figure } from '../contract/index.ts'
import { type DayBook, openDayBook } from './day-book.ts'
import { lightingFigures } from './lighting.ts'
import type { Scope } from './scope.ts'
import { sewerFigures } from './sewer.ts'
import { wasteFigures } from './waste.ts'
import { waterFigures } from './water.ts'

/** What a service is judged by. */
const byService: Record<Service, (db: Database, book: DayBook, scope: Scope) => Promise<Figure[]>> = {
  water: waterFigures,
  sewer: sewerFigures,
  lighting: lightingFigures,
  waste: wasteFigures,
}

/** Weeks of many signals are not read anew for every look: milliseconds until they are. */
const FRESH_MS = 60_000
const MOST_KEPT = 200

export type FiguresOf = (scope: Scope) => Promise<Figure[]>

/** Figures of a scope; those who ask at once share one answer. */
export function createFigures(db: Database, clock: () => number): FiguresOf {
  const known = new Map<string, { at: number; figures: Promise<Figure[]> }>()
  return (scope) => {
    const kept = known.get(scope.name)
    if (kept && clock() - kept.at < FRESH_MS) return kept.figures
    const figures = byService[scope.service](db, openDayBook(db, scope.picture, scope.now), scope)
    figures.catch(() => known.delete(scope.name))
    if (known.size >= MOST_KEPT) known.clear()
    known.set(scope.name, { at: clock(), figures })
    return figures
  }
}
