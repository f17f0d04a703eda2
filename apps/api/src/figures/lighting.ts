import { type AlarmSpan, alarmSpans, type Database } from '@driftbild/store'
import type { Figure } from '../contract/index.ts'
import type { Daily, DayBook } from './day-book.ts'
import { dayFigure, presentFigure } from './make-figure.ts'
import { keysOf, type Scope, signalsOf } from './scope.ts'

const MOST_SPANS = 20_000

export async function lightingFigures(db: Database, book: DayBook, scope: Scope): Promise<Figure[]> {
  const { bounds } = book
  const told = scope.assets.filter(({ signals }) => signals.some(isFailure))
  const out = told.filter(({ signals }) => signals.some((one) => isFailure(one) && one.latest?.value === 1))
  const lamps = signalsOf(scope, 'lamp-on').filter(({ signal }) => signal.latest?.value != null)
  const lit = lamps.filter(({ signal }) => signal.latest!.value === 1)
  const daily = told.length === 0 ? null : await outAtEnds(db, book, scope)
  const energy = await book.amounts(keysOf(scope, 'energy'))
  return [
    presentFigure(
      { id: 'lamps-out', unit: '1', worse: 'higher', of: told.length || null },
      scope.now,
      told.length === 0 ? null : out.length,
      daily && { bounds, daily },
      'lamp-controller',
    ),
    presentFigure(
      { id: 'lamps-lit', unit: '1', worse: null, of: lamps.length || null },
      scope.now,
      lamps.length === 0 ? null : lit.length,
      null,
      'lamp-controller',
    ),
    dayFigure(
      { id: 'lighting-energy', unit: 'kWh', worse: 'higher' },
      bounds,
      energy,
      keysOf(scope, 'energy').length === 0 ? 'energy-meter' : null,
    ),
  ]
}

const isFailure = ({ signal }: { signal: { role: string } }): boolean =>
  signal.role === 'lamp-failure' || signal.role === 'gear-failure'

/** How many lamps were out when each day ended, by their alarms. */
async function outAtEnds(db: Database, { bounds }: DayBook, scope: Scope): Promise<Daily> {
  const [from, to] = [bounds[0]!, bounds.at(-1)!]
  const spans = await db.transaction({ municipality: scope.picture.code, role: 'reader' }, (tx) =>
    alarmSpans(tx, { from, to, modes: ['lamp-out', 'gear-failure'], limit: MOST_SPANS }),
  )
  const tags = new Set(scope.assets.map(({ asset }) => asset.tag))
  const own = spans.filter(({ asset }) => tags.has(asset))
  const stands = ({ raisedAt, clearedAt }: AlarmSpan, at: number) =>
    raisedAt <= at && (clearedAt === null || clearedAt > at)
  return bounds
    .slice(1)
    .map((end) => new Set(own.filter((span) => stands(span, end)).map(({ asset }) => asset)).size)
}
