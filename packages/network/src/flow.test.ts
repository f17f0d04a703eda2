import { describe, expect, test } from 'vitest'
import { type Along, flowDirections } from './flow-directions.ts'
import { type FlowNetOptions, flowNet } from './flow-net.ts'
import { downstream, type FlowStart, type FlowTrace, upstream } from './flow-trace.ts'

/** Links by the names of their ends, "ab" from a to b. */
function net(
  links: string,
  sources: string,
  options: FlowNetOptions & { measured?: Record<string, Along> } = {},
) {
  const made = flowNet(
    links.split(' ').map((id) => ({ id, from: id[0]!, to: id[1]! })),
    options,
  )
  const numbers = new Set([...sources].flatMap((name) => made.places.get(name) ?? []))
  const measured = new Map(
    Object.entries(options.measured ?? {}).map(([id, way]) => [made.link(id), way] as const),
  )
  return { net: made, sources: numbers, along: flowDirections(made, { sources: numbers, measured }) }
}
type Made = ReturnType<typeof net>

/** What is known, as "ab" or "ba"; unknown ones are left out. */
const arrows = ({ net: { links }, along }: Made): string =>
  links
    .flatMap(({ from, to }, l) => (along[l] === 0 ? [] : [along[l] === 1 ? from + to : to + from]))
    .join(' ')

const names = ({ net: { links } }: Made, { certain, possible }: FlowTrace) => {
  const of = (some: Set<number>) =>
    [...some]
      .map((l) => links[l]!.id)
      .sort()
      .join(' ')
  return [of(certain), of(possible)]
}
const from = (made: Made, start: string): FlowStart =>
  start.length === 2 ? { link: made.net.link(start) } : { places: made.net.places.get(start)! }
const down = (made: Made, start: string) => names(made, downstream(made, from(made, start)))
const up = (made: Made, start: string) => names(made, upstream(made, from(made, start)))

describe('which way water flows', () => {
  test('is certain in a branch, whichever way it was drawn', () => {
    expect(arrows(net('sa ba bc db', 's'))).toBe('sa ab bc bd')
  })

  test('is not said of a loop, but of what leads into it and out of it', () => {
    expect(arrows(net('sa ab bc ca cd', 's'))).toBe('sa cd')
  })

  test('is not said between two sources, but of what hangs there', () => {
    expect(arrows(net('sa at ab', 'st'))).toBe('ab')
  })

  test('is what was measured, and what must follow from it: what leaves a place has come to it', () => {
    expect(arrows(net('sa ab bc ca', 's', { measured: { bc: 1 } }))).toBe('sa ab bc')
    expect(arrows(net('ab', 'a', { measured: { ab: -1 } })), 'measured before reckoned').toBe('ba')
  })

  test('is not said of a part without a source', () => {
    expect(arrows(net('sa xy yz', 's'))).toBe('sa')
  })

  test('ends at a closed valve: what was a loop is two branches', () => {
    expect(arrows(net('sa ab bc ca', 's', { closedPlaces: new Set(['c']) }))).toBe('sa ab bc ac')
    expect(arrows(net('sa ab bc ca', 's', { closedLinks: new Set(['bc']) }))).toBe('sa ab ac')
  })

  test('is found in a branch of a hundred thousand links', () => {
    const links = Array.from({ length: 100_000 }, (_, i) => ({ id: `${i}`, from: `p${i}`, to: `p${i + 1}` }))
    const long = flowNet(links)
    const along = flowDirections(long, { sources: new Set([0]), measured: new Map() })
    expect(along.every((way) => way === 1)).toBe(true)
  })
})

describe('a trace', () => {
  // s–a, then a loop a b d c, then d–e; f hangs on b.
  const town = net('sa ab ac bd cd de bf', 's')

  test('downstream of the only feed is everything, for certain', () => {
    expect(down(town, 'sa')).toEqual(['ab ac bd bf cd de', ''])
  })

  test('downstream within a loop is possible, and certain only of what has no other way', () => {
    expect(down(town, 'b')).toEqual(['bf', 'ab ac bd cd de'])
    expect(down(town, 'de')).toEqual(['', ''])
  })

  test('upstream of a branch is for certain what all of its water passes', () => {
    expect(up(town, 'de')).toEqual(['sa', 'ab ac bd cd'])
    expect(up(town, 'bf')).toEqual(['sa', 'ab ac bd cd'])
  })

  test('a measured flow turns what was possible into what is certain', () => {
    const measured = net('sa ab ac bd cd de bf', 's', { measured: { bd: -1 } })
    expect(up(measured, 'bd')[0]).toBe('ac cd sa')
  })

  test('ends at a closed valve', () => {
    const closed = net('sa ab bc', 's', { closedPlaces: new Set(['b']) })
    expect(down(closed, 'sa')).toEqual(['ab', ''])
    expect(up(closed, 'bc')).toEqual(['', ''])
  })

  test('is of nothing certain where no source feeds it', () => {
    const dry = net('sa xy yz', 's')
    expect(down(dry, 'xy')).toEqual(['', 'yz'])
  })

  test('with a second source upstream is certain only from where both have met', () => {
    const two = net('sa tb ac bc cd', 'st')
    expect(up(two, 'cd')).toEqual(['', 'ac bc sa tb'])
    expect(down(two, 'sa')[0]).toBe('')
  })
})
