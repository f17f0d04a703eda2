import { expect, test } from 'vitest'
import { type CutNet, type GateCost, leastCut } from './least-cut.ts'

/** Gates between places, as their sides and what shutting them costs. */
type Gates = readonly (readonly [sides: readonly number[], cost: GateCost])[]

const netOf = (places: number, gates: Gates): CutNet => ({
  sides: gates.map(([sides]) => sides),
  gates: Array.from({ length: places }, (_, place) =>
    gates.flatMap(([sides], gate) => (sides.includes(place) ? [gate] : [])),
  ),
})

/** By place, how many gates it is away from the ends, whichever are shut. */
function awayFrom(ends: readonly number[], places: number, gates: Gates): number[] {
  const away = Array.from({ length: places }, (_, place) => (ends.includes(place) ? 0 : Infinity))
  for (let changed = true; changed; ) {
    changed = false
    for (const [sides] of gates) {
      const near = Math.min(...sides.map((side) => away[side]!)) + 1
      for (const side of sides) {
        if (away[side]! <= near) continue
        away[side] = near
        changed = true
      }
    }
  }
  return away
}

const cut = (places: number, gates: Gates, from: number[], ends: number[]): number[] =>
  leastCut(netOf(places, gates), {
    from,
    away: awayFrom(ends, places, gates),
    costOf: (gate) => gates[gate]![1],
  })

function parts(places: number, gates: Gates, shut: readonly number[], from: number[], ends: number[]) {
  const reached = new Set(from)
  for (const place of reached) {
    for (const [gate, [sides, cost]] of gates.entries())
      if (sides.includes(place) && cost !== 'shut' && !shut.includes(gate))
        for (const side of sides) reached.add(side)
  }
  return !ends.some((end) => end < places && reached.has(end))
}

test('of two equal cuts the one nearer to where the ways begin', () => {
  const chain: Gates = [
    [
      [0, 1],
      [1, 5],
    ],
    [
      [1, 2],
      [1, 5],
    ],
  ]
  expect(cut(3, chain, [0], [2])).toEqual([0])
})

test('one gate on three sides is shut once, and one that is shut already costs nothing', () => {
  const gates: Gates = [
    [
      [0, 1, 2],
      [1, 9],
    ],
    [
      [1, 3],
      [1, 1],
    ],
    [
      [2, 3],
      [1, 1],
    ],
    [[0, 3], 'shut'],
  ]
  expect(cut(4, gates, [0], [3])).toEqual([0])
})

test('places that can’t be parted are told', () => {
  expect(() => cut(2, [[[0, 1], null]], [0], [1])).toThrow('can’t be parted')
})

test('in networks drawn at random it is the least that trying everything finds', () => {
  let seed = 7
  const draw = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed % below
  }
  let parted = 0
  for (let round = 0; round < 400; round++) {
    const places = 4 + draw(4)
    const gates: Gates = Array.from({ length: 6 + draw(5) }, () => {
      const sides = [...new Set([draw(places), draw(places), ...(draw(4) === 0 ? [draw(places)] : [])])]
      const kind = draw(12)
      return [sides, kind === 0 ? null : kind === 1 ? 'shut' : [1 + draw(2), draw(30)]] as const
    })
    const [from, ends] = [[0], [places - 1, places - 2]]
    const price = (shut: readonly number[]) =>
      shut.reduce((all, gate) => {
        const cost = gates[gate]![1] as readonly [number, number]
        return all + cost[0] * 1e6 + cost[1]
      }, 0)
    const free = gates.flatMap(([, cost], gate) => (Array.isArray(cost) ? [gate] : []))
    const tried = Array.from({ length: 2 ** free.length }, (_, set) => free.filter((_, i) => (set >> i) & 1))
    const least = Math.min(
      ...tried.filter((shut) => parts(places, gates, shut, from, ends)).map((shut) => price(shut)),
    )
    if (least === Infinity) {
      expect(() => cut(places, gates, from, ends)).toThrow('can’t be parted')
      continue
    }
    parted++
    const shut = cut(places, gates, from, ends)
    expect([parts(places, gates, shut, from, ends), price(shut)]).toEqual([true, least])
  }
  expect(parted).toBeGreaterThan(200)
})
