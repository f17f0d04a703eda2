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
import { type Daily, type DayBook, lessDaily } from './day-book.ts'
import type { RepairedLeak } from './repaired-leak.ts'
import { type Scope, signalsOf } from './scope.ts'
import { type SystemInput, systemInput } from './system-input.ts'

export type Stated = Partial<Record<StatedInput, Statement>>

export interface ZoneBalance {
  measured: BalanceMeasures & Pick<SystemInput, 'days' | 'basis'>
  lines: Record<BalanceLine, Balanced>
  small: boolean | null
}

/** A zone's water balance from its meters, its pipes and what people said of it, with the leaks that are repaired over. */
export async function balanceOf(
  book: DayBook,
  scope: Scope,
  { stated, repaired }: { stated: Stated; repaired: readonly RepairedLeak[] },
): Promise<ZoneBalance> {
  const { value, days, basis } = systemInput(book.bounds, await netInflow(book, scope), repaired)
  const measured = {
    ...{ systemInput: value, days, basis },
    mains: mainsOf(scope),
    connections: scope.assets.filter(({ asset }) => asset.class === 'connection').length || null,
    pressure: await meanHead(book, scope),
  }
  const values = Object.fromEntries(Object.entries(stated).map(([input, one]) => [input, one.value]))
  const connections = stated.connections?.value ?? measured.connections
  return {
    measured,
    lines: waterBalance(measured, values),
    small:
      measured.mains === null || connections === null
        ? null
        : isTooSmallForIndex(measured.mains, connections),
  }
}

/** m³ a day that came in and stayed. */
export async function netInflow(book: DayBook, { flows }: Scope): Promise<Daily> {
  const inflow = await book.amounts(flows.inflow)
  return flows.outflow.length === 0 ? inflow : lessDaily(inflow, await book.amounts(flows.outflow))
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
