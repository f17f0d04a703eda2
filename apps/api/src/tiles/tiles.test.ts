import type { Asset, AssetState, BaseMapFeature, Position, Zone } from '@driftbild/core'
import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import { expect, test } from 'vitest'
import { createPicture, drawAnew, type Picture } from '../picture/picture.ts'
import { tileOf } from '../test/tile-of.ts'
import type { Shown } from './asset-kinds.ts'
import { baseMap } from './base-map.ts'
import { encodeTile } from './encode-tile.ts'
import { municipalityTiles } from './municipality-tiles.ts'
import { zoneLayer } from './zone-layer.ts'

const NORRVIK: [number, number] = [21.7, 65.83]

function features(tile: Uint8Array, layer: string): Record<string, unknown>[] {
  const decoded = new VectorTile(new PbfReader(tile)).layers[layer]
  if (!decoded) return []
  return Array.from({ length: decoded.length }, (_, i) => ({ ...decoded.feature(i).properties }))
}

const asset = (tag: string, more: Partial<Asset>): Asset => ({
  ...{ tag, class: 'luminaire', name: tag, site: null, zone: null, surveyed: null, builtYear: null },
  ...{ expectedLife: null, visibility: 'staff', attributes: {} },
  geometry: { type: 'Point', coordinates: NORRVIK },
  ...more,
})
const lamp = (n: number, more: Partial<Asset> = {}): Asset =>
  asset(`L-${n}`, { geometry: { type: 'Point', coordinates: [NORRVIK[0] + n * 1e-4, NORRVIK[1]] }, ...more })
const lamps = (count: number): Asset[] => Array.from({ length: count }, (_, n) => lamp(n))

const pictureOf = (assets: Asset[]): Picture =>
  createPicture({
    municipality: {
      ...{ code: '9999', name: 'Norrvik', zone: 'Europe/Stockholm', simulated: true, recording: null },
    },
    ...{ sites: [], zones: [], items: [], installations: [], relations: [], signals: [], alarmRules: [] },
    assets,
  })

function put(picture: Picture, states: Record<string, AssetState>): void {
  for (const [tag, state] of Object.entries(states)) {
    const watched = picture.assets.get(tag)!
    watched.state = state
    drawAnew(picture, watched)
  }
}

const everything: Shown = { shows: () => true, state: null, name: 'everything' }

const tilesOf = (picture: Picture) => {
  const tiles = municipalityTiles(picture, () => 0)
  return (z: number, shown: Shown = everything, place: Position = NORRVIK) => {
    const [zoom, x, y] = tileOf(place, z)
    return tiles.tile({ z: zoom, x, y }, shown, () => true, null)
  }
}

