import { HOUR, type Micros, type Rollup } from '@driftbild/core'
import type { Finding } from '../common/prediction.ts'
import { round } from '../common/prediction.ts'
import { missingHours, type SignalHealth } from '../common/signal-health.ts'
import { ascending } from '../common/statistics.ts'
import { sentence } from '../sentences.ts'

/** h: the longest pause that ended in each of the last steps in which the sensor was heard. */
export type Pauses = readonly number[]

const KEPT = 40
const LEAST_HOURS = 12
/** With fewer nobody knows how often it reports. */
const ENOUGH = 5
/** So many of its own pauses are more than a missed report. */
const LONGER = 2
const HORIZON = 7 * 24 * HOUR

export function followPauses(pauses: Pauses, heardUntil: Micros | null, rollups: readonly Rollup[]): Pauses {
  let until = heardUntil
  let longest: number | null = null
  for (const { bucket, good } of rollups) {
    if (good === 0) continue
    if (until !== null) longest = Math.max(longest ?? 0, (bucket - until) / HOUR)
    until = bucket + HOUR
  }
  return longest === null ? pauses : [...pauses, round(longest, 2)].slice(-KEPT)
}

/** A sensor that has been silent for longer than it usually is: one long pause before may have been a fault, too. */
export function silentSensor(
  tag: string,
  key: string,
  { pauses, health }: { pauses: Pauses; health: SignalHealth },
  asOf: Micros,
): Finding | null {
  if (pauses.length < ENOUGH) return null
  const silent = missingHours(health, asOf)
  const usual = [...pauses].sort(ascending).at(-2) ?? 0
  const limit = Math.max(LEAST_HOURS, LONGER * usual)
  if (silent < limit) return null
  const since = asOf - silent * HOUR
  return {
    ...{ subject: { type: 'asset', tag }, kind: 'sensor-fault' },
    // It may still come back by itself.
    probability: Math.min(0.95, 1 - 0.5 * Math.exp(1 - silent / limit)),
    when: { from: since, likely: since, to: since + usual * HOUR },
    horizon: asOf + HORIZON,
    reasons: [
      {
        weight: 1,
        sentence: sentence('fill-not-heard', { hours: round(silent, 0), usual: round(usual, 0) }),
        chart: { signal: key, from: since - 7 * 24 * HOUR, to: asOf, expected: null },
      },
    ],
  }
}
