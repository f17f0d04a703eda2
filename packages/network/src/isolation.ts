import { type Heap, pop, push } from './heap.ts'
import { leastCut } from './least-cut.ts'
import { metresFrom } from './segment-distance.ts'
import type { SegmentNet, Standing } from './segments.ts'

/** Nobody can count on an `unsure` one: it is stuck open, can't be found, or how it stands is not known. */
export type ValveState = 'open' | 'closed' | 'unsure'
export type ValveStates = (valve: string) => ValveState

/** What to shut, and what is without water then. Segments are named by their numbers. */
export interface Isolation {
  /** Valves to close, the nearest first; metres along the pipes from where the target's ends are. */
  close: { valve: string; metres: number }[]
  /** Segments that are to be without water, with those that hang together with them through unsure valves. */
  within: number[]
  /** Segments that lose their water though nobody meant them to. */
  behind: number[]
  /** Unsure valves that would have made it smaller. */
  passed: string[]
  /** Closed valves that would give `behind` its water back. */
  feeds: string[]
}

/** Water comes in within what is to be shut off: there is no valve to count on between. */
export interface NotIsolable {
  sources: string[]
  passed: string[]
}

export type IsolationWay = 'least-area' | 'fewest-valves'

/** A stub this short between a pipe's valve and the place where it joins another belongs to that other. */
const STUB = 15
/** A part with more valves around it is no leak's; it isn't looked for fewer, which takes long. */
const MOST_AROUND = 60

/** What is to be without water: segments, and the points from which the way to valves is measured. */
export interface IsolationTarget {
  segments: readonly number[]
  points: readonly number[]
}

/** Of pipes, or of where something stands: their segments, and their ends. */
export function targetOf(
  net: SegmentNet,
  targets: readonly (Standing | { pipe: string })[],
): IsolationTarget {
  const segments = [...new Set(targets.flatMap((target) => segmentsOf(net, target)))]
  const own = targets.flatMap((target) => ('pipe' in target ? net.stretchesOf(target.pipe) : []))
  const stretches = own.length > 0 ? own : segments.flatMap((one) => net.segments[one]!.stretches)
  return { segments, points: stretches.flatMap((i) => net.stretches[i]!.ends) }
}

function segmentsOf(net: SegmentNet, target: Standing | { pipe: string }): readonly number[] {
  if (!('pipe' in target) || 'metres' in target) return net.segmentsAt(target as Standing)
  const own = net.stretchesOf(target.pipe).map((i) => net.stretches[i]!)
  const isStub = ({ from, to }: (typeof own)[number], i: number) =>
    to - from <= STUB && (i === 0 || i === own.length - 1)
  const longest = own.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, 1)
  const meant = own.filter((stretch, i) => own.length > 1 && !isStub(stretch, i))
  return [...new Set((meant.length > 0 ? meant : longest).map(({ segment }) => segment))]
}

/**
 * Valves to close so that no water reaches the targets. `least-area` shuts the ring around them, with which the least
 * is without water; `fewest-valves` shuts as few as can be, of those the nearest, wherever they stand.
 */
export const isolate = (
  net: SegmentNet,
  stateOf: ValveStates,
  target: IsolationTarget,
  way: IsolationWay = 'least-area',
): Isolation | NotIsolable => isolator(net, stateOf)(target, way)

export type Isolate = (
  target: IsolationTarget,
  way: IsolationWay,
  /** Open valves that are not counted on either. */
  unsure?: ReadonlySet<string>,
) => Isolation | NotIsolable

/**
 * The same for who asks several times of one network: what was found out for one question holds for the next. Nothing is
 * looked at that doesn't lie between the target, the valves around it and the sources nearest to them.
 */
export function isolator(net: SegmentNet, stateOf: ValveStates): Isolate {
  const usual = remembered((barrier) => barrierState(net.barriers[barrier]!.valves.map(stateOf)))
  // Which open valves are counted on changes nothing about where water comes now.
  const before = watered(net, (barrier) => usual(barrier) !== 'closed')
  let near: { points: readonly number[]; metresTo: (point: number) => number } | null = null
  return (target, way, unsure = new Set()) => {
    if (near?.points !== target.points)
      near = { points: target.points, metresTo: metresFrom(net, target.points) }
    const own: ValveStates = (valve) => (unsure.has(valve) ? 'unsure' : stateOf(valve))
    const changed = new Map<number, ValveState>()
    for (const valve of unsure) {
      const barrier = net.barrierOf(valve)
      if (barrier !== undefined) changed.set(barrier, barrierState(net.barriers[barrier]!.valves.map(own)))
    }
    const states: BarrierStates = (barrier) => changed.get(barrier) ?? usual(barrier)
    return isolateOne(net, { stateOf: own, states, before, metresTo: near.metresTo }, target, way)
  }
}

interface Known {
  stateOf: ValveStates
  states: BarrierStates
  /** As it is now. */
  before: Watered
  /** Along pipes from the target. */
  metresTo: (point: number) => number
}
type BarrierStates = (barrier: number) => ValveState

