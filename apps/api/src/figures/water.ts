import { type Database, statementsByZone } from '@driftbild/store'
import type { Figure, Lack } from '../contract/index.ts'
import { balanceOf, netInflow } from './balance.ts'
import type { Daily, DayBook } from './day-book.ts'
import { dayFigure } from './make-figure.ts'
import { netNightFlow } from './net-night-flow.ts'
import { repairsByZone } from './repaired-leak.ts'
import { keysOf, type Scope, scopeOf } from './scope.ts'

export async function waterFigures(db: Database, book: DayBook, scope: Scope): Promise<Figure[]> {
  const { bounds } = book
  const inflow = await netInflow(book, scope)
  const energy = await pumpEnergy(book, scope)
  const perVolume = energy.map((kwh, i) => (kwh === null || !inflow[i] ? null : kwh / inflow[i]!))
  const meters = scope.flows.inflow.length === 0 ? 'inflow-meter' : null
  const night = await netNightFlow(book, scope)
  const figures = [
    dayFigure({ id: 'inflow', unit: 'm3', worse: null }, bounds, inflow, meters),
    dayFigure({ id: 'night-flow', unit: 'm3/h', worse: 'higher', span: 'night' }, bounds, night, meters),
    await lowestPressure(book, scope),
    await leakageIndex(db, book, scope),
  ]
  // Pumps stand for the whole network as a rule, and in no zone of it.
  if (keysOf(scope, 'power').length > 0) {
    figures.push(
      dayFigure({ id: 'pump-energy', unit: 'kWh', worse: 'higher' }, bounds, energy, null),
      dayFigure(
        { id: 'energy-per-volume', unit: 'kWh/m3', worse: 'higher', estimate: true },
        bounds,
        perVolume,
        meters,
      ),
    )
  }
  return figures
}

const pumpEnergy = (book: DayBook, scope: Scope): Promise<Daily> => book.amounts(keysOf(scope, 'power'))

/** Of yesterday, as the days before it: what a tap had at the worst hour. */
async function lowestPressure(book: DayBook, scope: Scope): Promise<Figure> {
  const sensors = keysOf(scope, 'pressure').filter(
    (key) => scope.picture.signals.get(key)?.signal.unit === 'bar',
  )
  return dayFigure(
    { id: 'lowest-pressure', unit: 'bar', worse: 'lower' },
    book.bounds,
    await book.lowest(sensors),
    sensors.length === 0 ? 'pressure-sensor' : null,
  )
}

/** Over the zones of which everything is known; without any, what they lack. */
async function leakageIndex(db: Database, book: DayBook, scope: Scope): Promise<Figure> {
  const { picture, now } = scope
  const [stated, repairs] = await db.transaction(
    { municipality: picture.code, role: 'reader' },
    async (tx) => [await statementsByZone(tx), await repairsByZone(tx, book.bounds[0]!)],
  )
  let real = 0
  let unavoidable = 0
  let counted = 0
  const missing = new Set<Lack>()
  for (const zone of scope.zones) {
    const within = scopeOf(picture, everything, now, { zone })
    const { lines } = await balanceOf(book, within, {
      stated: stated.get(zone.tag) ?? {},
      repaired: repairs.get(zone.tag) ?? [],
    })
    if (lines.ili.value === null) {
      for (const input of lines.ili.missing) missing.add(input)
      continue
    }
    real += lines['real-losses'].value!
    unavoidable += lines['unavoidable-losses'].value!
    counted++
  }
  return {
    id: 'ili',
    value: counted > 0 ? real / unavoidable : null,
    unit: '1',
    span: 'year',
    at: null,
    of: scope.zones.length > 1 && counted > 0 ? counted : null,
    usual: null,
    trend: { time: [], values: [] },
    worse: 'higher',
    estimate: true,
    missing: counted > 0 ? [] : scope.zones.length === 0 ? ['zone'] : [...missing],
  }
}

/** Sums over meters and pipes name none of them. */
const everything = { asset: () => true, service: () => true, subject: () => true, name: 'all' }
