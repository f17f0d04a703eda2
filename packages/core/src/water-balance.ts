import { z } from 'zod'
import type { Micros } from './time.ts'

/** What nobody measures and a person has to say before a balance is whole. A year's volume in m³, a number, or km. */
export const statedInputs = {
  'billed-metered': { unit: 'm3' },
  'billed-unmetered': { unit: 'm3' },
  'unbilled-metered': { unit: 'm3' },
  'unbilled-unmetered': { unit: 'm3' },
  'unauthorised-use': { unit: 'm3' },
  'meter-errors': { unit: 'm3' },
  connections: { unit: '1' },
  'private-pipe': { unit: 'km' },
} as const
export type StatedInput = keyof typeof statedInputs
export const StatedInput = z.enum(Object.keys(statedInputs) as [StatedInput, ...StatedInput[]])

/** A person's figure with where it is from. */
export interface Statement {
  value: number
  source: string
  by: string
  at: Micros
}

/** What meters and the register say of a zone; null is not known. */
export interface BalanceMeasures {
  /** m³ that came in less what went on to others, over a year: measured days taken up to one. */
  systemInput: number | null
  /** km of mains. */
  mains: number | null
  /** Those that the register has, unless a person says otherwise. */
  connections: number | null
  /** Mean pressure, m of water. */
  pressure: number | null
}

/** Lines of the balance, from what came in to the indices by which zones are compared, each with its unit; m³ are a year's. */
export const balanceLineUnits = {
  'system-input': 'm3',
  authorised: 'm3',
  losses: 'm3',
  'apparent-losses': 'm3',
  'real-losses': 'm3',
  'non-revenue': 'm3',
  /** Of what came in. */
  'non-revenue-share': '%',
  /** Real losses: what zones of few mains are compared by. */
  'loss-per-connection': 'L/connection/d',
  'unavoidable-losses': 'm3',
  ili: 'ratio',
} as const
export type BalanceLine = keyof typeof balanceLineUnits
export const balanceLines = Object.keys(balanceLineUnits) as BalanceLine[]
type Input = StatedInput | keyof BalanceMeasures

/** A line of the balance, or which inputs it waits for. */
export type Balanced = { value: number; missing: [] } | { value: null; missing: Input[] }

/** 18 L per km of mains, 0.8 per connection and 25 per km of private pipe, each day and metre of pressure. */
const UNAVOIDABLE = { mains: 18, connections: 0.8, privatePipe: 25 }
const DAYS = 365

/**
 * The top-down water balance of the International Water Association, and the Infrastructure Leakage Index = current annual
 * real losses / unavoidable annual real losses (A. Lambert et al., 1999; IWA Manual of Best Practice, 2nd ed.).
 */
export function waterBalance(
  measured: BalanceMeasures,
  stated: Partial<Record<StatedInput, number>>,
): Record<BalanceLine, Balanced> {
  const known: Record<string, number | null | undefined> = { ...measured, ...stated }
  const line = (inputs: readonly Input[], of: (...values: number[]) => number): Balanced => {
    const missing = inputs.filter((name) => (known[name] ?? null) === null)
    return missing.length > 0
      ? { value: null, missing }
      : { value: of(...inputs.map((name) => known[name]!)), missing: [] }
  }
  const sum = (...values: number[]) => values.reduce((all, one) => all + one, 0)
  const less = (first: number, ...rest: number[]) => first - sum(...rest)
  const billed = ['billed-metered', 'billed-unmetered'] as const
  const authorised = [...billed, 'unbilled-metered', 'unbilled-unmetered'] as const
  const apparent = ['unauthorised-use', 'meter-errors'] as const
  const unavoidable = ['mains', 'connections', 'private-pipe', 'pressure'] as const
  const uarl = (mains: number, connections: number, privatePipe: number, pressure: number) =>
    ((UNAVOIDABLE.mains * mains +
      UNAVOIDABLE.connections * connections +
      UNAVOIDABLE.privatePipe * privatePipe) *
      pressure *
      DAYS) /
    1000
  const real = line(['systemInput', ...authorised, ...apparent], less)
  return {
    'system-input': line(['systemInput'], sum),
    authorised: line(authorised, sum),
    losses: line(['systemInput', ...authorised], less),
    'apparent-losses': line(apparent, sum),
    'real-losses': real,
    'non-revenue': line(['systemInput', ...billed], less),
    'non-revenue-share': line(['systemInput', ...billed], (input, ...rest) =>
      share(100 * less(input, ...rest), input),
    ),
    'loss-per-connection': line(['systemInput', ...authorised, ...apparent, 'connections'], (...values) =>
      share((1000 * real.value!) / DAYS, values.at(-1)!),
    ),
    'unavoidable-losses': line(unavoidable, uarl),
    ili: line(
      ['systemInput', ...authorised, ...apparent, ...unavoidable],
      () =>
        real.value! / uarl(...(unavoidable.map((name) => known[name]!) as [number, number, number, number])),
    ),
  }
}

/** Of nothing there is none. */
const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

/** Below so many mains and connections together the index says little (Lambert & McKenzie, 2002). */
export const isTooSmallForIndex = (mains: number, connections: number): boolean =>
  mains * 20 + connections < 3000
