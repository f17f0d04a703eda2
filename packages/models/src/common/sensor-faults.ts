import { HOUR, type Micros } from '@driftbild/core'
import { sentence } from '../sentences.ts'
import { type Finding, round } from './prediction.ts'
import { flatHours, missingHours, type SignalHealth } from './signal-health.ts'

export interface WatchedSensor {
  key: string
  asset: string
  health: SignalHealth
}

/** Hours of exactly one value from which an instrument is not believed, and of silence from which it is said. */
export const FLAT_HOURS = 6
const MISSING_HOURS = 12
const HORIZON = 7 * 24 * HOUR

/**
 * Instruments that stand still or are silent, as sensor faults of the assets that carry them. When all of them
 * are silent it is the link that failed, and that is a silence, not a sensor fault.
 */
export function sensorFaults(
  sensors: readonly WatchedSensor[],
  asOf: Micros,
  flatLimit = FLAT_HOURS,
): Finding[] {
  const known = sensors.filter((s) => s.health.goodUntil !== null)
  const linkIsUp = known.some((s) => missingHours(s.health, asOf) < MISSING_HOURS)
  return known.flatMap(({ key, asset, health }): Finding[] => {
    const still = flatHours(health)
    const silent = missingHours(health, asOf)
    const isMissing = silent >= MISSING_HOURS
    if (isMissing ? !linkIsUp : still < flatLimit) return []
    const since = isMissing ? asOf - silent * HOUR : health.flatSince!
    const said = isMissing
      ? sentence('signal-missing', { signal: key, hours: round(silent, 1) })
      : sentence('signal-flat', { signal: key, hours: round(still, 1), value: health.value })
    return [
      {
        subject: { type: 'asset', tag: asset },
        kind: 'sensor-fault',
        // Chance repeats a number less and less often; a silent instrument may still come back by itself.
        probability: isMissing ? 0.9 : 1 - 0.4 * 0.5 ** (still / flatLimit - 1),
        when: { from: since - HOUR, likely: since, to: since + HOUR },
        horizon: asOf + HORIZON,
        reasons: [
          {
            weight: 1,
            sentence: said,
            chart: { signal: key, from: since - 24 * HOUR, to: asOf, expected: null },
          },
        ],
      },
    ]
  })
}

/** One finding per asset: a device with three dead signals is one fault with three reasons. */
export function onePerAsset(findings: readonly Finding[]): Finding[] {
  const byAsset = Map.groupBy(findings, (f) => f.subject.tag)
  return [...byAsset.values()].map((group) => {
    const [worst] = group.toSorted((a, b) => b.probability - a.probability)
    return {
      ...worst!,
      reasons: group.flatMap((f) => f.reasons.map((r) => ({ ...r, weight: f.probability }))),
    }
  })
}
