import { type Heap, pop, push } from './heap.ts'

/** A pipe before anybody knows how it flows. */
export interface StillLink {
  id: string
  from: string
  to: string
  /** m */
  length: number
}

/**
 * Flows where every place is fed the shortest way from a source, m³/h by link and positive from its `from`: what is drawn
 * at a place and behind it. Between two ways that are nearly as short all goes the one. For networks that can't be
 * solved, or are too large to be while somebody waits.
 */
export function treeFlows(
  links: readonly StillLink[],
  sources: Iterable<string>,
  drawn: ReadonlyMap<string, number>,
): Map<string, number> {
  const beside = new Map<string, StillLink[]>()
  for (const link of links) {
    for (const end of [link.from, link.to]) {
      const some = beside.get(end)
      if (some) some.push(link)
      else beside.set(end, [link])
    }
  }
  const cameBy = new Map<string, { link: StillLink; from: string }>()
  const order: string[] = []
  const reached = new Set<string>()
  const heap: Heap<{ place: string; by: { link: StillLink; from: string } | null }> = []
  for (const source of sources) push(heap, [0, { place: source, by: null }])
  while (heap.length > 0) {
    const [metres, { place, by }] = pop(heap)
    if (reached.has(place)) continue
    reached.add(place)
    order.push(place)
    if (by) cameBy.set(place, by)
    for (const link of beside.get(place) ?? []) {
      const to = link.from === place ? link.to : link.from
      if (!reached.has(to)) push(heap, [metres + link.length, { place: to, by: { link, from: place } }])
    }
  }
  const needed = new Map(drawn)
  const flows = new Map(links.map(({ id }) => [id, 0]))
  for (const place of order.toReversed()) {
    const by = cameBy.get(place)
    if (!by) continue
    const own = needed.get(place) ?? 0
    flows.set(by.link.id, by.link.from === by.from ? own : -own)
    needed.set(by.from, (needed.get(by.from) ?? 0) + own)
  }
  return flows
}
