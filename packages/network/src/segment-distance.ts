import { type Heap, pop, push } from './heap.ts'
import type { SegmentNet } from './segments.ts'

/**
 * Metres along pipes from the nearest of some points to another, past valves; Infinity where no pipe leads. Searches no
 * further than it is asked for.
 */
export function metresFrom(net: SegmentNet, points: Iterable<number>): (point: number) => number {
  const metres = new Float64Array(net.around.length).fill(Infinity)
  const isSettled = new Uint8Array(net.around.length)
  const queue: Heap<number> = []
  for (const point of points) {
    if (metres[point] === 0) continue
    metres[point] = 0
    push(queue, [0, point])
  }
  return (wanted) => {
    while (isSettled[wanted] === 0 && queue.length > 0) {
      const [so, point] = pop(queue)
      if (so > metres[point]!) continue
      isSettled[point] = 1
      for (const i of net.around[point]!) {
        const { from, to, ends } = net.stretches[i]!
        const next = ends[0] === point ? ends[1] : ends[0]
        const via = so + (to - from)
        if (via >= metres[next]!) continue
        metres[next] = via
        push(queue, [via, next])
      }
    }
    return metres[wanted]!
  }
}

/**
 * Metres between the middles of two pipes, along pipes. Searches from each first pipe once; Infinity where no pipes
 * join them, or for what is no pipe.
 */
export function metresBetween(net: SegmentNet): (a: string, b: string) => number {
  const known = new Map<string, ReturnType<typeof metresFrom>[]>()
  const endsOf = (pipe: string): [first: number, last: number, length: number] | null => {
    const own = net.stretchesOf(pipe)
    const [first, last] = [net.stretches[own[0] ?? -1], net.stretches[own.at(-1) ?? -1]]
    return first && last ? [first.ends[0], last.ends[1], last.to] : null
  }
  return (a, b) => {
    const [from, to] = [endsOf(a), endsOf(b)]
    if (!from || !to) return Infinity
    if (a === b) return 0
    const ways = known.get(a) ?? [metresFrom(net, [from[0]]), metresFrom(net, [from[1]])]
    known.set(a, ways)
    const least = Math.min(...ways.flatMap((way) => [way(to[0]), way(to[1])]))
    return least + from[2] / 2 + to[2] / 2
  }
}
