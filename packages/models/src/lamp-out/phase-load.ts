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
  /** Share lost in the newest step between two nights, and days since then: as many as are remembered at most. */
  step: number
  since: number
  /** A per phase with all lamps lit and now. */
  normal: number
  now: number
}

/** Nights that a level is read from: older ones only date it. */
const LEVEL_NIGHTS = 5
/** Nights in a row on another level from which a jump is one: a single odd night is none. */
const JUMPED = 2

/** What is missing on a phase, from the newest nights since its newest jump. */
export function deficitOf(load: PhaseLoad): Deficit | null {
  const lit = load.ratios.flatMap((ratio, i) =>
    ratio === null ? [] : [{ ratio, ago: load.ratios.length - i }],
  )
  const nights = lit.map(({ ratio }) => ratio)
  if (load.nights <= LEARN_NIGHTS || nights.length < 3) return null
  const changes = nights.slice(1).map((r, i) => r - nights[i]!)
  const noise = Math.max(0.003, madScale(changes)! / Math.SQRT2)
  const since = nightsSince(nights, 4 * noise)
  const newest = nights.slice(-Math.min(since, LEVEL_NIGHTS))
  const before = nights.slice(0, nights.length - since).slice(-LEVEL_NIGHTS)
  const ratio = median(newest)!
  const normal = median(load.reference.filter((v) => v !== null)) ?? 0
  return {
    share: 1 - ratio,
    spread: noise / Math.sqrt(newest.length),
    step: before.length > 0 ? median(before)! - ratio : 0,
    since: lit.at(-since)!.ago,
    normal,
    now: normal * ratio,
  }
}

/** How many of the newest nights are on the newest one's level. */
function nightsSince(nights: readonly number[], apart: number): number {
  const isOff = (night: number) => Math.abs(night - nights.at(-1)!) >= apart
  let since = 1
  while (since < nights.length) {
    const older = nights.slice(Math.max(0, nights.length - since - JUMPED), nights.length - since)
    if (older.every(isOff)) break
    since++
  }
  return since
}
