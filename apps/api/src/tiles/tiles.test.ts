import type { AssetState, BaseMapFeature, Zone } from '@driftbild/core'
import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { expect, test } from 'vitest'
import { tileOf } from '../test/tile-of.ts'
import { baseMap } from './base-map.ts'
import { encodeTile } from './encode-tile.ts'
import { lineLayer } from './line-layer.ts'
import { type DrawnPoint, type Look, pointLayer } from './point-layer.ts'
import { zoneLayer } from './zone-layer.ts'

const NORRVIK: [number, number] = [21.7, 65.83]

function features(tile: Uint8Array, layer: string): Record<string, unknown>[] {
  const decoded = new VectorTile(new PbfReader(tile)).layers[layer]
  if (!decoded) return []
  return Array.from({ length: decoded.length }, (_, i) => ({ ...decoded.feature(i).properties }))
}

const lamp = (n: number): DrawnPoint => ({
  tag: `L-${n}`,
  class: 'luminaire',
  service: 'lighting',
  position: [NORRVIK[0] + n * 1e-4, NORRVIK[1]],
})

const states = (known: Record<string, AssetState>) => {
  return (tag: string): Look => ({ state: known[tag] ?? 'normal', prediction: null, underWork: false })
}

test('far out ten lamps are one cluster that shows the worst state and counts each', () => {
  const layer = pointLayer(Array.from({ length: 10 }, (_, n) => lamp(n)))
  const look = states({ 'L-3': 'low', 'L-7': 'high', 'L-8': 'low', 'L-9': 'prediction' })
  const drawn = features(encodeTile({ assets: layer.tile(...tileOf(NORRVIK, 8), look) }), 'assets')
  expect(drawn).toEqual([
    {
      cluster: true,
      count: 10,
      state: 'high',
      critical: 0,
      high: 1,
      low: 2,
      predicted: 1,
      stale: 0,
      information: 0,
      normal: 6,
    },
  ])
})

test('a state that changes is seen in the next tile without a new index', () => {
  const layer = pointLayer(Array.from({ length: 10 }, (_, n) => lamp(n)))
  const drawn = (known: Record<string, AssetState>) =>
    features(encodeTile({ assets: layer.tile(...tileOf(NORRVIK, 8), states(known)) }), 'assets')[0]!.state
  expect(drawn({})).toBe('normal')
  expect(drawn({ 'L-2': 'critical' })).toBe('critical')
  expect(drawn({ 'L-2': 'stale' })).toBe('stale')
})

test('close by every lamp stands alone with its tag, and its probability where it has one', () => {
  const layer = pointLayer([lamp(0), lamp(1)])
  const tile = layer.tile(...tileOf(NORRVIK, 16), (tag) => ({
    state: tag === 'L-0' ? 'prediction' : 'normal',
    prediction: tag === 'L-0' ? 0.75 : null,
    underWork: tag === 'L-1',
  }))
  const common = { class: 'luminaire', service: 'lighting' }
  expect(features(encodeTile({ assets: tile }), 'assets')).toEqual([
    { tag: 'L-0', ...common, state: 'prediction', prediction: 0.75, underWork: false },
    { tag: 'L-1', ...common, state: 'normal', underWork: true },
  ])
})

test('a junction is drawn from close by only and never counted in a cluster', () => {
  const junction: DrawnPoint = { tag: 'J-1', class: 'junction', service: 'water', position: NORRVIK }
  const layer = pointLayer([lamp(0), lamp(1), junction])
  const at = (z: number) =>
    features(encodeTile({ assets: layer.tile(...tileOf(NORRVIK, z), states({})) }), 'assets')
  expect(at(8)[0]!.count).toBe(2)
  expect(at(16).map((f) => f.tag)).toContain('J-1')
})

test('a pipe is a line with its diameter and state', () => {
  const layer = lineLayer([
    {
      tag: 'PIPE-1',
      class: 'pipe',
      service: 'water',
      diameter: 160,
      geometry: { type: 'LineString', coordinates: [NORRVIK, [NORRVIK[0] + 0.001, NORRVIK[1] + 0.001]] },
    },
  ])
  const tile = encodeTile({ network: layer.tile(...tileOf(NORRVIK, 14), () => 'prediction') })
  expect(features(tile, 'network')).toEqual([
    { tag: 'PIPE-1', class: 'pipe', service: 'water', diameter: 160, state: 'prediction' },
  ])
  expect(new VectorTile(new PbfReader(tile)).layers.network!.feature(0).type).toBe(2)
})

test('a zone’s border is a line that a tile’s edge does not close', () => {
  const [lon, lat] = NORRVIK
  const ring: [number, number][] = [
    [lon, lat],
    [lon + 0.1, lat],
    [lon + 0.1, lat + 0.05],
    [lon, lat],
  ]
  const zone: Zone = {
    tag: 'DMA1',
    name: 'Centrum',
    service: 'water',
    geometry: { type: 'Polygon', coordinates: [ring] },
    inflow: [],
    outflow: [],
  }
  const tile = encodeTile({
    zone: zoneLayer([zone, { ...zone, geometry: null }]).tile(...tileOf(NORRVIK, 14)),
  })
  expect(features(tile, 'zone')).toEqual([{ tag: 'DMA1', name: 'Centrum', service: 'water' }])
  expect(new VectorTile(new PbfReader(tile)).layers.zone!.feature(0).type).toBe(2)
})

test('the base map has a layer for each kind of feature, and a street far away is not in the tile', () => {
  const street = (name: string, lon: number): BaseMapFeature => ({
    layer: 'street',
    name,
    rank: 1,
    geometry: {
      type: 'LineString',
      coordinates: [
        [lon, NORRVIK[1]],
        [lon + 0.002, NORRVIK[1]],
      ],
    },
  })
  const map = baseMap([
    street('Storgatan', NORRVIK[0]),
    street('Fjärran väg', NORRVIK[0] + 1),
    { layer: 'place', name: 'Norrvik', rank: 1, geometry: { type: 'Point', coordinates: NORRVIK } },
  ])
  const tile = map.tile(...tileOf(NORRVIK, 14))
  expect(features(tile, 'street').map((f) => f.name)).toEqual(['Storgatan'])
  expect(features(tile, 'place')).toEqual([{ name: 'Norrvik', rank: 1 }])
  expect(features(tile, 'water')).toEqual([])
})
