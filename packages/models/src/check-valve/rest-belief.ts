import { logStudent, logSumExp, madScale, median } from '../common/statistics.ts'
import { missingAtRest } from './balance.ts'
import type { CheckValveConfig } from './config.ts'
import type { RestDay } from './rest-day.ts'

/** Days of rest that are looked at together, and those that a balance takes: pumps take turns over some days. */
const RECENT = 2
const BALANCED = 3
const FREEDOM = 4

export interface RestBelief {
  probability: number
  /** What shows it: shares of the head and of the running speed, and m³/h; null where it isn't measured. */
  pressure: Shift | null
  speed: Shift | null
  back: Shift | null
}

export interface Shift {
  now: number
  usual: number
  spread: number
}

/**
 * That a pump's check valve lets back, by what stands before it while the pump rests, whether it turns, and what of the other
 * pumps' flow doesn't go out. Each may lie by itself: one alone is believed as far as instruments are, two agree.
 */
export function restBelief(
  config: CheckValveConfig,
  days: readonly RestDay[],
  learnt: number,
): RestBelief | null {
  if (days.length < learnt + RECENT) return null
  const shifts = {
    pressure: pressureShift(days, learnt),
    speed: speedShift(days, learnt),
    back: backShift(config, days, learnt),
  }
  const odds = (Object.keys(shifts) as Channel[]).reduce((sum, channel) => {
    const shift = shifts[channel]
    return shift ? sum + logRatio(channels[channel], shift) : sum
  }, Math.log(PRIOR))
  return { probability: 1 / (1 + Math.exp(-odds)), ...shifts }
}

/** Share of valves that let back at a time, and of instruments that show something by themselves: round figures of ours. */
const PRIOR = 0.01
const LIES = 0.02

type Channel = 'pressure' | 'speed' | 'back'
interface ChannelKind {
  /** What an open valve may show. */
  effects: readonly number[]
  /** How often an open valve shows nothing here. */
  silent: number
}
const channels: Record<Channel, ChannelKind> = {
  pressure: { effects: [0.004, 0.008, 0.016, 0.03, 0.06, 0.12, 0.25, 0.5], silent: 0.1 },
  /** What is braked or leaks a little doesn't turn. */
  speed: { effects: [0.1, 0.15, 0.22, 0.33, 0.5, 0.8], silent: 0.5 },
  /** Shares of the rated flow. */
  back: { effects: [0.03, 0.05, 0.08, 0.12, 0.18, 0.27, 0.4], silent: 0.02 },
}

/** By how much more likely it is with an open valve than with one that closes. */
function logRatio({ effects, silent }: ChannelKind, { now, usual, spread }: Shift): number {
  const off = now - usual
  const nothing = logStudent(off / spread, FREEDOM)
  const something = (signs: readonly number[]) =>
    logSumExp(
      effects.flatMap((effect) =>
        signs.map(
          (sign) =>
            logStudent((off - sign * effect) / Math.max(spread, BETWEEN * effect), FREEDOM) -
            Math.log(Math.max(1, (BETWEEN * effect) / spread)),
        ),
      ),
    ) - Math.log(effects.length * signs.length)
  const open = logSumExp([Math.log(1 - silent) + something([1]), Math.log(silent) + nothing])
  const closed = logSumExp([Math.log(1 - LIES) + nothing, Math.log(LIES) + something([-1, 1])])
  return open - closed
}
/** Effects lie between those that are listed. */
const BETWEEN = 0.35

/** A gauge behind the valve shows the main's pressure always, and tells nothing. */
const BEHIND = 0.5

function pressureShift(days: readonly RestDay[], learnt: number): Shift | null {
  const own = shiftOf(
    days.map((d) => d.pressure),
    learnt,
    0.002,
  )
  if (!own || own.usual > BEHIND) return null
  // A gauge that drifts does so while the pump runs, too.
  const drift = shiftOf(
    days.map((d) => d.running),
    learnt,
    0.002,
  )
  return drift
    ? { ...own, now: own.now - (drift.now - drift.usual), spread: Math.hypot(own.spread, drift.spread) }
    : own
}

const speedShift = (days: readonly RestDay[], learnt: number): Shift | null =>
  shiftOf(
    days.map((d) => d.speed),
    learnt,
    0.01,
  )

/** Of the rated flow. */
function backShift(config: CheckValveConfig, days: readonly RestDay[], learnt: number): Shift | null {
  const missing = missingAtRest(days.slice(0, learnt), days.slice(-BALANCED), config.others.length + 1)
  return missing === null || !config.ratedFlow
    ? null
    : { now: missing / config.ratedFlow, usual: 0, spread: LEAST_MISSING }
}
/** Meters of one per cent, of the rated flow. */
const LEAST_MISSING = 0.012

function shiftOf(values: readonly (number | null)[], learnt: number, least: number): Shift | null {
  const usual = median(values.slice(0, learnt).flatMap((v) => v ?? []))
  const known = values.flatMap((v) => v ?? [])
  const now = median(known.slice(-RECENT))
  if (usual === null || now === null || known.length < learnt) return null
  const changes = known.slice(1).map((v, i) => v - known[i]!)
  return { now, usual, spread: Math.max(least, (madScale(changes) ?? 0) / Math.SQRT2) }
}
