import type { CutNet } from './least-cut.ts'

/** A stretch of pipe between two places. */
export interface ValvedPipe {
  id: string
  from: string
  to: string
  /** m */
  length: number
}

/** Where something stands: at a place that pipes name, or on a pipe, so many metres from its beginning. */
export type Standing = { place: string } | { pipe: string; metres: number }

/** A piece of a pipe without a valve in it. */
export interface Stretch {
  pipe: string
  /** Metres along the pipe. */
  from: number
  to: number
  /** Numbers of the points at its ends. */
  ends: [number, number]
  segment: number
}

/** What hangs together without passing a valve: the least that can be shut off. */
export interface Segment {
  stretches: number[]
  /** Names of places; one at which a valve stands belongs to all segments around it. */
  places: string[]
  /** Of pipe. */
  metres: number
  /** Water comes in here. */
  sources: string[]
}

/** A point at which valves stand: shut, it parts the segments around it. */
export interface Barrier {
  point: number
  valves: string[]
  /** Numbers of the segments around it. */
  sides: number[]
}

/**
 * A pipe network as segments and the valves between them (T. Walski, 1993; H. Jun and G. V. Loganathan, 2007). Which
 * valves are open does not matter here: every one of them parts segments.
 */
export interface SegmentNet {
  stretches: readonly Stretch[]
  segments: readonly Segment[]
  barriers: readonly Barrier[]
  /** Numbers of the stretches that end at a point. */
  around: readonly (readonly number[])[]
  /** Numbers of barriers by segment. */
  beside: readonly (readonly number[])[]
  /** By segment, over how many barriers the nearest source lies, whatever they are; Infinity where no way leads. */
  away: Float64Array
  /** Segments as places, barriers as gates. */
  gates: CutNet
  /** The number of the barrier that a valve is part of. */
  barrierOf(valve: string): number | undefined
  /** Numbers of a pipe's stretches, in its order. */
  stretchesOf(pipe: string): readonly number[]
  /** The segments that something belongs to: none, one, or at a valve all around it. */
  segmentsAt(standing: Standing): readonly number[]
}

export interface SegmentNetParts {
  pipes: readonly ValvedPipe[]
  valves: readonly { id: string; at: Standing }[]
  /** Places where water comes in. */
  sources: ReadonlySet<string>
}

export function segmentNet({ pipes, valves, sources }: SegmentNetParts): SegmentNet {
  const { stretches, names, valvesAt, byPipe } = cut(pipes, valves)
  const around: number[][] = Array.from({ length: names.length }, () => [])
  stretches.forEach(({ ends }, i) => {
    around[ends[0]]!.push(i)
    if (ends[1] !== ends[0]) around[ends[1]]!.push(i)
  })
  const segments = join(stretches, around, valvesAt)
  const pointOf = new Map<string, number>()
  names.forEach((name, point) => {
    if (name !== null) pointOf.set(name, point)
  })
  const sidesOf = (point: number) => [...new Set(around[point]!.map((i) => stretches[i]!.segment))]
  names.forEach((name, point) => {
    if (name === null) return
    for (const side of sidesOf(point)) {
      segments[side]!.places.push(name)
      if (sources.has(name)) segments[side]!.sources.push(name)
    }
  })
  const barriers = [...valvesAt].map(([point, ids]) => ({ point, valves: ids, sides: sidesOf(point) }))
  const beside: number[][] = segments.map(() => [])
  barriers.forEach(({ sides }, i) => {
    for (const side of sides) beside[side]!.push(i)
  })
  const barrierByValve = new Map(barriers.flatMap(({ valves: ids }, i) => ids.map((id) => [id, i] as const)))
  const stretchesOf = (pipe: string) => byPipe.get(pipe) ?? []
  return {
    ...{ stretches, segments, barriers, around, beside, stretchesOf },
    away: stepsToSources(segments, barriers, beside),
    gates: { sides: barriers.map(({ sides }) => sides), gates: beside },
    barrierOf: (valve) => barrierByValve.get(valve),
    segmentsAt(standing) {
      if ('place' in standing) {
        const point = pointOf.get(standing.place)
        return point === undefined ? [] : sidesOf(point)
      }
      const there = stretchesOf(standing.pipe).filter((i) => {
        const { from, to } = stretches[i]!
        return standing.metres >= from && standing.metres <= to
      })
      return [...new Set(there.map((i) => stretches[i]!.segment))]
    },
  }
}

