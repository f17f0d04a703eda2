import { HOUR, type Micros, type Rollup, type RollupStep, rollupSteps } from '@driftbild/core'

/** What is needed to tell whether an instrument still measures: JSON, carried in a model's state. */
export interface SignalHealth {
  /** The value that it shows unchanged; null before the first. */
  value: number | null
  /** Since when it shows exactly this value. */
  flatSince: Micros | null
  /** End of the newest bucket with a good reading. */
  goodUntil: Micros | null
  /** Good readings seen since it became flat: three equal readings are no proof. */
  readings: number
}

export const newHealth = (): SignalHealth => ({ value: null, flatSince: null, goodUntil: null, readings: 0 })

export function followHealth(
  health: SignalHealth,
  rollups: readonly Rollup[],
  step: RollupStep,
): SignalHealth {
  let { value, flatSince, goodUntil, readings } = health
  for (const r of rollups) {
    if (r.good === 0 || r.minimum === null || r.maximum === null) continue
    if (r.minimum === r.maximum && r.minimum === value) {
      readings += r.good
    } else {
      value = r.minimum === r.maximum ? r.minimum : r.last
      flatSince = r.minimum === r.maximum ? r.bucket : r.bucket + rollupSteps[step]
      readings = r.minimum === r.maximum ? r.good : 0
    }
    goodUntil = r.bucket + rollupSteps[step]
  }
  return { value, flatSince, goodUntil, readings }
}

/** Hours for which the newest good value has stood exactly still. */
export const flatHours = (health: SignalHealth): number =>
  health.flatSince === null || health.goodUntil === null || health.readings < 6
    ? 0
    : Math.max(0, (health.goodUntil - health.flatSince) / HOUR)

/** Hours without a good reading up to `asOf`; 0 for a signal that has never had one. */
export const missingHours = (health: SignalHealth, asOf: Micros): number =>
  health.goodUntil === null ? 0 : Math.max(0, (asOf - health.goodUntil) / HOUR)
