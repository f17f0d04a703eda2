import { type Micros, promisedEvery, type ReportingRule, staleAfter } from '@driftbild/core'

/** A reading, or a bucket of them: when it was first and last heard of. */
export interface Heard {
  firstTime: Micros
  lastTime: Micros
}

/** A point of a series stands for [time, end); the two are one instant where it is a reading. */
export interface Point extends Heard {
  time: Micros
  end: Micros
}

export interface Gap {
  from: Micros
  to: Micros | null
  reason: string
}

export interface Listening {
  reporting: ReportingRule
  /** The series' end, and the present. */
  to: Micros
  now: Micros
}

/**
 * Whether each point's last value stood until the next one, or until the end, without being reported again:
 * later than the signal reports, but within what its rule allows and where nothing is missing. Of a signal that
 * reports on change that is the rule.
 */
export function heldOf(
  points: readonly Point[],
  gaps: readonly Gap[],
  { reporting, to, now }: Listening,
): boolean[] {
  const usual = reporting.type === 'every' ? promisedEvery(reporting) * 1.5 : 0
  return points.map(({ end, lastTime }, i) => {
    const next = points[i + 1] ?? { time: Math.min(to, now), firstTime: Math.min(to, now) }
    const pause = next.firstTime - lastTime
    if (next.time <= end || pause <= usual || pause > staleAfter(reporting)) return false
    return !gaps.some((gap) => overlaps(gap, { from: lastTime, to: next.firstTime }))
  })
}

/**
 * What is missing: of silences as they are named, else stretches longer than the signal's rule allows, the one
 * that lasts included. Those shorter than `shortest` can't be seen.
 */
export function gapsBetween(
  heard: readonly Heard[],
  named: readonly Gap[],
  { reporting, to, now }: Listening,
  shortest: number,
): Gap[] {
  const allowed = Math.max(staleAfter(reporting), shortest)
  const isSeen = (gap: Gap) => gap.to === null || gap.to - gap.from > shortest
  const gaps = named.filter(isSeen)
  const add = (gap: Gap) => {
    if (!named.some((one) => overlaps(one, gap))) gaps.push(gap)
  }
  for (const [i, { lastTime }] of heard.entries()) {
    const next = heard[i + 1]
    if (next && next.firstTime - lastTime > allowed) {
      add({ from: lastTime, to: next.firstTime, reason: 'missing' })
    }
    if (!next && Math.min(to, now) - lastTime > allowed) {
      add({ from: lastTime, to: now <= to ? null : to, reason: 'missing' })
    }
  }
  return gaps
}

type Open = Pick<Gap, 'from' | 'to'>
const overlaps = (a: Open, b: Open): boolean => a.from < (b.to ?? Infinity) && b.from < (a.to ?? Infinity)
