import { type Database, loadSettings } from '@driftbild/store'
import type { Figure } from '../contract/index.ts'
import { dailyLastValues } from './daily-last-values.ts'
import type { DayBook } from './day-book.ts'
import { presentFigure } from './make-figure.ts'
import { type Scope, signalsOf } from './scope.ts'

export async function wasteFigures(db: Database, book: DayBook, scope: Scope): Promise<Figure[]> {
  const all = signalsOf(scope, 'fill')
  const heard = all.filter(({ signal }) => signal.latest?.value != null && !signal.stale)
  const fills = heard.map(({ signal }) => signal.latest!.value!)
  const past = all.length === 0 ? null : await pastFills(db, book, scope)
  const ends = (of: (fills: number[]) => number) =>
    past && { bounds: book.bounds, daily: past.map((day) => (day.length === 0 ? null : of(day))) }
  const { nearlyFull } = await db.transaction(
    { municipality: scope.picture.code, role: 'reader' },
    loadSettings,
  )
  const isOver = (fill: number) => fill > nearlyFull
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length
  return [
    presentFigure(
      { id: 'bins-over', unit: '1', worse: 'higher', of: fills.length || null },
      scope.now,
      fills.length === 0 ? null : fills.filter(isOver).length,
      ends((day) => day.filter(isOver).length),
      'fill-sensor',
    ),
    presentFigure(
      { id: 'mean-fill', unit: 'share', worse: 'higher' },
      scope.now,
      fills.length === 0 ? null : mean(fills),
      ends(mean),
      'fill-sensor',
    ),
    presentFigure(
      { id: 'bins-unheard', unit: '1', worse: 'higher', of: all.length || null },
      scope.now,
      all.length === 0 ? null : all.length - heard.length,
      null,
      'fill-sensor',
    ),
  ]
}

/** What each container last said on each day. */
async function pastFills(db: Database, { bounds }: DayBook, scope: Scope): Promise<number[][]> {
  const keys = signalsOf(scope, 'fill').map(({ signal }) => signal.signal.key)
  const days = await dailyLastValues(db, scope.picture.code, keys, bounds)
  return days.map((found) => [...found.values()])
}