function isolateOne(
  net: SegmentNet,
  { stateOf, states, before, metresTo }: Known,
  { segments: targets }: IsolationTarget,
  way: IsolationWay,
): Isolation | NotIsolable {
  const isWithin = reached(net, targets, (barrier) => states(barrier) === 'unsure')
  const within = [...isWithin].sort((x, y) => x - y)
  const valvesBeside = (segments: readonly number[]) => [
    ...new Set(segments.flatMap((segment) => net.beside[segment]!)),
  ]
  const passed = valvesBeside(within)
    .filter((i) => states(i) === 'unsure' && net.barriers[i]!.sides.length > 1)
    .sort((x, y) => x - y)
    .flatMap((i) => net.barriers[i]!.valves.filter((valve) => stateOf(valve) === 'unsure'))
  const sources = within.flatMap((segment) => net.segments[segment]!.sources)
  if (sources.length > 0) return { sources, passed }
  const around = ring(net, states, valvesBeside(within))
  const shut =
    way === 'least-area' || around.length > MOST_AROUND ? around : fewest(net, states, metresTo, within)
  const isShut = new Set(shut)
  const after = watered(net, (barrier) => states(barrier) !== 'closed' && !isShut.has(barrier))
  // What loses its water hung on a valve that is shut.
  const lost = new Set(
    shut
      .flatMap((i) => net.barriers[i]!.sides)
      .flatMap((side) => (after.isFed(side) ? [] : [...reached(net, [side], after.passes)])),
  )
  const behind = [...lost]
    .filter((segment) => !isWithin.has(segment) && before.isFed(segment))
    .sort((x, y) => x - y)
  return {
    close: shut
      .flatMap((i) =>
        net.barriers[i]!.valves.filter((valve) => stateOf(valve) === 'open').map((valve) => ({
          valve,
          metres: wholeMetres(metresTo(net.barriers[i]!.point)),
        })),
      )
      .sort((x, y) => x.metres - y.metres || (x.valve < y.valve ? -1 : 1)),
    within,
    behind,
    passed,
    feeds: valvesBeside(behind)
      .filter((i) => states(i) === 'closed' && net.barriers[i]!.sides.some(after.isFed))
      .sort((x, y) => x - y)
      .flatMap((i) => net.barriers[i]!.valves),
  }
}

/** No way leads through what no pipe reaches. */
const wholeMetres = (metres: number): number => (metres === Infinity ? 0 : Math.round(metres))

/** Where valves share a point it is shut when all are, and to be counted on when all are. */
function barrierState(states: readonly ValveState[]): ValveState {
  if (states.includes('unsure')) return 'unsure'
  return states.includes('open') ? 'open' : 'closed'
}

/** The fewest barriers to shut, of those the nearest. */
const fewest = (
  net: SegmentNet,
  states: BarrierStates,
  metresTo: (point: number) => number,
  within: readonly number[],
): number[] =>
  leastCut(net.gates, {
    from: within,
    away: net.away,
    costOf(gate) {
      const { valves, point } = net.barriers[gate]!
      const state = states(gate)
      if (state === 'closed') return 'shut'
      return state === 'open' ? [valves.length, wholeMetres(metresTo(point))] : null
    },
  })

/** Open ones of the barriers around a part, on whose other side there is water without it. */
function ring(net: SegmentNet, states: BarrierStates, beside: readonly number[]): number[] {
  const around = beside.filter((i) => states(i) === 'open')
  const isAround = new Set(around)
  const outside = watered(net, (barrier) => states(barrier) !== 'closed' && !isAround.has(barrier))
  return around.filter((i) => net.barriers[i]!.sides.some(outside.isFed))
}

interface Watered {
  passes: (barrier: number) => boolean
  /** Whether water reaches a segment. */
  isFed: (segment: number) => boolean
}

/**
 * Where water comes by what passes it. Looked for from a segment towards the nearest sources, and all that was come to on the
 * way shares its answer.
 */
function watered(net: SegmentNet, passes: (barrier: number) => boolean): Watered {
  const known = new Map<number, boolean>()
  const isFed = (start: number): boolean => {
    const told = known.get(start)
    if (told !== undefined) return told
    const seen = new Set([start])
    const queue: Heap<number> = [[net.away[start]!, start]]
    let found = false
    while (!found && queue.length > 0) {
      const [away, segment] = pop(queue)
      found = away === 0 || known.get(segment) === true
      for (const i of found ? [] : net.beside[segment]!) {
        if (!passes(i)) continue
        for (const side of net.barriers[i]!.sides) {
          if (seen.has(side)) continue
          seen.add(side)
          push(queue, [net.away[side]!, side])
        }
      }
    }
    for (const segment of seen) known.set(segment, found)
    return found
  }
  return { passes, isFed }
}

/** Segments to which a way leads from the starts. */
function reached(
  net: SegmentNet,
  starts: readonly number[],
  passes: (barrier: number) => boolean,
): Set<number> {
  const found = new Set(starts)
  for (const segment of found) {
    for (const i of net.beside[segment]!) {
      if (passes(i)) for (const side of net.barriers[i]!.sides) found.add(side)
    }
  }
  return found
}

function remembered<T>(make: (of: number) => T): (of: number) => T {
  const made = new Map<number, T>()
  return (of) => {
    const known = made.get(of)
    if (known !== undefined) return known
    const value = make(of)
    made.set(of, value)
    return value
  }
}
