import type { Watched } from './config.ts'

/** How far a signal is from the usual, in its usual deviations, and in its own unit. */
export interface Deviation {
  signal: Watched
  /** Of the last quarters the one nearest to the usual: what lasts. */
  strength: number
  now: number
  usual: number
  /** Hours for which the instrument has shown exactly the same. */
  flat: number
}

export type Verdict =
  /** Several signals tell the same story of foreign water. */
  | { what: 'contamination'; belief: number; by: Deviation[] }
  /** One signal alone is off, or stands still. */
  | { what: 'sensor'; belief: number; by: Deviation[] }
  /** Turbid water while much flows, all else as usual. */
  | { what: 'stirred'; by: Deviation[] }
  /** Everything at once is what an instrument shows in the air. */
  | { what: 'cleaned' }
  | { what: 'usual' }

/** A deviation from which somebody would look, and one that is calm. */
const ODD = 4
const CALM = 2.5
const FROZEN_HOURS = 5
/** Conductivity under this share of the usual is air, or a cell that is wiped. */
const DRY = 0.35
/** Inflow in its usual deviations that stirs up what lies in pipes. */
const RUSH = 3.5

/** What deviations of one station say together. `rush` is how far the zone's inflow is above the usual, or was lately. */
export function judge(deviations: readonly Deviation[], rush: number): Verdict {
  const frozen = deviations.filter(({ flat }) => flat >= FROZEN_HOURS)
  const live = deviations.filter((one) => !frozen.includes(one))
  const of = (signal: Watched) => live.find((one) => one.signal === signal)
  const conductivity = of('conductivity')
  if (conductivity && conductivity.usual > 1 && conductivity.now < DRY * conductivity.usual)
    return { what: 'cleaned' }
  const story = live
    .map((one) => ({ one, telling: tellingOf(one) }))
    .filter(({ telling }) => telling > 0)
    .sort((a, b) => b.telling - a.telling)
  const [first, second, third] = story
  if (first && second && second.telling >= CALM) {
    const onlyStirred = rush >= RUSH && first.one.signal === 'turbidity' && second.telling < ODD
    if (onlyStirred) return { what: 'stirred', by: [first.one] }
    const together =
      Math.min(second.telling, 12) +
      0.35 * Math.min(first.telling, 12) +
      0.5 * Math.min(third?.telling ?? 0, 8)
    const belief = 1 / (1 + Math.exp(-1.1 * (together - 7)))
    return { what: 'contamination', belief, by: story.map(({ one }) => one) }
  }
  if (frozen.length > 0) return { what: 'sensor', belief: 0.8, by: frozen }
  const odd = live.filter(({ strength }) => Math.abs(strength) >= ODD)
  const others = live.filter((one) => !odd.includes(one))
  if (odd.length === 1 && others.every(({ strength }) => Math.abs(strength) < ODD - 0.5)) {
    if (odd[0]!.signal === 'turbidity' && rush >= RUSH) return { what: 'stirred', by: odd }
    const belief = 1 / (1 + Math.exp(-0.7 * (Math.abs(odd[0]!.strength) - 7)))
    return { what: 'sensor', belief, by: odd }
  }
  return { what: 'usual' }
}

/** How much a deviation speaks for foreign water: it uses up chlorine, is cloudier, and saltier or sweeter. */
function tellingOf({ signal, strength }: Deviation): number {
  switch (signal) {
    case 'free-chlorine':
      return Math.max(0, -strength)
    case 'turbidity':
      return Math.max(0, strength)
    case 'conductivity':
      return Math.abs(strength)
    case 'ph':
      return 0.6 * Math.abs(strength)
    case 'temperature':
      return 0.3 * Math.abs(strength)
  }
}
