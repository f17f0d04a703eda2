import { clamp, madScale, median } from '../common/statistics.ts'

/** What one phase draws when lit, and how much of it is missing. */
export interface PhaseLoad {
  /** Usual current with all lamps lit per local hour (dimming has its hours), A; null not yet seen. */
  reference: (number | null)[]
  /** Nights that made it. */
  nights: number
  /** Each night's current over the reference's, newest last; null when it wasn't lit. */
  ratios: (number | null)[]
}

export const newPhase = (): PhaseLoad => ({
  reference: new Array<number | null>(24).fill(null),
  nights: 0,
  ratios: [],
})

/** Nights from which the reference is taken before anything is said. */
export const LEARN_NIGHTS = 6
const KEPT = 28

/** `warmth` is by how much more flows than usual for the temperature alone. */
export function followPhase(
  load: PhaseLoad,
  hours: ReadonlyMap<number, number>,
  { lamps, warmth }: { lamps: number; warmth: number },
): PhaseLoad {
  const shares = [...hours].flatMap(([hour, current]) => {
    const usual = load.reference[hour]
    return usual == null || usual <= 0 ? [] : [current / usual / warmth]
  })
  const ratio = hours.size === 0 ? null : median(shares)
  const isLearning = load.nights < LEARN_NIGHTS
  const isSound = ratio === null || Math.abs(1 - ratio) < 0.4 / lamps
  // A repaired lamp that was dark while learning lifts the reference; fewer lamps never lower it but slowly.
  const lifted = !isLearning && ratio !== null && ratio > 1 + 0.6 / lamps ? ratio : 1
  const reference = load.reference.map((usual, hour) => {
    const current = hours.get(hour)
    if (current === undefined) return usual === null ? null : usual * lifted
    if (usual === null)
      return ratio === null || ratio <= 0 || isLearning ? current : current / clamp(ratio, 0.2, 1)
    if (isLearning) return usual + (current - usual) / (load.nights + 1)
    return isSound ? usual * lifted + 0.03 * (current - usual) : usual * lifted
  })
  return {
    reference,
    nights: load.nights + (hours.size > 0 ? 1 : 0),
    ratios: [...load.ratios, ratio === null ? null : ratio / lifted].slice(-KEPT),
  }
}

export interface Deficit {
  /** Share of the phase's load that is missing, over the newest nights. */
  share: number
  /** Standard deviation of `share`. */
  spread: number
  /** Share lost in the newest step between two nights, and nights since. */
  step: number
  since: number
  /** A per phase with all lamps lit and now. */
  normal: number
  now: number
}

/** What is missing on a phase, from the nights since the newest jump (at most five). */
export function deficitOf(load: PhaseLoad): Deficit | null {
  const nights = load.ratios.filter((r) => r !== null)
  if (load.nights <= LEARN_NIGHTS || nights.length < 3) return null
  const changes = nights.slice(1).map((r, i) => r - nights[i]!)
  const noise = Math.max(0.003, madScale(changes)! / Math.SQRT2)
  let since = 1
  while (since < 5 && since < nights.length && Math.abs(nights.at(-since - 1)! - nights.at(-1)!) < 4 * noise)
    since++
  const newest = nights.slice(-since)
  const before = nights.slice(0, nights.length - since).slice(-5)
  const ratio = median(newest)!
  const normal = median(load.reference.filter((v) => v !== null)) ?? 0
  return {
    share: 1 - ratio,
    spread: noise / Math.sqrt(newest.length),
    step: before.length > 0 ? median(before)! - ratio : 0,
    since,
    normal,
    now: normal * ratio,
  }
}
