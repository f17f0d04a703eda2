import { DAY, HOUR, type Micros } from '@driftbild/core'
import { driftAt, mix, normalAt, uniformAt } from './random.ts'
import { drawStorms, intensityOf, type Storm, type Weather } from './weather.ts'

/** A weather service's forecast of rain, hour by hour from the first whole hour that it knows nothing of. */
export interface RainForecast {
  issued: Micros
  /** Beginnings of hours. */
  time: Micros[]
  /** mm/h over all members. */
  mean: number[]
  median: number[]
  least: number[]
  most: number[]
}

const MEMBERS = 24
const HOURS = 48
const SAMPLES = [0.125, 0.375, 0.625, 0.875]
/** Cloudbursts that are feared and never come, one in so many days, and what they would bring in mm. */
const FEARED = { days: 60, least: 48, most: 66 }
/** Hours in which one forecast's errors are forgotten by the next. */
const MEMORY = 6

/**
 * What a service would say at an instant, with errors of its own: whether rain comes at all, when, and how much. Truth and
 * members are drawn alike around what the service sees, and as many falls are feared in vain as come, so that its shares
 * mean what they say. Skill is set low, as it is for showers: six hours before, a fall that comes is told from one that
 * doesn't in 82 of 100 pairs, its hour is off by 1.2 and its amount by half.
 */
export function rainForecast(weather: Weather, seed: number, issued: Micros): RainForecast {
  const first = Math.ceil(issued / HOUR) * HOUR
  const [from, to] = [first - HOUR, first + HOURS * HOUR]
  const base = mix(seed, 0xf0ca)
  const candidates = [
    ...weather.storms(from - 12 * HOUR, to + 12 * HOUR).map((storm) => ({ storm, comes: true })),
    ...feared(base, from - 12 * HOUR, to + 12 * HOUR).map((storm) => ({ storm, comes: false })),
  ].map((one) => ({ ...one, seen: seenOf(base, one, issued) }))
  const members = Array.from({ length: MEMBERS }, (_, member) =>
    Array.from({ length: HOURS }, (_, hour) => memberRain(weather, candidates, member, first + hour * HOUR)),
  )
  const sorted = Array.from({ length: HOURS }, (_, hour) =>
    members.map((of) => of[hour]!).sort((a, b) => a - b),
  )
  const round = (value: number) => Math.round(value * 10) / 10
  return {
    issued,
    time: Array.from({ length: HOURS }, (_, hour) => first + hour * HOUR),
    mean: sorted.map((of) => round(of.reduce((sum, mm) => sum + mm, 0) / MEMBERS)),
    median: sorted.map((of) => round((of[MEMBERS / 2 - 1]! + of[MEMBERS / 2]!) / 2)),
    least: sorted.map((of) => round(of[0]!)),
    most: sorted.map((of) => round(of.at(-1)!)),
  }
}

interface Candidate {
  storm: Storm
  comes: boolean
  seen: Seen
}

/** How a fall looks to the service. */
interface Seen {
  /** Of its members that have it. */
  share: number
  /** h and log by which its middle lies off, and by which members differ. */
  late: number
  more: number
  lateSpread: number
  moreSpread: number
}

function seenOf(base: number, { storm, comes }: Pick<Candidate, 'storm' | 'comes'>, issued: Micros): Seen {
  const lead = Math.max(0, (storm.from - issued) / HOUR)
  const noise = (n: number) => driftAt(mix(mix(base, storm.seed), n), issued / HOUR / MEMORY)
  // Two normal distributions, this far apart: the share is then what it says.
  const apart = 3.5 * Math.exp(-lead / 3) + 0.8
  const evidence = (comes ? 1 : -1) * (apart ** 2 / 2) + apart * noise(1)
  const lateSpread = 0.2 + Math.min(3, 0.17 * lead)
  const moreSpread = 0.2 + Math.min(0.5, 0.05 * lead)
  return {
    share: issued > storm.from ? (comes ? 1 : 0) : 1 / (1 + Math.exp(-evidence)),
    ...{ late: lateSpread * noise(2), more: moreSpread * noise(3), lateSpread, moreSpread },
  }
}

function memberRain(
  weather: Weather,
  candidates: readonly Candidate[],
  member: number,
  hour: Micros,
): number {
  let sum = 0
  const isSnow = weather.airTemperature(hour) < 0
  for (const { storm, seen } of candidates) {
    const turn = uniformAt(storm.seed, 7)
    const place = (member / MEMBERS + turn) % 1
    // What is more than ordinary comes with a thaw.
    if (place >= seen.share || (isSnow && storm.depth < FEARED.least)) continue
    const stream = mix(storm.seed, 1000 + member)
    const late = (seen.late + seen.lateSpread * normalAt(stream, 1)) * HOUR
    // Both errors widen what is expected upwards; on average it is to be what falls.
    const times = Math.exp(seen.more + seen.moreSpread * normalAt(stream, 2) - seen.moreSpread ** 2)
    for (const part of SAMPLES)
      sum += (times * intensityOf(storm, hour + part * HOUR - late)) / SAMPLES.length
  }
  return sum
}

/** As many as come: ordinary falls by the same climate, and cloudbursts by day. */
function feared(base: number, from: Micros, to: Micros): Storm[] {
  const [first, last] = [Math.floor(from / DAY) - 1, Math.floor(to / DAY)]
  const days = Array.from({ length: last - first + 1 }, (_, i) => first + i)
  return days
    .flatMap((day) => {
      const seed = mix(base, day)
      if (uniformAt(seed, 11) > 1 / FEARED.days) return drawStorms(mix(base, 1), day)
      const begins = day * DAY + (7 + Math.floor(5 * uniformAt(seed, 12))) * HOUR
      const depth = FEARED.least + (FEARED.most - FEARED.least) * uniformAt(seed, 13)
      const span = (3 + 1.5 * uniformAt(seed, 14)) * HOUR
      return [{ from: begins, to: begins + span, depth, seed: mix(seed, 15) }]
    })
    .filter((storm) => storm.from < to && storm.to > from)
}
