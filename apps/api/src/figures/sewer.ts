import { alarmSpans, type Database } from '@driftbild/store'
import type { Figure } from '../contract/index.ts'
import type { Daily, DayBook } from './day-book.ts'
import { dayFigure, monthFigure } from './make-figure.ts'
import { keysOf, type Scope } from './scope.ts'

const MOST_SPANS = 5_000

export async function sewerFigures(db: Database, book: DayBook, scope: Scope): Promise<Figure[]> {
  const { bounds } = book
  const pumped = await book.amounts(
    scope.assets.flatMap(({ asset, signals }) =>
      asset.class === 'wastewater-pumping-station'
        ? signals.filter(({ signal }) => signal.role === 'flow').map(({ signal }) => signal.key)
        : [],
    ),
  )
  const flags = keysOf(scope, 'overflowing')
  const time = await book.hoursOn(flags)
  const lacking = flags.length === 0 ? 'overflow-sensor' : 'readings-of-the-day'
  const starts = await book.amounts(keysOf(scope, 'starts'))
  const hours = await book.amounts(keysOf(scope, 'run-hours'))
  const gauges = keysOf(scope, 'rain')
  const rain = await book.means(gauges)
  const perDay = rain.map((mmPerHour) => (mmPerHour === null ? null : mmPerHour * 24))
  return [
    monthFigure(
      { id: 'overflows', unit: '1', worse: 'higher' },
      bounds,
      flags.length === 0 ? bounds.slice(1).map(() => null) : await overflowsByDay(db, book, scope),
      lacking,
    ),
    monthFigure({ id: 'overflow-time', unit: 'h', worse: 'higher' }, bounds, time, lacking),
    dayFigure({ id: 'pumped', unit: 'm3', worse: null }, bounds, pumped, null),
    dayFigure({ id: 'pump-starts', unit: '1', worse: 'higher' }, bounds, starts, null),
    dayFigure({ id: 'pump-hours', unit: 'h', worse: 'higher' }, bounds, hours, null),
    ...(gauges.length > 0 ? [dayFigure({ id: 'rain', unit: 'mm', worse: null }, bounds, perDay, null)] : []),
  ]
}

/** How many began on each day. */
async function overflowsByDay(db: Database, { bounds }: DayBook, scope: Scope): Promise<Daily> {
  const [from, to] = [bounds[0]!, bounds.at(-1)!]
  const spans = await db.transaction({ municipality: scope.picture.code, role: 'reader' }, (tx) =>
    alarmSpans(tx, { from, to, modes: ['overflow'], limit: MOST_SPANS }),
  )
  const tags = new Set(scope.assets.map(({ asset }) => asset.tag))
  const own = spans.filter(({ asset }) => tags.has(asset))
  return bounds
    .slice(1)
    .map((end, i) => own.filter(({ raisedAt }) => raisedAt >= bounds[i]! && raisedAt < end).length)
}
