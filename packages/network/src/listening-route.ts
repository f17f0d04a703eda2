/** A place where a leak may be. */
export interface Candidate {
  pipe: string
  probability: number
}

export interface RouteStop extends Candidate {
  /** Metres along the pipes from the stop before; null where none lead there, or at the first. */
  metres: number | null
}

/** Where no pipe leads one walks above ground, and that costs more than any way along pipes. */
const NO_WAY = 100_000

/**
 * The order in which a crew walks and listens, so that the way until the leak is heard is the shortest to be expected:
 * the likely places early, as far as they lie together. Begins at the likeliest; the rest is put where it lengthens
 * the expected way least, then stretches are turned around and stops moved while that shortens it.
 */
export function listeningRoute(
  candidates: readonly Candidate[],
  metresBetween: (a: string, b: string) => number,
): RouteStop[] {
  const stops = candidates.toSorted((a, b) => b.probability - a.probability || (a.pipe < b.pipe ? -1 : 1))
  const way = stops.map((a) => stops.map((b) => Math.min(NO_WAY, metresBetween(a.pipe, b.pipe))))
  const expected = (order: readonly number[]): number => {
    let [walked, sum] = [0, 0]
    for (let i = 1; i < order.length; i++) {
      walked += way[order[i - 1]!]![order[i]!]!
      sum += stops[order[i]!]!.probability * walked
    }
    // What is certain to be walked decides among places of no probability.
    return sum + walked * 1e-6
  }
  let order = stops.length > 0 ? [0] : []
  for (let next = 1; next < stops.length; next++) {
    order = best(
      Array.from({ length: order.length }, (_, i) => order.toSpliced(i + 1, 0, next)),
      expected,
    )
  }
  for (let least = expected(order); ; ) {
    const better = best([order, ...turned(order), ...moved(order)], expected)
    const so = expected(better)
    if (so >= least - 1e-9) break
    order = better
    least = so
  }
  return order.map((stop, i) => {
    const metres = i === 0 ? NO_WAY : way[order[i - 1]!]![stop]!
    return { ...stops[stop]!, metres: metres >= NO_WAY ? null : Math.round(metres) }
  })
}

function best(orders: readonly number[][], cost: (order: readonly number[]) => number): number[] {
  let found = orders[0]!
  let least = cost(found)
  for (const order of orders) {
    const so = cost(order)
    if (so < least) [found, least] = [order, so]
  }
  return found
}

/** Every stretch behind the first stop, the other way around. */
function turned(order: readonly number[]): number[][] {
  const found: number[][] = []
  for (let from = 1; from < order.length - 1; from++) {
    for (let to = from + 2; to <= order.length; to++) {
      found.push([...order.slice(0, from), ...order.slice(from, to).reverse(), ...order.slice(to)])
    }
  }
  return found
}

/** Every stop behind the first at every other place. */
function moved(order: readonly number[]): number[][] {
  const found: number[][] = []
  for (let from = 1; from < order.length; from++) {
    const rest = order.toSpliced(from, 1)
    for (let to = 1; to < order.length; to++) if (to !== from) found.push(rest.toSpliced(to, 0, order[from]!))
  }
  return found
}
