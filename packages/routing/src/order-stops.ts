/** What going from one place to another costs, metres or seconds, by their numbers; there and back may differ. */
export type Travel = readonly (readonly number[])[]

export interface Tour {
  /** All places but the first, each once. */
  order: number[]
  /** From the first place through all others, and back to it where the tour returns. */
  cost: number
}

export interface TourEnds {
  /** Back to the first place in the end; else it ends where the last stop is. */
  returns: boolean
}

/** The longest run of stops that is tried elsewhere as a whole. */
const LONGEST_RUN = 3
/** Less is what rounding makes of nothing. */
const GAIN = 1e-9

/**
 * A good order, the same for the same travel: the nearest place first, then two kinds of change as long as one helps:
 * a stretch turned round (2-opt; Croes 1958), and one to three stops moved elsewhere, either way round (Or-opt; Or
 * 1976). No promise that it is the best.
 */
export function orderStops(travel: Travel, { returns }: TourEnds): Tour {
  const count = travel.length
  if (count < 2) return { order: [], cost: 0 }
  const go = withEnd(travel, returns)
  let path = nearestFirst(go, count)
  for (;;) {
    const better = turnedRound(path, go) ?? movedElsewhere(path, go)
    if (!better) break
    path = better
  }
  return { order: path.slice(1, -1), cost: lengthOf(path, go) }
}

type Go = (from: number, to: number) => number

/** The end is a place of its own, one past the others: the first again, or wherever the last stop is. */
const withEnd = (travel: Travel, returns: boolean): Go => {
  const end = travel.length
  return (from, to) => {
    if (to === end) return returns ? travel[from]![0]! : 0
    return travel[from]![to]!
  }
}

function nearestFirst(go: Go, count: number): number[] {
  const left = new Set(Array.from({ length: count - 1 }, (_, i) => i + 1))
  const path = [0]
  while (left.size > 0) {
    const here = path.at(-1)!
    let nearest = -1
    for (const place of left) if (nearest < 0 || go(here, place) < go(here, nearest)) nearest = place
    left.delete(nearest)
    path.push(nearest)
  }
  return [...path, count]
}

/** The first stretch that is better driven the other way; null where there is none. */
function turnedRound(path: readonly number[], go: Go): number[] | null {
  const last = path.length - 2
  for (let i = 1; i < last; i++) {
    // What the stretch costs as it is and turned round grows along with it.
    let as = 0
    let turned = 0
    for (let j = i + 1; j <= last; j++) {
      as += go(path[j - 1]!, path[j]!)
      turned += go(path[j]!, path[j - 1]!)
      const [before, first, final, after] = [path[i - 1]!, path[i]!, path[j]!, path[j + 1]!]
      const gain = go(before, first) + as + go(final, after) - (go(before, final) + turned + go(first, after))
      if (gain > GAIN) return [...path.slice(0, i), ...path.slice(i, j + 1).reverse(), ...path.slice(j + 1)]
    }
  }
  return null
}

/** The first few stops that are better visited at another time; null where there are none. */
function movedElsewhere(path: readonly number[], go: Go): number[] | null {
  const last = path.length - 2
  for (let length = 1; length <= LONGEST_RUN; length++) {
    for (let i = 1; i + length - 1 <= last; i++) {
      const run = path.slice(i, i + length)
      const [first, final] = [run[0]!, run.at(-1)!]
      const [before, after] = [path[i - 1]!, path[i + length]!]
      const freed = go(before, first) + go(final, after) - go(before, after)
      const flipped = run.toReversed()
      const turned = lengthOf(flipped, go) - lengthOf(run, go)
      for (let k = 0; k <= last; k++) {
        if (k >= i - 1 && k < i + length) continue
        const [a, b] = [path[k]!, path[k + 1]!]
        const open = go(a, b)
        const same = go(a, first) + go(final, b) - open
        const other = go(a, final) + go(first, b) - open + turned
        if (freed - Math.min(same, other) <= GAIN) continue
        const put = same <= other ? run : flipped
        const rest = [...path.slice(0, i), ...path.slice(i + length)]
        const at = (k < i ? k : k - length) + 1
        return [...rest.slice(0, at), ...put, ...rest.slice(at)]
      }
    }
  }
  return null
}

const lengthOf = (path: readonly number[], go: Go): number =>
  path.slice(1).reduce((sum, to, i) => sum + go(path[i]!, to), 0)
