import { DAY, HOUR, type Micros } from '@driftbild/core'
import { type Finding, round } from '../common/prediction.ts'
import { flatHours, type SignalHealth } from '../common/signal-health.ts'
import { sentence } from '../sentences.ts'
import type { FillTrack } from './follow-fill.ts'

/** A rise in an hour to this fill that then stands still is a bag before the sensor until shown otherwise. */
const BLOCKED_FROM = 0.75
const STILL_HOURS = 6

/**
 * Whether the sensor is looking at something else than the container's contents, or no longer looks. `gain` is
 * what the container usually gains a day.
 */
export function sensorDoubt(
  tag: string,
  key: string,
  track: FillTrack,
  health: SignalHealth,
  gain: number,
  asOf: Micros,
): Finding | null {
  if (track.fill === null) return null
  const chart = { signal: key, from: asOf - 7 * DAY, to: asOf, expected: null }
  const finding = (probability: number, since: Micros, said: ReturnType<typeof sentence>): Finding => ({
    subject: { type: 'asset', tag },
    kind: 'sensor-fault',
    probability,
    when: { from: since - HOUR, likely: since, to: since + HOUR },
    horizon: asOf + 7 * DAY,
    reasons: [{ weight: 1, sentence: said, chart }],
  })
  const { jump, stillSince } = track
  const still = stillSince === null || track.at === null ? 0 : (track.at - stillSince) / HOUR
  if (jump && jump.after >= BLOCKED_FROM && still >= STILL_HOURS && stillSince! <= jump.at + 3 * HOUR) {
    const surprise = (jump.after - jump.before) / Math.max(0.05, gain)
    const probability = (0.9 - 0.5 * Math.exp(-still / 30)) * Math.min(1, surprise / 2)
    return finding(
      probability,
      jump.at,
      sentence('fill-jumped', { before: round(jump.before, 2), after: round(jump.after, 2) }),
    )
  }
  const flat = flatHours(health)
  const missed = (gain * flat) / 24
  // A full container can't gain more: standing still at the brim is no sign.
  if (flat >= 48 && missed >= 0.3 && track.fill < 0.97) {
    return finding(
      Math.min(0.95, 0.35 + 0.6 * (1 - Math.exp(-(missed - 0.3) / 0.4))),
      health.flatSince!,
      sentence('fill-stands-still', {
        fill: round(track.fill, 2),
        hours: round(flat, 0),
        expected: round(missed, 2),
      }),
    )
  }
  return null
}
