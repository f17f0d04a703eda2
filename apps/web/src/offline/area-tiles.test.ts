import { expect, test } from 'vitest'
import { areaTiles, tileAt } from './area-tiles.ts'

const NORRVIK = [21.7, 65.83] as const

test('a place lies in the tile that every map cuts there', () => {
  expect(tileAt([0, 0], 1)).toEqual({ z: 1, x: 1, y: 1 })
  expect(tileAt([18.0686, 59.3293], 10)).toEqual({ z: 10, x: 563, y: 301 })
})

test('each place is in tiles of every zoom that there is, far ones first', () => {
  const tiles = areaTiles([[...NORRVIK]], 18)
  for (let z = 8; z <= 18; z++) expect(tiles).toContainEqual(tileAt([...NORRVIK], z))
  expect(tiles.map(({ z }) => z)).toEqual(tiles.map(({ z }) => z).toSorted((a, b) => a - b))
  expect(tiles.length).toBeLessThan(250)
})

test('nothing is deeper than what the centre cuts', () => {
  expect(Math.max(...areaTiles([[...NORRVIK]], 16).map(({ z }) => z))).toBe(16)
})

test('a hundred places don’t fill the phone', () => {
  const places = Array.from(
    { length: 100 },
    (_, i) => [21.5 + i / 250, 65.7 + (i % 10) / 50] as [number, number],
  )
  expect(areaTiles(places, 18).length).toBe(900)
})

test('no place, no map', () => {
  expect(areaTiles([], 18)).toEqual([])
})
