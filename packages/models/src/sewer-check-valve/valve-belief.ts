import { clamp, logStudent, logSumExp, madScale, median } from '../common/statistics.ts'
import type { CapacityDay } from '../sewer-pump/capacity-day.ts'
import type { SewerPumpConfig } from '../sewer-pump/config.ts'

/** Days that are looked at together: a valve that doesn't close doesn't close on any of them. */
const RECENT = 3
const FREEDOM = 4
/** Day-to-day spreads that no pump is steadier than: by the sump, by meters and by motors. */
const LEAST = { drawn: 0.012, flow: 0.006, current: 0.006 }
type Measure = keyof typeof LEAST
const measures = ['drawn', 'flow', 'current'] as const

/** What a pump shows by now, as shares of its first days; null where it isn't known. */
type Shown = Record<Measure, number | null>

/** That one of a station's pumps has a check valve that lets back, and how wide it stands open. */
export interface ValveBelief {
  /** Of each pump, the station's own first and then the others. */
  valves: number[]
  /** Shares of what a pump lifts, for the own valve: what runs back while another pump runs, and while all rest. */
  back: number
  low: number
  high: number
  resting: number
}

/**
 * Which of a station's check valves lets back, by what each pump brings out of the sump, measures and takes against its first
 * days. Hypotheses are weighed by Bayes: all is as ever, a valve is open by so much, a pump is weaker or stronger by so
 * much, a meter is off, the main is another one. Null while too little is known.
 */
export function valveBelief(
  { flow }: Pick<SewerPumpConfig, 'flow'>,
  days: readonly CapacityDay[],
  learnt: number,
): ValveBelief | null {
  if (days.length < learnt + RECENT || days[0]!.others.length === 0) return null
  const own = days.map((day): Shown => ({ ...day, flow: flow ? day.flow : null }))
  const pumps = [own, ...days[0]!.others.map((_, n) => days.map((day): Shown => day.others[n]!))]
  const shown = pumps.map((of) => shownOf(of, learnt))
  if (shown.some((one) => one === null || one.shown.drawn === null)) return null
  const known = shown as Seen[]
  const all = hypothesesOf(known.length)
  const logs = all.map(({ prior, says }) => Math.log(prior) + likelihood(known, says))
  const total = logSumExp(logs)
  const weights = logs.map((log) => Math.exp(log - total))
  const valves = known.map((_, v) => sumOf(weights, (i) => all[i]!.valve === v))
  const mine = all.flatMap((one, i) => (one.valve === 0 ? [{ one, weight: weights[i]! }] : []))
  const mean = (of: (one: Hypothesis) => number) =>
    mine.reduce((sum, { one, weight }) => sum + weight * of(one), 0) / Math.max(1e-300, valves[0]!)
  const back = mean((one) => one.back)
  const spread = Math.sqrt(mean((one) => (one.back - back) ** 2)) + LEAST.drawn
  return {
    valves,
    back,
    ...{ low: clamp(back - 1.28 * spread, 0, 1), high: back + 1.28 * spread },
    resting: mean((one) => one.resting),
  }
}

interface Seen {
  shown: Shown
  spread: Record<Measure, number>
}

function shownOf(days: readonly Shown[], learnt: number): Seen | null {
  const of = (measure: Measure) => {
    const usual = median(days.slice(0, learnt).flatMap((d) => d[measure] ?? []))
    const shares = usual ? days.flatMap((d) => (d[measure] === null ? [] : [d[measure] / usual])) : []
    const now = shares.length >= learnt ? median(shares.slice(-RECENT)) : null
    const changes = shares.slice(1).map((share, i) => share - shares[i]!)
    return { now, spread: Math.max(LEAST[measure], (madScale(changes) ?? 0) / Math.SQRT2) }
  }
  const [drawn, flow, current] = measures.map(of) as [Told, Told, Told]
  return {
    shown: { drawn: drawn.now, flow: flow.now, current: current.now },
    spread: { drawn: drawn.spread, flow: flow.spread, current: current.spread },
  }
}

interface Told {
  now: number | null
  spread: number
}

interface Hypothesis {
  prior: number
  /** What each pump would show; null where anything goes. */
  says: Shown[]
  /** Whose valve. */
  valve: number | null
  back: number
  resting: number
}