function stepsToSources(
  segments: readonly Segment[],
  barriers: readonly Barrier[],
  beside: readonly (readonly number[])[],
): Float64Array {
  const steps = new Float64Array(segments.length).fill(Infinity)
  const queue = segments.flatMap(({ sources }, i) => (sources.length > 0 ? [i] : []))
  for (const segment of queue) steps[segment] = 0
  for (const segment of queue) {
    for (const side of beside[segment]!.flatMap((i) => barriers[i]!.sides)) {
      if (steps[side] !== Infinity) continue
      steps[side] = steps[segment]! + 1
      queue.push(side)
    }
  }
  return steps
}

/** Pipes cut at the valves that stand on them; one that stands at a pipe's very end stands at the place there. */
function cut(pipes: SegmentNetParts['pipes'], valves: SegmentNetParts['valves']) {
  const names: (string | null)[] = []
  const points = new Map<string, number>()
  const pointOf = (name: string): number => {
    const known = points.get(name)
    if (known !== undefined) return known
    points.set(name, names.length)
    return names.push(name) - 1
  }
  const valvesAt = new Map<number, string[]>()
  const put = (point: number, valve: string) => {
    const some = valvesAt.get(point)
    if (some) some.push(valve)
    else valvesAt.set(point, [valve])
  }
  const onPipe = new Map<string, { id: string; metres: number }[]>()
  const atPlace: { id: string; place: string }[] = []
  for (const { id, at } of valves) {
    if ('place' in at) atPlace.push({ id, place: at.place })
    else onPipe.set(at.pipe, [...(onPipe.get(at.pipe) ?? []), { id, metres: at.metres }])
  }
  const stretches: Stretch[] = []
  const byPipe = new Map<string, number[]>()
  for (const { id: pipe, from, to, length } of pipes) {
    let begin = { metres: 0, point: pointOf(from) }
    const own: number[] = []
    const until = (metres: number, point: number) => {
      const ends: [number, number] = [begin.point, point]
      own.push(stretches.push({ pipe, from: begin.metres, to: metres, ends, segment: -1 }) - 1)
      begin = { metres, point }
    }
    for (const { id, metres } of (onPipe.get(pipe) ?? []).sort((a, b) => a.metres - b.metres)) {
      if (metres <= 0 || metres >= length) put(pointOf(metres <= 0 ? from : to), id)
      else {
        if (metres > begin.metres) until(metres, names.push(null) - 1)
        put(begin.point, id)
      }
    }
    until(length, pointOf(to))
    byPipe.set(pipe, own)
  }
  for (const { id, place } of atPlace) if (points.has(place)) put(points.get(place)!, id)
  return { stretches, names, valvesAt, byPipe }
}

/** Names every stretch's segment: what is reached from it without passing a point with a valve. */
function join(
  stretches: Stretch[],
  around: readonly (readonly number[])[],
  valvesAt: ReadonlyMap<number, unknown>,
): Segment[] {
  const segments: Segment[] = []
  stretches.forEach((first, start) => {
    if (first.segment >= 0) return
    const segment: Segment = { stretches: [start], places: [], metres: 0, sources: [] }
    const number = segments.push(segment) - 1
    first.segment = number
    for (const i of segment.stretches) {
      const { from, to, ends } = stretches[i]!
      segment.metres += to - from
      for (const point of ends) {
        if (valvesAt.has(point)) continue
        for (const next of around[point]!) {
          if (stretches[next]!.segment >= 0) continue
          stretches[next]!.segment = number
          segment.stretches.push(next)
        }
      }
    }
  })
  return segments
}
