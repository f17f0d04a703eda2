import { HOUR, type Micros, type Rollup } from '@driftbild/core'

/** What a station's controller works between. */
export interface Sump {
  /** m² */
  area: number
  /** m over the floor */
  start: number
  stop: number
}

/** Counters and level of a day, in bucket order. */
export interface StationDay {
  own: PumpCounters
  /** The station's other pumps: who runs beside or in turn. */
  others: readonly PumpCounters[]
  level: readonly Rollup[]
}

export interface PumpCounters {
  runHours: readonly Rollup[]
  starts: readonly Rollup[]
}

/** What a pump lifts by itself while it runs, and how long it ran. */
export interface Drawdown {
  /** m³/h */
  flow: number
  hours: number
}

/** Hours around one from which its inflow is taken: a cycle more or less must not matter. */
const REACH = 1
const LEAST_STARTS = 4
const LEAST_HOURS = 0.25
/** m by which an ordinary cycle may miss its levels. */
const SLACK = 0.12

interface StationHour {
  own: { ran: number; starts: number }
  ran: number
  starts: number
}

/**
 * Capacity from the sump: a cycle lifts the water between start and stop level and what flowed in meanwhile. The
 * inflow of an hour is the volume that filled up while all pumps rested. Needs no flow meter; null on days of
 * too few ordinary cycles. Hours in which the level left its band (rain, cleaning, hand control) don't count.
 */
export function drawdownOf(sump: Sump, day: StationDay): Drawdown | null {
  const volume = sump.area * (sump.start - sump.stop)
  const hours = stationHours(sump, day)
  let [lifted, ran, starts] = [0, 0, 0]
  for (const [at, hour] of hours) {
    const near = [-REACH, 0, REACH].flatMap((k) => hours.get(at + k * HOUR) ?? [])
    const rested = near.reduce((sum, h) => sum + 1 - h.ran, 0)
    const cycles = near.reduce((sum, h) => sum + h.starts, 0)
    if (near.length < 2 || rested < 0.1 || cycles === 0) continue
    lifted += volume * hour.own.starts + ((volume * cycles) / rested) * hour.own.ran
    ran += hour.own.ran
    starts += hour.own.starts
  }
  return starts < LEAST_STARTS || ran < LEAST_HOURS ? null : { flow: lifted / ran, hours: ran }
}

function stationHours(sump: Sump, { own, others, level }: StationDay): Map<Micros, StationHour> {
  const pumps = [own, ...others].map((p) => ({ ran: counted(p.runHours), starts: counted(p.starts) }))
  const levels = Map.groupBy(level, (r) => hourOf(r.bucket))
  const out = new Map<Micros, StationHour>()
  for (const [at, ranInHour] of pumps[0]!.ran) {
    const all = pumps.map((p) => ({ ran: p.ran.get(at), starts: p.starts.get(at) }))
    if (all.some((p) => p.ran === undefined || p.starts === undefined)) continue
    const ran = all.reduce((sum, p) => sum + p.ran!, 0)
    const ordinary = (levels.get(at) ?? []).every(
      (r) => (r.maximum ?? sump.start) <= sump.start + SLACK && (r.minimum ?? sump.stop) >= sump.stop - SLACK,
    )
    if (ran >= 1 || !ordinary) continue
    out.set(at, {
      own: { ran: ranInHour, starts: all[0]!.starts! },
      ran,
      starts: all.reduce((sum, p) => sum + p.starts!, 0),
    })
  }
  return out
}

/** What a counter gained in each hour whose last reading and the one before it are both known. */
function counted(rollups: readonly Rollup[]): Map<Micros, number> {
  const ends = new Map<Micros, number>()
  for (const r of rollups) if (r.last !== null) ends.set(hourOf(r.bucket), r.last)
  const out = new Map<Micros, number>()
  for (const [at, end] of ends) {
    const begin = ends.get(at - HOUR)
    // A counter that began again has no gain to tell.
    if (begin !== undefined && end >= begin) out.set(at, end - begin)
  }
  return out
}

const hourOf = (at: Micros): Micros => Math.floor(at / HOUR) * HOUR
