import { describe, expect, test } from 'vitest'
import { type FlowingLink, whereFrom, whereTo } from './travel-time.ts'
import { treeFlows } from './tree-flows.ts'

const link = (id: string, from: string, to: string, flow: number, volume: number): FlowingLink => ({
  ...{ id, from, to, flow, volume },
})

/** Two wells that meet; a loop behind, and one pipe drawn the other way. */
const town = [
  link('a', 'well-a', 'meet', 6, 12),
  link('b', 'well-b', 'meet', 2, 1),
  link('short', 'meet', 'square', 5, 5),
  link('long', 'detour', 'meet', -3, 9),
  link('late', 'detour', 'square', 2, 4),
  link('end', 'square', 'hill', 1, 3),
  link('still', 'hill', 'field', 0, 8),
]

describe('where water was before', () => {
  const { places, links } = whereFrom(town, 'square')
  test('shares go back as much as comes each way', () => {
    expect(links.get('short')!.share).toBeCloseTo(5 / 7, 6)
    expect(links.get('late')!.share).toBeCloseTo(2 / 7, 6)
    expect(places.get('meet')!.share).toBeCloseTo(1, 6)
    expect(places.get('well-a')!.share).toBeCloseTo(6 / 8, 6)
    expect(places.get('well-b')!.share).toBeCloseTo(2 / 8, 6)
  })
  test('hours are a link’s volume by its flow, with an interval where ways differ', () => {
    expect(places.get('meet')!.hours).toMatchObject({ from: 1, to: 5 })
    expect(places.get('meet')!.hours.likely).toBeCloseTo((5 * 1 + 2 * 5) / 7, 6)
    expect(places.get('well-a')!.hours).toMatchObject({ from: 3, to: 7 })
  })
  test('what lies behind, and what stands still, is none of it', () => {
    expect(links.has('end')).toBe(false)
    expect(links.has('still')).toBe(false)
  })
})

describe('where water goes', () => {
  test('all of a well’s water, and its part of the mixture', () => {
    const { places } = whereTo(town, 'well-b')
    expect(places.get('meet')).toEqual({ share: 0.25, hours: { from: 0.5, likely: 0.5, to: 0.5 } })
    expect(places.get('square')!.share).toBeCloseTo(0.25, 6)
    expect(places.get('hill')!.hours.from).toBeCloseTo(0.5 + 1 + 3, 6)
    expect(places.has('field')).toBe(false)
    expect(places.has('well-a')).toBe(false)
  })
  test('a place’s own water is whole', () => {
    expect(whereTo(town, 'square').places.get('square')).toEqual({
      share: 1,
      hours: { from: 0, likely: 0, to: 0 },
    })
  })
})

test('without hydraulics every place is fed the shortest way, and a pipe carries what is drawn behind it', () => {
  const pipe = (id: string, from: string, to: string, length: number) => ({ id, from, to, length })
  const flows = treeFlows(
    [
      pipe('a', 'works', 'x', 10),
      pipe('b', 'y', 'x', 5),
      pipe('c', 'works', 'y', 40),
      pipe('d', 'lone', 'far', 1),
    ],
    ['works'],
    new Map([
      ['x', 2],
      ['y', 3],
      ['far', 9],
    ]),
  )
  expect(Object.fromEntries(flows)).toEqual({ a: 5, b: -3, c: 0, d: 0 })
})
