import type { Asset } from '@driftbild/core'
import { placeInGrid } from '@driftbild/formats/features'
import { readInp, writeInp, zoneToWgs84 } from '@driftbild/network'
import { expect, test } from 'vitest'
import { assetIn } from '../test/asset-in.ts'
import { registerModel } from './register-model.ts'

const toWgs84 = zoneToWgs84(3018)
const at = (east: number, north: number) => toWgs84([150_000 + east, 7_300_000 + north])
const asset = assetIn(null)
const pipe = (tag: string, from: string, to: string, line: [number, number][]): Asset => ({
  ...asset(tag, 'pipe', line[0]!, { from, to, diameter: 110, length: 120, material: 'PE' }),
  geometry: { type: 'LineString', coordinates: line },
})

const model = registerModel({
  assets: [
    pipe('L1', 'R', 'A', [at(0, 0), at(50, 40), at(100, 0)]),
    pipe('L2', 'A', 'B', [at(100, 0), at(200, 0)]),
    pipe('L3', 'B', 'S', [at(200, 0), at(300, 0)]),
    asset('A', 'junction', at(100, 0), { elevation: 12, baseDemand: 1.5 }),
    asset('H', 'hydrant', at(100, 0), {}),
    asset('V', 'valve', at(150, 0), { normallyOpen: false }),
  ],
  feeds: new Set(['R', 'S']),
  closed: { pipes: new Set(['L2']), places: new Set() },
  storage: new Map([
    ['R', asset('T', 'reservoir', at(0, 0), { volume: 400, minLevel: 1, maxLevel: 5, elevation: 60 })],
  ]),
  place: placeInGrid(3018),
})

test('pipes, places and storage become a model that reads back the same, in the system asked for', () => {
  const { network } = readInp(writeInp(model.network))
  expect(network.links.map(({ id, status }) => [id, status])).toEqual([
    ['L1', 'open'],
    ['L2', 'closed'],
    ['L3', 'open'],
  ])
  expect(network.nodes.map(({ id, type }) => [id, type])).toEqual([
    ['A', 'junction'],
    ['B', 'junction'],
    ['S', 'reservoir'],
    ['R', 'tank'],
  ])
  const [a] = network.nodes
  expect(a).toMatchObject({ elevation: 12, demands: [{ base: 1.5 }] })
  expect(a!.position![0]).toBeCloseTo(150_100, 2)
  expect(a!.position![1]).toBeCloseTo(7_300_000, 2)
  expect(network.links[0]!.vertices).toHaveLength(1)
  const tank = network.nodes.at(-1)!
  // 400 m³ between 1 and 5 m
  expect(tank.type === 'tank' && (Math.PI / 4) * tank.diameter ** 2 * 4).toBeCloseTo(400, -1)
})

test('what is left out and what is assumed is told', () => {
  expect(model.leftOut).toEqual([
    { class: 'hydrant', count: 1 },
    { class: 'valve', count: 1 },
  ])
  expect(model.assumedHeads).toEqual(['S'])
})
