import { type Heap, pop, push } from './heap.ts'

/** Places and the gates between them, by their numbers. */
export interface CutNet {
  /** Places around each gate. */
  sides: readonly (readonly number[])[]
  /** Gates around each place. */
  gates: readonly (readonly number[])[]
}

/** What shutting a gate costs, the first counting before the second; null where it can't be, 'shut' where it is already. */
export type GateCost = readonly [number, number] | null | 'shut'

export interface CutQuestion {
  from: readonly number[]
  /** By place, how many gates it is at least away from the nearest place to be parted from, 0 being one; Infinity where no way leads. */
  away: ArrayLike<number>
  costOf(gate: number): GateCost
}

/** More than a sum of second costs comes to; a few thousand first ones of it are still counted exactly. */
const FIRST = 1e10

/**
 * The gates to shut so that no way leads from some places to others, at the least cost; of equal ones those nearest to
 * where the ways begin. Max-flow by augmenting ways (Ford and Fulkerson, 1956); a gate with many sides is two nodes with
 * an edge of its cost between them (E. Lawler, 1973). Ways are looked for towards where the ends are known to lie, so that
 * only what lies between is looked at, however large the network. The two sets of places hang together through gates that
 * can be shut only: the caller has seen to it.
 */
export function leastCut(net: CutNet, question: CutQuestion): number[] {
  const flow = flowNetwork(net, question)
  for (let end = flow.search(question.from); end !== null; end = flow.search(question.from)) flow.push(end)
  return flow.cut()
}

const NOT_COME = -2
const BEGINS = -1

/** A place is a node by its number; behind them each gate is two, where it is entered and where it is left. */
function flowNetwork({ sides, gates }: CutNet, { away, costOf }: CutQuestion) {
  const places = gates.length
  const nodes = places + 2 * sides.length
  const entryOf = (gate: number) => places + 2 * gate
  const gateOf = (node: number) => (node - places) >> 1
  const isExit = (node: number) => ((node - places) & 1) === 1
  const capacities = new Float64Array(sides.length).fill(Number.NaN)
  const capacityOf = (gate: number): number => {
    if (!Number.isNaN(capacities[gate]!)) return capacities[gate]!
    const cost = sides[gate]!.length < 2 ? 'shut' : costOf(gate)
    const capacity = cost === 'shut' ? 0 : cost === null ? Infinity : cost[0] * FIRST + cost[1]
    capacities[gate] = capacity
    return capacity
  }
  /** By edge that something flows along, how much does; and which gates are part of one. */
  const flows = new Map<number, number>()
  const isUsed = new Uint8Array(sides.length)
  const edge = (a: number, b: number) => a * nodes + b
  /** What more may flow along an edge: what it takes, and what flows against it. */
  const leftOf = (a: number, b: number): number => {
    const inGate = a >= places && b >= places
    const takes = inGate ? !isExit(a) : a < places ? !isExit(b) : isExit(a)
    const capacity = takes ? (inGate ? capacityOf(gateOf(a)) : Infinity) : 0
    return capacity - (flows.get(edge(a, b)) ?? 0) + (flows.get(edge(b, a)) ?? 0)
  }
  const next = (node: number): readonly number[] => {
    if (node < places)
      return gates[node]!.flatMap((gate) =>
        isUsed[gate] === 1 ? [entryOf(gate), entryOf(gate) + 1] : capacityOf(gate) > 0 ? [entryOf(gate)] : [],
      )
    const gate = gateOf(node)
    const other = isExit(node) ? node - 1 : node + 1
    if (isUsed[gate] === 1) return [other, ...sides[gate]!]
    return isExit(node) ? sides[gate]! : [other]
  }
  const awayOf = (node: number): number => {
    if (node < places) return away[node]!
    let least = Infinity
    for (const side of sides[gateOf(node)]!) least = Math.min(least, away[side]!)
    return least
  }
  /** By node, from which one it was come to in the last search. */
  const cameBy = new Int32Array(nodes)
  return {
    /** The end of a way with capacity left; null where nothing more can flow. */
    search(from: readonly number[]): number | null {
      cameBy.fill(NOT_COME)
      const queue: Heap<number> = []
      const come = (node: number, by: number) => {
        if (cameBy[node] !== NOT_COME) return
        cameBy[node] = by
        push(queue, [awayOf(node), node])
      }
      for (const place of from) come(place, BEGINS)
      while (queue.length > 0) {
        const [toGo, node] = pop(queue)
        if (node < places && toGo === 0) return node
        for (const one of next(node)) if (cameBy[one] === NOT_COME && leftOf(node, one) > 0) come(one, node)
      }
      return null
    },
    push(end: number): void {
      const way: [number, number][] = []
      for (let node = end, by = cameBy[end]!; by !== BEGINS; node = by, by = cameBy[node]!)
        way.push([by, node])
      const much = Math.min(...way.map(([a, b]) => leftOf(a, b)))
      if (much === Infinity) throw new Error('these places can’t be parted')
      for (const [a, b] of way) {
        const against = flows.get(edge(b, a)) ?? 0
        const back = Math.min(against, much)
        if (back > 0) flows.set(edge(b, a), against - back)
        if (much > back) flows.set(edge(a, b), (flows.get(edge(a, b)) ?? 0) + much - back)
        isUsed[gateOf(Math.max(a, b))] = 1
      }
    },
    /** Gates that were come to and not passed when nothing more could flow. */
    cut: (): number[] =>
      sides.flatMap((_, gate) => {
        const entry = entryOf(gate)
        return cameBy[entry] !== NOT_COME && cameBy[entry + 1] === NOT_COME ? [gate] : []
      }),
  }
}
