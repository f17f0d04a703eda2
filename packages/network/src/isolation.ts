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

/** The same for who asks several times of one network: what holds each time is worked out once. */
export function isolator(net: SegmentNet, stateOf: ValveStates): Isolate {
  const usual = net.barriers.map(({ valves }) => barrierState(valves.map(stateOf)))
  // Which open valves are counted on changes nothing about where water comes now.
  const fedBefore = fed(net, usual)
  const barrierOf = new Map<string, number>()
  net.barriers.forEach(({ valves }, i) => {
    for (const valve of valves) barrierOf.set(valve, i)
  })
  return (target, way, unsure = new Set()) => {
    const state: ValveStates = (valve) => (unsure.has(valve) ? 'unsure' : stateOf(valve))
    const states = unsure.size === 0 ? usual : [...usual]
    for (const valve of unsure) {
      const i = barrierOf.get(valve)
      if (i !== undefined) states[i] = barrierState(net.barriers[i]!.valves.map(state))
    }
    return isolateOne(net, { stateOf: state, states, fedBefore }, target, way)
  }
}

interface Known {
  stateOf: ValveStates
  /** Of barriers. */
  states: BarrierStates
  /** By segment, whether it has water now. */
  fedBefore: Uint8Array
}
type BarrierStates = readonly ValveState[]

function isolateOne(
  net: SegmentNet,
  { stateOf, states, fedBefore }: Known,
  { segments: targets, points: from }: IsolationTarget,
  way: IsolationWay,
): Isolation | NotIsolable {
  const isWithin = reached(net, targets, (barrier) => states[barrier] === 'unsure')
  const within = numbersIn(isWithin)
  const valvesBeside = (segments: readonly number[]) => [
    ...new Set(segments.flatMap((segment) => net.beside[segment]!)),
  ]
  const passed = valvesBeside(within)
    .filter((i) => states[i] === 'unsure' && net.barriers[i]!.sides.length > 1)
    .sort((x, y) => x - y)
    .flatMap((i) => net.barriers[i]!.valves.filter((valve) => stateOf(valve) === 'unsure'))
  const sources = within.flatMap((segment) => net.segments[segment]!.sources)
  if (sources.length > 0) return { sources, passed }
  const around = ring(net, states, valvesBeside(within))
  const shut =
    way === 'least-area' || around.length > MOST_AROUND ? around : fewest(net, states, within, from)
  const metresTo = metresFrom(
    net,
    from,
    shut.map((i) => net.barriers[i]!.point),
  )
  const fedAfter = fed(net, states, new Set(shut))
  const isBehind = fedBefore.map((had, segment) =>
    had === 1 && fedAfter[segment] === 0 && isWithin[segment] === 0 ? 1 : 0,
  )
  const behind = numbersIn(isBehind)
  return {
    close: shut
      .flatMap((i) =>
        net.barriers[i]!.valves.filter((valve) => stateOf(valve) === 'open').map((valve) => ({
          valve,
          metres: wholeMetres(metresTo[net.barriers[i]!.point]!),
        })),
      )
      .sort((x, y) => x.metres - y.metres || (x.valve < y.valve ? -1 : 1)),
    within,
    behind,
    passed,
    feeds: valvesBeside(behind)
      .filter((i) => states[i] === 'closed' && net.barriers[i]!.sides.some((side) => fedAfter[side] === 1))
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
function fewest(
  net: SegmentNet,
  states: BarrierStates,
  within: readonly number[],
  from: readonly number[],
): number[] {
  const metresTo = metresFrom(net, from)
  return leastCut({
    places: net.segments.length,
    from: within,
    to: net.segments.flatMap(({ sources }, i) => (sources.length > 0 ? [i] : [])),
    gates: net.barriers.flatMap(({ sides, valves, point }, id) => {
      if (states[id] === 'closed' || sides.length < 2) return []
      const cost = [valves.length, wholeMetres(metresTo[point]!)] as const
      return [{ id, sides, cost: states[id] === 'open' ? cost : null }]
    }),
  })
}

/** Open ones of the barriers around a part, on whose other side there is water without it. */
function ring(net: SegmentNet, states: BarrierStates, beside: readonly number[]): number[] {
  const around = beside.filter((i) => states[i] === 'open')
  const outside = fed(net, states, new Set(around))
  return around.filter((i) => net.barriers[i]!.sides.some((side) => outside[side] === 1))
}

/** By segment, whether water reaches it. */
const fed = (net: SegmentNet, states: BarrierStates, shut: ReadonlySet<number> = new Set()): Uint8Array =>
  reached(
    net,
    net.segments.flatMap(({ sources }, i) => (sources.length > 0 ? [i] : [])),
    (barrier) => states[barrier] !== 'closed' && !shut.has(barrier),
  )

/** By segment, 1 where a way leads from the starts. In a large network this is most of the work. */
function reached(
  net: SegmentNet,
  starts: readonly number[],
  passes: (barrier: number) => boolean,
): Uint8Array {
  const is = new Uint8Array(net.segments.length)
  const stack: number[] = []
  const come = (segment: number) => {
    if (is[segment] === 1) return
    is[segment] = 1
    stack.push(segment)
  }
  for (const start of starts) come(start)
  for (let segment = stack.pop(); segment !== undefined; segment = stack.pop()) {
    for (const i of net.beside[segment]!) {
      if (!passes(i)) continue
      for (const side of net.barriers[i]!.sides) come(side)
    }
  }
  return is
}

/** Those with a 1. */
function numbersIn(is: Uint8Array): number[] {
  const found: number[] = []
  for (let i = is.indexOf(1); i >= 0; i = is.indexOf(1, i + 1)) found.push(i)
  return found
}
