/** A link as it flows: how much water it holds and how much passes, from `from` to `to` where that is positive. */
export interface FlowingLink {
  id: string
  from: string
  to: string
  /** m³/h */
  flow: number
  /** m³ */
  volume: number
}

/** How much of the water at a place came by somewhere, and how many hours ago. */
export interface Passage {
  /** Of all the water there, 0…1. */
  share: number
  hours: { from: number; likely: number; to: number }
}

export interface TravelTimes {
  /** By place and by link: at a link's far end, that is where it was longest ago. */
  places: Map<string, Passage>
  links: Map<string, Passage>
}

/** Shares that are too small to be followed, and hours that are too long ago. */
const LEAST = 0.005
const LONGEST = 120
/** Flow, m³/h, below which water stands. */
const STILL = 0.005

interface Directed {
  id: string
  /** The way the water goes. */
  from: string
  to: string
  flow: number
  hours: number
}

/**
 * Where the water at a place was before: each place's water is the mixture of what flows in, so that a share goes back
 * along each link as much of the inflow comes that way. Flows stand still meanwhile.
 */
export function whereFrom(links: readonly FlowingLink[], place: string): TravelTimes {
  const way = directed(links)
  const into = Map.groupBy(way, ({ to }) => to)
  const inflow = (at: string) => (into.get(at) ?? []).reduce((sum, { flow }) => sum + flow, 0)
  return follow(place, (at) =>
    (into.get(at) ?? []).map((link) => ({ link, to: link.from, part: link.flow / inflow(at) })),
  )
}

/**
 * Where the water of a place goes: which share of what arrives elsewhere is its, and after how long. A place where
 * nothing else flows in gets its water whole.
 */
export function whereTo(links: readonly FlowingLink[], place: string): TravelTimes {
  const way = directed(links)
  const into = Map.groupBy(way, ({ to }) => to)
  const outOf = Map.groupBy(way, ({ from }) => from)
  const inflow = (at: string) => (into.get(at) ?? []).reduce((sum, { flow }) => sum + flow, 0)
  return follow(place, (at) =>
    (outOf.get(at) ?? []).map((link) => ({ link, to: link.to, part: link.flow / inflow(link.to) })),
  )
}

function directed(links: readonly FlowingLink[]): Directed[] {
  return links.flatMap(({ id, from, to, flow, volume }): Directed[] => {
    if (Math.abs(flow) < STILL) return []
    const ends = flow > 0 ? { from, to } : { from: to, to: from }
    return [{ id, ...ends, flow: Math.abs(flow), hours: volume / Math.abs(flow) }]
  })
}

interface Next {
  link: Directed
  to: string
  part: number
}

/** Places in an order in which all that leads to one comes before it; hydraulic heads allow no circle. */
function follow(start: string, nextOf: (place: string) => Next[]): TravelTimes {
  const waiting = new Map<string, number>()
  const reached = [start]
  const seen = new Set(reached)
  for (const at of reached) {
    for (const { to } of nextOf(at)) {
      waiting.set(to, (waiting.get(to) ?? 0) + 1)
      if (!seen.has(to)) reached.push(to)
      seen.add(to)
    }
  }
  const sums = new Map<string, Sum>([[start, { share: 1, time: 0, from: 0, to: 0 }]])
  const links = new Map<string, Passage>()
  const due = [start]
  const done = new Set<string>()
  for (const at of due) {
    if (done.has(at)) continue
    done.add(at)
    const own = sums.get(at)
    for (const { link, to, part } of nextOf(at)) {
      if (own) {
        const passed = onward(own, part, link.hours)
        if (passed.share >= LEAST && passed.from <= LONGEST) {
          links.set(link.id, passageOf(passed))
          sums.set(to, mixed(sums.get(to), passed))
        }
      }
      const left = waiting.get(to)! - 1
      waiting.set(to, left)
      if (left === 0) due.push(to)
    }
  }
  return { places: new Map([...sums].map(([name, sum]) => [name, passageOf(sum)])), links }
}

/** Hours are weighed by the share. */
interface Sum {
  share: number
  time: number
  from: number
  to: number
}

const onward = ({ share, time, from, to }: Sum, part: number, hours: number): Sum => ({
  share: share * part,
  time: part * (time + share * hours),
  from: from + hours,
  to: to + hours,
})

const mixed = (a: Sum | undefined, b: Sum): Sum =>
  a
    ? {
        share: a.share + b.share,
        time: a.time + b.time,
        from: Math.min(a.from, b.from),
        to: Math.max(a.to, b.to),
      }
    : b

const passageOf = ({ share, time, from, to }: Sum): Passage => ({
  share: Math.min(1, share),
  hours: { from, likely: share > 0 ? time / share : from, to },
})
