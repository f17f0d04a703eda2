import { DAY, HOUR, type Micros } from '@driftbild/core'
import { type Finding, round } from '../common/prediction.ts'
import { flatHours, type SignalHealth } from '../common/signal-health.ts'
import { ascending, median } from '../common/statistics.ts'
import { sentence } from '../sentences.ts'
import { type DayLevel, moveAt } from './day-levels.ts'
import type { FillTrack } from './follow-fill.ts'

/** A rise in an hour to this fill that then stands still is a bag before the sensor until shown otherwise. */
const BLOCKED_FROM = 0.75
const STILL_HOURS = 6
/** A standstill must be this much longer than the container's own pauses. */
const LONGER = 1.5
/** Emptyings that are compared with those before, and how much higher they must end. */
const EMPTYINGS = 4
const RAISED = 0.12

/**
 * Whether the sensor is looking at something else than the container's contents, no longer looks, or sees an
 * emptied container as ever less empty. `gain` is what the container usually gains a day.
 */
export function sensorDoubt(
  tag: string,
  key: string,
  track: FillTrack,
  health: SignalHealth,
  days: readonly DayLevel[],
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
  const unusual = flat > 24 * LONGER * usualPause(days)
  if (flat >= 48 && unusual && missed >= 0.3 && track.fill < 0.97) {
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
  const floor = raisedFloor(days)
  if (!floor) return null
  return finding(
    Math.min(0.9, 0.4 + (floor.now - floor.before - RAISED)),
    asOf - (days.at(-1)!.day - floor.since) * DAY,
    sentence('fill-floor-raised', {
      now: round(floor.now, 2),
      before: round(floor.before, 2),
      emptyings: EMPTYINGS,
    }),
  )
}

/** Days that the container stands still by itself: its second longest pause that ended, for one may have been a fault. */
function usualPause(days: readonly DayLevel[]): number {
  const pauses: number[] = []
  let start: DayLevel | null = null
  for (const day of days) {
    if (day.fill === null) continue
    if (start && Math.abs(day.fill - start.fill!) < 0.01) continue
    if (start) pauses.push(day.day - start.day - 1)
    start = day
  }
  return pauses.sort(ascending).at(-2) ?? 0
}

/** What the last emptyings left on the sensor against what those before them did. */
function raisedFloor(days: readonly DayLevel[]): { now: number; before: number; since: number } | null {
  const left = days.filter((d, i) => d.fill !== null && moveAt(days, i) === 'emptied')
  const last = left.slice(-EMPTYINGS)
  const earlier = left.slice(0, -EMPTYINGS)
  if (earlier.length < 2 * EMPTYINGS) return null
  const now = Math.min(...last.map((d) => d.fill!))
  const before = median(earlier.map((d) => d.fill!))!
  return now - before >= RAISED ? { now, before, since: last[0]!.day } : null
}