test('far out ten lamps are one cluster that shows the worst state and counts each', () => {
  const picture = pictureOf(lamps(10))
  put(picture, { 'L-3': 'low', 'L-7': 'high', 'L-8': 'low', 'L-9': 'prediction' })
  expect(features(tilesOf(picture)(8).plain, 'assets')).toEqual([
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

test('a state that changes is seen in the next tile', () => {
  const picture = pictureOf(lamps(10))
  const at = tilesOf(picture)
  const worst = () => features(at(8).plain, 'assets')[0]!.state
  expect(worst()).toBe('normal')
  put(picture, { 'L-2': 'critical' })
  expect(worst()).toBe('critical')
  put(picture, { 'L-2': 'stale' })
  expect(worst()).toBe('stale')
})

test('a change elsewhere leaves a tile its name, a change in it gives it another', () => {
  const far = lamp(7, { geometry: { type: 'Point', coordinates: [NORRVIK[0] + 2, NORRVIK[1]] } })
  const picture = pictureOf([lamp(0), far])
  const at = tilesOf(picture)
  const before = at(12).name
  put(picture, { 'L-7': 'high' })
  expect(at(12).name).toBe(before)
  put(picture, { 'L-0': 'high' })
  expect(at(12).name).not.toBe(before)
})

test('a cluster counts only what is wanted of a zone and a state, and one alone shows itself', () => {
  const picture = pictureOf(lamps(6).map((one, n) => ({ ...one, zone: n < 4 ? 'A' : 'B' })))
  put(picture, { 'L-0': 'low', 'L-1': 'low', 'L-5': 'low' })
  const at = tilesOf(picture)
  const inZone = (zone: string, state: AssetState | null): Shown => ({
    ...{ shows: (watched) => watched.asset.zone === zone, state, name: `${zone} ${state}` },
  })
  const counted = (shown: Shown) => features(at(9, shown).plain, 'assets').map((f) => f.count ?? f.tag)
  expect(counted(everything)).toEqual([6])
  expect(counted(inZone('A', null))).toEqual([4])
  expect(counted(inZone('A', 'low'))).toEqual([2])
  expect(counted(inZone('B', 'low'))).toEqual(['L-5'])
  expect(counted(inZone('B', 'high'))).toEqual([])
})

test('every asset is in exactly one tile and in one cluster, at every zoom', () => {
  const picture = pictureOf(
    Array.from({ length: 400 }, (_, n) => {
      const coordinates: Position = [20 + ((n * 37) % 101) / 20, 64 + ((n * 53) % 97) / 40]
      return lamp(n, { geometry: { type: 'Point', coordinates } })
    }),
  )
  const tiles = municipalityTiles(picture, () => 0)
  for (const z of [0, 3, 5, 7, 9, 14, 15, 19, 22]) {
    const addresses = new Set([...picture.assets.values()].map((w) => tileOf(w.position, z).join('/')))
    let count = 0
    for (const address of addresses) {
      const [zoom, x, y] = address.split('/').map(Number) as [number, number, number]
      const drawn = features(tiles.tile({ z: zoom, x, y }, everything, () => true, null).plain, 'assets')
      for (const one of drawn) count += one.cluster ? Number(one.count) : 1
    }
    expect([z, count]).toEqual([z, 400])
  }
})

test('close by every lamp stands alone with its tag, and its probability where it has one', () => {
  const picture = pictureOf(lamps(2))
  put(picture, { 'L-0': 'prediction' })
  picture.assets.get('L-0')!.prediction = 0.75
  picture.assets.get('L-1')!.underWork = true
  const common = { class: 'luminaire', service: 'lighting' }
  const drawn = features(tilesOf(picture)(16).plain, 'assets')
  expect(drawn.toSorted((a, b) => String(a.tag).localeCompare(String(b.tag)))).toEqual([
    { tag: 'L-0', ...common, state: 'prediction', prediction: 0.75, underWork: false },
    { tag: 'L-1', ...common, state: 'normal', underWork: true },
  ])
})

test('a junction is drawn from close by only and never counted in a cluster', () => {
  const at = tilesOf(pictureOf([...lamps(2), asset('J-1', { class: 'junction' })]))
  expect(features(at(8).plain, 'assets')[0]!.count).toBe(2)
  expect(features(at(16).plain, 'assets').map((f) => f.tag)).toContain('J-1')
})

const pipe = (tag: string, to: Position, diameter = 160): Asset =>
  asset(tag, {
    class: 'pipe',
    geometry: { type: 'LineString', coordinates: [NORRVIK, to] },
    attributes: { diameter },
  })

test('a pipe is a line with its diameter and state', () => {
  const picture = pictureOf([pipe('PIPE-1', [NORRVIK[0] + 0.001, NORRVIK[1] + 0.001])])
  put(picture, { 'PIPE-1': 'prediction' })
  const tile = tilesOf(picture)(14).plain
  expect(features(tile, 'network')).toEqual([
    { tag: 'PIPE-1', class: 'pipe', service: 'water', diameter: 160, state: 'prediction' },
  ])
  expect(new VectorTile(new PbfReader(tile)).layers.network!.feature(0).type).toBe(2)
})

test('a pipe that crosses tiles is drawn in each of them up to a little beyond its edge', () => {
  const end: Position = [NORRVIK[0] + 0.1, NORRVIK[1]]
  const at = tilesOf(pictureOf([pipe('PIPE-1', end)]))
  for (const place of [NORRVIK, [NORRVIK[0] + 0.05, NORRVIK[1]], end] as Position[]) {
    const layer = new VectorTile(new PbfReader(at(14, everything, place).plain)).layers.network!
    const xs = layer
      .feature(0)
      .loadGeometry()
      .flat()
      .map(({ x }) => x)
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(-64)
    expect(Math.max(...xs)).toBeLessThanOrEqual(4096 + 64)
  }
})

test('from afar only the widest pipes are drawn, and those that are not as they should be', () => {
  const small = Array.from({ length: 4_100 }, (_, n): Asset => {
    const to: Position = [NORRVIK[0] + 0.002 + n * 1e-6, NORRVIK[1] + 0.002]
    return pipe(`S-${n}`, to, 63)
  })
  const picture = pictureOf([...small, pipe('WIDE', [NORRVIK[0] + 0.01, NORRVIK[1]], 400)])
  put(picture, { 'S-0': 'high' })
  const at = tilesOf(picture)
  const tags = features(at(10).plain, 'network').map((f) => f.tag)
  expect(tags).toHaveLength(4_001)
  expect(tags).toEqual(expect.arrayContaining(['WIDE', 'S-0']))
  expect(features(at(13).plain, 'network')).toHaveLength(4_101)
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
  const tile = map.tile(...tileOf(NORRVIK, 14)).plain
  expect(features(tile, 'street').map((f) => f.name)).toEqual(['Storgatan'])
  expect(features(tile, 'place')).toEqual([{ name: 'Norrvik', rank: 1 }])
  expect(features(tile, 'water')).toEqual([])
})
