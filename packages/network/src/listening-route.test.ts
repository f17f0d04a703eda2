import { expect, test } from 'vitest'
import { listeningRoute } from './listening-route.ts'
import { metresBetween } from './segment-distance.ts'
import { segmentNet } from './segments.ts'

/** One long street: p1 … p9, each 100 m, a valve in p4, and a pipe that hangs on nothing. */
const net = segmentNet({
  pipes: [
    ...Array.from({ length: 9 }, (_, i) => ({
      id: `p${i + 1}`,
      from: `n${i}`,
      to: `n${i + 1}`,
      length: 100,
    })),
    { id: 'island', from: 'x', to: 'y', length: 40 },
  ],
  valves: [{ id: 'V', at: { pipe: 'p4', metres: 30 } }],
  sources: new Set(['n0']),
})
const metres = metresBetween(net)
const route = (candidates: Record<string, number>) =>
  listeningRoute(
    Object.entries(candidates).map(([pipe, probability]) => ({ pipe, probability })),
    metres,
  )

test('distances go from middle to middle along the pipes, past valves', () => {
  expect(metres('p1', 'p2')).toBe(100)
  expect(metres('p3', 'p5')).toBe(200)
  expect(metres('p5', 'p3')).toBe(200)
  expect(metres('p1', 'island')).toBe(Infinity)
  expect(metres('p1', 'p1')).toBe(0)
})

test('a crew begins at the likeliest and does not run to and fro', () => {
  expect(route({ p4: 0.4, p5: 0.15, p8: 0.2, p3: 0.15, p9: 0.1 }).map(({ pipe }) => pipe)).toEqual([
    'p4',
    'p3',
    'p5',
    'p8',
    'p9',
  ])
  expect(route({ p1: 0.1, p5: 0.5, p9: 0.4 }).map(({ pipe }) => pipe)).toEqual(['p5', 'p9', 'p1'])
})

test('each stop says how far it is; where no pipe leads it comes last and says nothing', () => {
  expect(route({ p2: 0.3, island: 0.5, p4: 0.2 })).toEqual([
    { pipe: 'island', probability: 0.5, metres: null },
    { pipe: 'p2', probability: 0.3, metres: null },
    { pipe: 'p4', probability: 0.2, metres: 200 },
  ])
  expect(route({})).toEqual([])
})

test('no other order of a few places has a shorter way to be expected', () => {
  const candidates = { p1: 0.05, p2: 0.2, p4: 0.25, p6: 0.1, p7: 0.22, p9: 0.18 }
  const expected = (order: readonly string[]) =>
    order.reduce(
      ({ walked, sum }, pipe, i) => {
        const on = walked + (i === 0 ? 0 : metres(order[i - 1]!, pipe))
        return { walked: on, sum: sum + candidates[pipe as keyof typeof candidates] * on }
      },
      { walked: 0, sum: 0 },
    ).sum
  const found = route(candidates).map(({ pipe }) => pipe)
  const others = permutations(Object.keys(candidates).filter((pipe) => pipe !== 'p4'))
  const least = Math.min(...others.map((rest) => expected(['p4', ...rest])))
  expect(expected(found)).toBeCloseTo(least, 6)
})

function permutations(of: readonly string[]): string[][] {
  if (of.length === 0) return [[]]
  return of.flatMap((one, i) => permutations(of.toSpliced(i, 1)).map((rest) => [one, ...rest]))
}
