import { DAY, HOUR, type Micros } from '@driftbild/core'
import { duskOf } from '../light/dusk.ts'
import { phases } from '../light/plan.ts'
import { randomOf } from '../random.ts'
import type { Disturbance } from './disturbance.ts'
import type { Draw } from './draw.ts'

/** Hours of the shortest night in which trouble with circuits can show. */
const LONG_ENOUGH = 5

type Told =
  | { kind: 'contactor-fault'; how: 'stays-open' | 'stays-closed' | 'chatters' }
  | { kind: 'phase-outage' }
  | { kind: 'earth-fault'; amps: number }
  | { kind: 'stolen-power'; watts: number }

/**
 * What goes wrong in lighting cabinets and not in lamps, each once, on cabinets that have no other trouble. It has
 * chance of its own, so that what else a seed brings stays what it was.
 */
export function drawCircuits(draw: Draw, seed: number, others: readonly Disturbance[]): Disturbance[] {
  const random = randomOf(seed, `circuits of ${draw.town.seed}`)
  const struck = new Set(others.map((d) => d.asset))
  const cabinets = random.shuffled(draw.town.plan.cabinets.filter((c) => !struck.has(c.tag)))
  const dusk = duskOf(0, Math.floor(draw.from / DAY) - 1)
  const isNightLong = (at: Micros) => dusk.burnt(at + DAY / 2) - dusk.burnt(at - DAY / 2) >= LONG_ENOUGH
  const when = (low: number, high: number): Micros => {
    const at = () => Math.round((draw.from + (draw.to - draw.from) * random.between(low, high)) / HOUR) * HOUR
    // Where no night of the span is long enough it begins in a short one, and shows later.
    return Array.from({ length: 20 }, at).find(isNightLong) ?? at()
  }
  const strike = (told: Told, from: Micros, days: number | null): Disturbance => {
    const cabinet = cabinets.pop()!
    const to = days === null ? null : from + Math.round(days * 24) * HOUR
    const common = { id: draw.name(told.kind), asset: cabinet.tag, from, to }
    if (told.kind === 'contactor-fault') return { ...common, ...told }
    return { ...common, phase: random.pick(phases), ...told }
  }
  const amps = () => Math.round(random.between(0.6, 2.2) * 100) / 100
  const watts = () => Math.round(random.between(250, 1400) / 10) * 10
  return [
    strike({ kind: 'contactor-fault', how: 'stays-open' }, when(0.3, 0.9), random.between(2, 4)),
    strike({ kind: 'contactor-fault', how: 'chatters' }, when(0.3, 0.9), random.between(3, 7)),
    strike({ kind: 'contactor-fault', how: 'stays-closed' }, when(0.3, 0.9), random.between(2, 5)),
    strike({ kind: 'phase-outage' }, when(0.3, 0.9), random.between(2, 5)),
    strike({ kind: 'earth-fault', amps: amps() }, when(0.35, 0.7), random.between(5, 12)),
    strike({ kind: 'earth-fault', amps: amps() }, when(0.82, 0.93), null),
    strike({ kind: 'stolen-power', watts: watts() }, when(0.3, 0.5), random.between(8, 15)),
    strike({ kind: 'stolen-power', watts: watts() }, when(0.75, 0.9), null),
  ]
}
