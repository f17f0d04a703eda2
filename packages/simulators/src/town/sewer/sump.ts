import { DAY, HOUR, MINUTE, type Micros } from '@driftbild/core'
import { mix, normalAt } from '../random.ts'
import { STEP } from '../water/demand.ts'
import { dutyOf, restingBack } from './duty.ts'
import { type Station, SUMP } from './stations.ts'

/**
 * Every night the controller empties the sump to the snore level to take the grease along, and holds it there
 * for a few minutes. So every day begins alike, and can be computed without the days before it.
 */
const CLEANING = { from: 2 * HOUR, holdUntil: 2 * HOUR + 20 * MINUTE }

export const sumpDay = (at: Micros): number => Math.floor((at - CLEANING.holdUntil) / DAY)
export const beginOf = (day: number): Micros => day * DAY + CLEANING.holdUntil

/** From `at` on, until the next: level and its slope, and what the pumps do. */
interface Moment {
  at: Micros
  level: number
  /** m per µs */
  slope: number
  /** Bit 0 pump 1, bit 1 pump 2. */
  pumps: number
  /** Share of the pressure main that is full. */
  full: number
}

export interface SumpDay {
  moments: Moment[]
  /** Of each pump: microseconds run, and starts. */
  run: [number, number]
  starts: [number, number]
  /** m³ over the weir. */
  spilled: number
}

/** Flow of a pump, m³/h, at an instant of the day. */
export type PumpFlow = (pump: 0 | 1, at: Micros) => number

/** How far a pump's check valve stays open at an instant of the day. */
export type FlapOpen = (pump: 0 | 1, at: Micros) => number

/** A main that drains is followed by the minute. */
const DRAINING_STEP = MINUTE

/** One day of a station's sump, from cleaning to cleaning, exact between five-minute steps of inflow. */
export function runSump(
  station: Station,
  day: number,
  inflow: Float64Array,
  pumpFlow: PumpFlow,
  seed: number,
  /** Null where both check valves close. */
  flapOpen: FlapOpen | null = null,
  /** Without its moments a day gives its sums alone, at half the price. */
  moments = true,
): SumpDay {
  const { volume } = station.main
  const begin = beginOf(day)
  const end = beginOf(day + 1)
  const cleaningAt = end - (CLEANING.holdUntil - CLEANING.from)
  const result: SumpDay = { moments: [], run: [0, 0], starts: [0, 0], spilled: 0 }
  let at = begin
  let level: number = SUMP.snore
  let pumps = 0
  let lead: 0 | 1 = (day & 1) as 0 | 1
  let cleaning = false
  // At night it is pumped until it draws air, and the main is full.
  let full = 1
  const start = (wanted: number) => {
    for (const p of [0, 1] as const) if (wanted & ~pumps & (1 << p)) result.starts[p]++
    pumps = wanted
  }
  while (at < end) {
    if (!cleaning && at >= cleaningAt) {
      cleaning = true
      start(3)
    }
    const step = Math.floor((at - begin) / STEP)
    const until = Math.min(
      ...[begin + (step + 1) * STEP, cleaning ? end : cleaningAt],
      ...(flapOpen ? [at + DRAINING_STEP] : []),
    )
    const flowOf = (p: 0 | 1) =>
      pumps & (1 << p) ? pumpFlow(p, at) * (1 + 0.01 * normalAt(seed + p, step)) : 0
    // Two pumps share one pressure main.
    const sound = (flowOf(0) + flowOf(1)) * (pumps === 3 ? 0.86 : 1)
    const pumped = flapOpen ? pastFlaps(station, sound, pumps, full, (p) => flapOpen(p, at)) : sound
    const net = inflow[step]! - pumped
    const slope = net / station.sumpArea / HOUR
    const floor = cleaning ? SUMP.snore : SUMP.stop
    const holding = cleaning && level <= SUMP.snore && net < 0
    const spilling = level >= SUMP.overflow && net > 0
    const rising = holding || spilling ? 0 : slope
    if (moments) result.moments.push({ at, level, slope: rising, pumps, full })
    let next = until
    if (!holding && !spilling && slope !== 0) {
      const target = slope < 0 ? floor : nextUp(level, pumps)
      const crossing = at + (target - level) / slope
      if (crossing < until) next = Math.max(Math.ceil(crossing), at + 1)
    }
    for (const p of [0, 1] as const) if (pumps & (1 << p)) result.run[p] += next - at
    if (spilling) result.spilled += (net * (next - at)) / HOUR
    full = Math.min(1, Math.max(0, full + (pumped * (next - at)) / HOUR / volume))
    level = Math.max(SUMP.snore, Math.min(SUMP.overflow, level + rising * (next - at)))
    at = next
    if (cleaning) continue
    if (pumps !== 0 && level <= SUMP.stop + 1e-9) {
      start(0)
      lead = (1 - lead) as 0 | 1
    } else if (pumps === 0 && level >= SUMP.start - 1e-9) start(1 << lead)
    else if (pumps !== 3 && level >= SUMP.startBoth - 1e-9) start(3)
  }
  return result
}

/** m³/h that leaves the sump; less than nothing while all pumps rest and the main runs back into it. */
function pastFlaps(
  { main, pump }: Station,
  sound: number,
  pumps: number,
  full: number,
  open: (pump: 0 | 1) => number,
): number {
  // A pump that runs holds its own flap open.
  if (pumps === 3) return sound
  if (pumps === 0) return -pump.flow * restingBack(main.height, open(0) + open(1), full)
  const { lifted, back } = dutyOf(main.height, open(pumps === 1 ? 1 : 0), full)
  return sound * (lifted - back)
}

/** The next level at which something happens while the water rises. */
function nextUp(level: number, pumps: number): number {
  if (pumps === 0) return SUMP.start
  if (pumps !== 3 && level < SUMP.startBoth) return SUMP.startBoth
  return SUMP.overflow
}

/** What the sump did at an instant of this day. */
export function momentAt(day: SumpDay, at: Micros): Pick<Moment, 'level' | 'pumps' | 'full'> {
  let low = 0
  let high = day.moments.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (day.moments[middle]!.at <= at) low = middle
    else high = middle - 1
  }
  const moment = day.moments[low]!
  return { ...moment, level: moment.level + moment.slope * (at - moment.at) }
}

/** Microseconds run and starts made of one pump up to an instant of this day. */
export function usedBy(day: SumpDay, pump: 0 | 1, at: Micros): { run: number; starts: number } {
  let run = 0
  let starts = 0
  let on = false
  for (const [i, moment] of day.moments.entries()) {
    if (moment.at > at) break
    const now = (moment.pumps & (1 << pump)) !== 0
    if (now && !on) starts++
    if (now) run += Math.min(day.moments[i + 1]?.at ?? at, at) - moment.at
    on = now
  }
  return { run, starts }
}

export const seedOf = (seed: number, station: Station, day: number): number =>
  mix(mix(seed, 0x5e3e), day * 16 + Number(station.tag.slice(3)))
