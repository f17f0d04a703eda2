import {
  type Balanced,
  type BalanceLine,
  type BalanceMeasures,
  convert,
  isTooSmallForIndex,
  type StatedInput,
  type Statement,
  waterBalance,
} from '@driftbild/core'
import { type DayBook, lessDaily } from './day-book.ts'
import { type Scope, signalsOf } from './scope.ts'

const YEAR_DAYS = 365
/** Fewer whole days than these stand for no year. */
const ENOUGH_DAYS = 7

export type Stated = Partial<Record<StatedInput, Statement>>

export interface ZoneBalance {
  measured: BalanceMeasures & { days: number }
  lines: Record<BalanceLine, Balanced>
  small: boolean | null
}

/** A zone's water balance from its meters, its pipes and what people said of it. */
export async function balanceOf(book: DayBook, scope: Scope, stated: Stated): Promise<ZoneBalance> {
  const { flows } = scope
  const daily =
    flows.inflow.length === 0
      ? []
      : flows.outflow.length === 0
        ? await book.amounts(flows.inflow)
        : lessDaily(await book.amounts(flows.inflow), await book.amounts(flows.outflow))
  const known = daily.filter((value) => value !== null)
  const measured = {
    systemInput:
      known.length < ENOUGH_DAYS
        ? null
        : (known.reduce((sum, value) => sum + value, 0) / known.length) * YEAR_DAYS,
    days: known.length,
    mains: mainsOf(scope),
    pressure: await meanHead(book, scope),
  }
  const values = Object.fromEntries(Object.entries(stated).map(([input, one]) => [input, one.value]))
  const { connections } = stated
  return {
    measured,
    lines: waterBalance(measured, values),
    small:
      measured.mains === null || !connections ? null : isTooSmallForIndex(measured.mains, connections.value),
  }
}

/** km of pipe that the register has; null without any. */
function mainsOf({ assets }: Scope): number | null {
  const lengths = assets.flatMap(({ asset }) =>
    asset.class === 'pipe' && typeof asset.attributes.length === 'number' ? [asset.attributes.length] : [],
  )
  return lengths.length === 0 ? null : lengths.reduce((sum, metres) => sum + metres, 0) / 1000
}

/** m of water, mean of all sensors over the days. */
async function meanHead(book: DayBook, scope: Scope): Promise<number | null> {
  const keys = signalsOf(scope, 'pressure')
    .filter(({ signal }) => signal.signal.unit === 'bar')
    .map(({ signal }) => signal.signal.key)
  const known = (await book.means(keys)).filter((value) => value !== null)
  if (known.length === 0) return null
  return convert(known.reduce((sum, bar) => sum + bar, 0) / known.length, 'bar', 'm[H2O]')
}
