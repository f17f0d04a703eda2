/** A stretch of a network between two places, by their names. */
export interface FlowLink {
  id: string
  from: string
  to: string
}

/**
 * A network of many links as flat lists: places and links have numbers, and `ends` and `beside` say who touches whom.
 * A place where nothing passes, a closed valve, is one place for each of its links.
 */
export interface FlowNet {
  links: readonly FlowLink[]
  /** Places of link `l`: `ends[2 * l]` and `ends[2 * l + 1]`. */
  ends: Uint32Array
  /** Links at place `p`: those in `beside` from `first[p]` up to `first[p + 1]`. */
  first: Uint32Array
  beside: Uint32Array
  /** A place's numbers by its name: several where nothing passes. */
  places: ReadonlyMap<string, readonly number[]>
  /** By link, -1 for a name that is none of them. */
  link(id: string): number
}

export interface FlowNetOptions {
  /** Names of places where nothing passes. */
  closedPlaces?: ReadonlySet<string>
  /** Ids of links that nothing passes along. */
  closedLinks?: ReadonlySet<string>
}

const NOBODY: ReadonlySet<string> = new Set()

export function flowNet(
  all: readonly FlowLink[],
  { closedPlaces = NOBODY, closedLinks = NOBODY }: FlowNetOptions = {},
): FlowNet {
  const links = all.filter(({ id }) => !closedLinks.has(id))
  const places = new Map<string, number[]>()
  const ends = new Uint32Array(2 * links.length)
  let count = 0
  const numberOf = (name: string): number => {
    const known = places.get(name)
    if (known && !closedPlaces.has(name)) return known[0]!
    const made = count++
    if (known) known.push(made)
    else places.set(name, [made])
    return made
  }
  links.forEach(({ from, to }, l) => {
    ends[2 * l] = numberOf(from)
    ends[2 * l + 1] = numberOf(to)
  })
  const first = new Uint32Array(count + 1)
  for (const place of ends) first[place + 1]!++
  for (let p = 0; p < count; p++) first[p + 1]! += first[p]!
  const beside = new Uint32Array(ends.length)
  const next = first.slice()
  ends.forEach((place, i) => {
    beside[next[place]!++] = i >> 1
  })
  const numbers = new Map(links.map(({ id }, l) => [id, l]))
  return { links, ends, first, beside, places, link: (id) => numbers.get(id) ?? -1 }
}

export const placeCount = ({ first }: FlowNet): number => first.length - 1

/** The other end of a link. */
export const across = ({ ends }: FlowNet, link: number, place: number): number =>
  ends[2 * link] === place ? ends[2 * link + 1]! : ends[2 * link]!

/** Links at a place. */
export function* linksAt({ first, beside }: FlowNet, place: number): Generator<number> {
  for (let i = first[place]!; i < first[place + 1]!; i++) yield beside[i]!
}
