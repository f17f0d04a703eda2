import { DAY, HOUR, MINUTE, type Micros } from '@driftbild/core'
import { hours, yearShare } from './clock.ts'
import { driftAt, mix, uniformAt } from './random.ts'
import type { Disturbance } from './scenario/disturbance.ts'

/** Weather of a coast at 66° north, as functions of time. */
export interface Weather {
  /** °C */
  airTemperature(at: Micros): number
  /** mm/h */
  rain(at: Micros): number
  /** mm/h over each five minutes of a UTC day; null when it stays dry. */
  rainOfDay(day: number): Float64Array | null
  /** Falls of rain that touch a stretch of time. */
  storms(from: Micros, to: Micros): Storm[]
}

/** A fall of rain that swells and fades within its span. */
export interface Storm {
  from: Micros
  to: Micros
  /** mm in all */
  depth: number
  seed: number
}

const STEP = 5 * MINUTE
/** A healthy town's sewers carry this; more is a disturbance. */
const ORDINARY = { most: 9, shortest: 3, longest: 11 }

export function weatherOf(seed: number, disturbances: readonly Disturbance[]): Weather {
  const base = mix(seed, 0x57ea)
  const extra: Storm[] = disturbances.flatMap((d) =>
    d.kind === 'rain-overflow' ? [{ from: d.from, to: d.to, depth: d.depth, seed: mix(base, d.from) }] : [],
  )
  const byDay = new Map<number, readonly Storm[]>()
  const stormsOf = (day: number): readonly Storm[] => {
    let storms = byDay.get(day)
    if (!storms) {
      storms = drawStorms(base, day)
      byDay.set(day, storms)
    }
    return storms
  }
  const airTemperature = (at: Micros): number => {
    const day = at / DAY
    const year = yearShare(Math.floor(day)) + (day - Math.floor(day)) / 365.25
    const season = 2.2 - 13.4 * Math.cos(2 * Math.PI * (year - 0.055))
    // Days are felt in summer; a polar winter has none.
    const swing = 2.4 + 2.2 * Math.sin(Math.PI * year) ** 2
    const daily = -swing * Math.cos(2 * Math.PI * ((at - 2 * HOUR) / DAY))
    const weather = 3.6 * driftAt(base, day / 3.1) + 1.3 * driftAt(base + 1, day * 2.3)
    // It doesn't pour from a frozen sky.
    const thaw = extra.some((s) => at > s.from - 12 * HOUR && at < s.to + 12 * HOUR)
    const value = season + daily + weather
    return thaw ? Math.max(value, 3.5 + 0.3 * weather) : value
  }
  const rain = (at: Micros): number => {
    const day = Math.floor(at / DAY)
    let sum = 0
    for (const storm of [...stormsOf(day - 1), ...stormsOf(day)]) sum += intensityOf(storm, at)
    // Below freezing it falls as snow, which the gauge does not see.
    if (sum > 0) sum *= Math.max(0, Math.min(1, (airTemperature(at) + 0.5) / 1.5))
    for (const storm of extra) sum += intensityOf(storm, at)
    return sum
  }
  const days = new Map<number, Float64Array | null>()
  const rainOfDay = (day: number): Float64Array | null => {
    let known = days.get(day)
    if (known === undefined) {
      const from = day * DAY
      const touched = [...stormsOf(day - 1), ...stormsOf(day), ...extra].some(
        (s) => s.from < from + DAY && s.to > from,
      )
      known = touched
        ? Float64Array.from({ length: DAY / STEP }, (_, i) => {
            const at = from + i * STEP
            return (rain(at + MINUTE) + rain(at + 4 * MINUTE)) / 2
          })
        : null
      days.set(day, known)
    }
    return known
  }
  const storms = (from: Micros, to: Micros): Storm[] => {
    const [first, last] = [Math.floor(from / DAY) - 1, Math.floor(to / DAY)]
    const drawn = Array.from({ length: last - first + 1 }, (_, i) => stormsOf(first + i)).flat()
    return [...drawn, ...extra].filter((s) => s.from < to && s.to > from)
  }
  return { airTemperature, rain, rainOfDay, storms }
}

/** What falls on a day by the climate's chance. */
export function drawStorms(base: number, day: number): Storm[] {
  const seed = mix(base, day)
  const wet = 0.3 + 0.16 * Math.sin(2 * Math.PI * (yearShare(day) - 0.36))
  if (uniformAt(seed, 1) > wet) return []
  const span = hours(ORDINARY.shortest + (ORDINARY.longest - ORDINARY.shortest) * uniformAt(seed, 2))
  const from = day * DAY + Math.floor(uniformAt(seed, 3) * 24) * HOUR
  const depth = Math.min(ORDINARY.most, 0.6 - 2.6 * Math.log(1 - uniformAt(seed, 4)))
  return [{ from, to: from + span, depth, seed }]
}

/** mm/h: an arch over the storm's span, ragged in pieces of ten minutes. */
export function intensityOf(storm: Storm, at: Micros): number {
  if (at <= storm.from || at >= storm.to) return 0
  const span = (storm.to - storm.from) / HOUR
  const x = (at - storm.from) / (storm.to - storm.from)
  const arch = (Math.PI / 2) * Math.sin(Math.PI * x)
  const ragged = 0.55 + 0.9 * uniformAt(storm.seed, 100 + Math.floor((at - storm.from) / (10 * MINUTE)))
  return (storm.depth / span) * arch * ragged
}