/** Shares of all stations at a time: round figures of ours, bent by what such beliefs were worth. */
const PRIOR = { valve: 0.01, weaker: 0.01, stronger: 0.003, meter: 0.004, main: 0.004 }
const openings = [0.06, 0.08, 0.1, 0.125, 0.15, 0.18, 0.22, 0.26, 0.31, 0.36, 0.42, 0.5]
/** Of what runs back under a running pump's head, what runs back when all rest: none where the main doesn't drain. */
const draining = [0, 0.35, 0.55, 0.7, 0.85]
const weaker = [0.04, 0.07, 0.1, 0.15, 0.2, 0.28, 0.36, 0.45, 0.55]
const stronger = [0.04, 0.07, 0.1, 0.15, 0.2, 0.3, 0.4]
const AS_EVER: Shown = { drawn: 1, flow: 1, current: 1 }

function hypothesesOf(pumps: number): Hypothesis[] {
  const plain = (prior: number, says: Shown[]): Hypothesis => ({
    ...{ prior, says },
    ...{ valve: null, back: 0, resting: 0 },
  })
  const each = Array.from({ length: pumps }, (_, k) => k)
  const only = (k: number, says: Shown) => each.map((i) => (i === k ? says : AS_EVER))
  const spreadOver = (prior: number, all: readonly Shown[][]) =>
    all.map((says) => plain(prior / all.length, says))
  const unusual = each.flatMap((k) => [
    ...spreadOver(
      PRIOR.weaker,
      weaker.map((by) => only(k, { drawn: 1 - by, flow: 1 - by, current: null })),
    ),
    ...spreadOver(
      PRIOR.stronger,
      stronger.map((by) => only(k, { drawn: 1 + by, flow: 1 + by, current: null })),
    ),
    ...spreadOver(
      PRIOR.meter,
      [...weaker.map((by) => -by), ...stronger].map((by) => only(k, { ...AS_EVER, flow: 1 + by })),
    ),
  ])
  const main = spreadOver(
    PRIOR.main,
    [...weaker.map((by) => -by), ...stronger].map((by) =>
      each.map(() => ({ drawn: 1 + by, flow: 1 + by, current: null })),
    ),
  )
  const valves = each.flatMap((v) =>
    openings.flatMap((opening) =>
      draining.map((share): Hypothesis => {
        const { lifted, back } = dutyBeside(opening)
        const resting = share * opening
        const beside = { drawn: lifted - back + resting, flow: lifted, current: 1 + EFFORT * (lifted - 1) }
        const own = { drawn: 1 + resting, flow: 1, current: 1 }
        const prior = PRIOR.valve / (openings.length * draining.length)
        return { prior, says: each.map((i) => (i === v ? own : beside)), valve: v, back, resting }
      }),
    ),
  )
  const sound = 1 - [...unusual, ...main, ...valves].reduce((sum, { prior }) => sum + prior, 0)
  return [
    plain(
      sound,
      each.map(() => AS_EVER),
    ),
    ...unusual,
    ...main,
    ...valves,
  ]
}

/** Of a motor's current, what it takes more where the pump lifts so much more: far less, on the flat of its curve. */
const EFFORT = 0.3
/** Of a station's head, the height; the rest is friction. A middling station's. */
const HEIGHT = 0.6

/**
 * Of its own flow, what a pump lifts beside a flap that stays open, and what runs back: the pump's curve from shut-off at 4/3
 * of the rated head, a main of height and friction, an orifice. Steps of the head, for it is asked a dozen times.
 */
function dutyBeside(opening: number): { lifted: number; back: number } {
  for (let head = 1; head > HEIGHT; head -= 0.001) {
    const lifted = Math.sqrt(4 - 3 * head)
    const back = opening * Math.sqrt(head)
    if (lifted - back >= Math.sqrt((head - HEIGHT) / (1 - HEIGHT))) return { lifted, back }
  }
  return { lifted: Math.sqrt(4 - 3 * HEIGHT), back: opening * Math.sqrt(HEIGHT) }
}

function likelihood(seen: readonly Seen[], says: readonly Shown[]): number {
  let log = 0
  for (const [k, { shown, spread }] of seen.entries()) {
    for (const measure of measures) {
      const [now, expected] = [shown[measure], says[k]![measure]]
      if (now === null) continue
      const scale = NEWEST * spread[measure]
      log +=
        expected === null
          ? ANYTHING
          : logStudent((now - expected) / scale, FREEDOM) + STUDENT - Math.log(scale)
    }
  }
  return log
}
/** Of one day's spread, that of the middle of the newest three. */
const NEWEST = 0.7
/** Log density of what a hypothesis leaves open: as likely anywhere within half of the usual. */
const ANYTHING = -Math.log(0.5)
/** Log of Student's t at its middle, with four degrees of freedom. */
const STUDENT = Math.log(0.375)

const sumOf = (weights: readonly number[], has: (i: number) => boolean): number =>
  weights.reduce((sum, weight, i) => sum + (has(i) ? weight : 0), 0)
