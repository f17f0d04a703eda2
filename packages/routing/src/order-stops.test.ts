import { describe, expect, test } from 'vitest'
import { orderStops, type Travel } from './order-stops.ts'
import { straightLines } from './straight-lines.ts'

type Spot = [number, number]

const flat = (spots: readonly Spot[]): Travel =>
  spots.map(([x, y]) => spots.map(([u, v]) => Math.hypot(x - u, y - v)))

/** The same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const costOf = (travel: Travel, order: readonly number[], returns: boolean): number => {
  const path = [0, ...order, ...(returns ? [0] : [])]
  return path.slice(1).reduce((sum, to, i) => sum + travel[path[i]!]![to]!, 0)
}

function best(travel: Travel, returns: boolean): number {
  const search = (order: number[], left: number[]): number =>
    left.length === 0
      ? costOf(travel, order, returns)
      : Math.min(
          ...left.map((next) =>
            search(
              [...order, next],
              left.filter((one) => one !== next),
            ),
          ),
        )
  return search(
    [],
    travel.slice(1).map((_, i) => i + 1),
  )
}

describe('the order of stops', () => {
  test('goes round a circle of places that come in any order', () => {
    const random = randomFrom(3)
    const spots = Array.from({ length: 40 }, (_, i): Spot => {
      const angle = (i / 40) * 2 * Math.PI
      return [Math.cos(angle), Math.sin(angle)]
    })
    const shuffled = spots.map((spot) => ({ spot, key: random() })).sort((a, b) => a.key - b.key)
    const { cost, order } = orderStops(flat(shuffled.map(({ spot }) => spot)), { returns: true })
    expect(cost).toBeCloseTo(40 * 2 * Math.sin(Math.PI / 40), 6)
    expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 39 }, (_, i) => i + 1))
  })

  test.each([true, false])('of seven places is the best or close to it, returning or not (%s)', (returns) => {
    const random = randomFrom(11)
    const excess: number[] = []
    for (let round = 0; round < 40; round++) {
      const travel = flat(Array.from({ length: 7 }, (): Spot => [random(), random()]))
      const { cost, order } = orderStops(travel, { returns })
      expect(cost).toBeCloseTo(costOf(travel, order, returns), 9)
      excess.push(cost / best(travel, returns) - 1)
    }
    expect(excess.filter((share) => share < 1e-9).length).toBeGreaterThan(32)
    expect(Math.max(...excess)).toBeLessThan(0.12)
  })

  test('minds one-way streets', () => {
    // Round a block, one way: back is the whole block.
    const travel = [0, 1, 2, 3, 4].map((from) => [0, 1, 2, 3, 4].map((to) => (to - from + 5) % 5))
    const shuffled = [0, 3, 1, 4, 2].map((i) => [0, 3, 1, 4, 2].map((j) => travel[i]![j]!))
    expect(orderStops(shuffled, { returns: true })).toEqual({ order: [2, 4, 1, 3], cost: 5 })
  })

  test('ends where it likes when nobody has to come back', () => {
    const travel = flat([
      [0, 0],
      [-1, 0],
      [5, 0],
      [6, 0],
    ])
    expect(orderStops(travel, { returns: false })).toEqual({ order: [1, 2, 3], cost: 8 })
  })

  test('of nothing, and of one place, is no order', () => {
    expect(orderStops([], { returns: true })).toEqual({ order: [], cost: 0 })
    expect(orderStops([[0]], { returns: true })).toEqual({ order: [], cost: 0 })
    expect(
      orderStops(
        flat([
          [0, 0],
          [3, 4],
        ]),
        { returns: true },
      ),
    ).toEqual({ order: [1], cost: 10 })
  })

  test('improves upon going to the nearest place, at the size of a day’s round', () => {
    const random = randomFrom(5)
    const travel = flat(Array.from({ length: 120 }, (): Spot => [random(), random()]))
    const { cost, order } = orderStops(travel, { returns: true })
    expect(new Set(order).size).toBe(119)
    // Beardwood, Halton & Hammersley: about 0.7124 √(n·area) is the best there is.
    expect(cost).toBeLessThan(0.7124 * Math.sqrt(120) * 1.25)
    expect(orderStops(travel, { returns: true })).toEqual({ cost, order })
  })
})

test('straight lines are metres, with what streets add', () => {
  const [[none, there]] = straightLines([
    [17, 60],
    [17, 60.009],
  ]) as [number[]]
  expect(none).toBe(0)
  expect(there).toBeCloseTo(1.3 * 1001.9, 0)
})
