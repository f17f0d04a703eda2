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
export function isolate(
  net: SegmentNet,
  stateOf: ValveStates,
  { segments: targets, points: from }: IsolationTarget,
  way: IsolationWay = 'least-area',
): Isolation | NotIsolable {
  const states = net.barriers.map(({ valves }) => barrierState(valves.map(stateOf)))
  const within = spread(net, targets, (barrier) => states[barrier] === 'unsure')
  const passed = net.barriers.flatMap(({ valves, sides }, i) =>
    states[i] === 'unsure' && sides.length > 1 && sides.some((side) => within.has(side))
      ? valves.filter((valve) => stateOf(valve) === 'unsure')
      : [],
  )
  const sources = [...within].flatMap((segment) => net.segments[segment]!.sources)
  if (sources.length > 0) return { sources, passed }
  const fedBefore = fed(net, (barrier) => states[barrier] !== 'closed')
  const around = ring(net, states, within)
  const shut =
    way === 'least-area' || around.length > MOST_AROUND ? around : fewest(net, states, within, from)
  const metresTo = metresFrom(
    net,
    from,
    shut.map((i) => net.barriers[i]!.point),
  )
  const isShut = new Set(shut)
  const fedAfter = fed(net, (barrier) => states[barrier] !== 'closed' && !isShut.has(barrier))
  const behind = [...fedBefore].filter((segment) => !fedAfter.has(segment) && !within.has(segment))
  const isBehind = new Set(behind)
  return {
    close: shut
      .flatMap((i) =>
        net.barriers[i]!.valves.filter((valve) => stateOf(valve) === 'open').map((valve) => ({
          valve,
          metres: wholeMetres(metresTo[net.barriers[i]!.point]!),
        })),
      )
      .sort((a, b) => a.metres - b.metres || (a.valve < b.valve ? -1 : 1)),
    within: [...within],
    behind,
    passed,
    feeds: net.barriers.flatMap(({ valves, sides }, i) =>
      states[i] === 'closed' &&
      sides.some((side) => isBehind.has(side)) &&
      sides.some((side) => fedAfter.has(side))
        ? valves
        : [],
    ),
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
  states: readonly ValveState[],
  within: ReadonlySet<number>,
  from: readonly number[],
): number[] {
  const metresTo = metresFrom(net, from)
  return leastCut({
    places: net.segments.length,
    from: [...within],
    to: net.segments.flatMap(({ sources }, i) => (sources.length > 0 ? [i] : [])),
    gates: net.barriers.flatMap(({ sides, valves, point }, id) => {
      if (states[id] === 'closed' || sides.length < 2) return []
      const cost = [valves.length, wholeMetres(metresTo[point]!)] as const
      return [{ id, sides, cost: states[id] === 'open' ? cost : null }]
    }),
  })
}

/** Open barriers around a part on whose other side there is water without it. */
function ring(net: SegmentNet, states: readonly ValveState[], within: ReadonlySet<number>): number[] {
  const around = new Set(
    [...within].flatMap((segment) => net.beside[segment]!.filter((i) => states[i] === 'open')),
  )
  const outside = fed(net, (barrier) => states[barrier] !== 'closed' && !around.has(barrier))
  return [...around].filter((i) => net.barriers[i]!.sides.some((side) => outside.has(side)))
}

/** Segments that water reaches. */
const fed = (net: SegmentNet, passes: (barrier: number) => boolean): Set<number> =>
  spread(
    net,
    net.segments.flatMap(({ sources }, i) => (sources.length > 0 ? [i] : [])),
    passes,
  )

function spread(
  net: SegmentNet,
  starts: Iterable<number>,
  passes: (barrier: number) => boolean,
): Set<number> {
  const reached = new Set(starts)
  for (const segment of reached) {
    for (const i of net.beside[segment]!) {
      if (!passes(i)) continue
      for (const side of net.barriers[i]!.sides) reached.add(side)
    }
  }
  return reached
}
