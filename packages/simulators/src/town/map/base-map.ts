import type { BaseMapFeature, Geometry } from '@driftbild/core'
import { toWgs84 } from '@driftbild/network'
import type { Building } from './buildings.ts'
import { districts } from './districts.ts'
import { greens, square } from './parks.ts'
import { smooth, type XY } from './plane.ts'
import type { StreetGraph } from './street-graph.ts'
import { footpaths, outerRoads, railway } from './streets.ts'
import { islands, river, sea, tarn, upstream } from './terrain.ts'

/** The middle of the town in SWEREF 99 TM, on the coast of Norrbotten. The place on the ground is another. */
export const CENTRE: XY = [861_400, 7_311_200]

export const toSwerefFromTown = ([x, y]: XY): XY => [
  Math.round((CENTRE[0] + x) * 100) / 100,
  Math.round((CENTRE[1] + y) * 100) / 100,
]
/** WGS 84 to about a centimetre. */
export const toLonLat = (p: XY): XY => {
  const [lon, lat] = toWgs84(toSwerefFromTown(p))
  return [Math.round(lon * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7]
}

const lineOf = (line: readonly XY[]): Geometry => ({ type: 'LineString', coordinates: line.map(toLonLat) })
const ringOf = (ring: readonly XY[]): XY[] => [...ring, ring[0]!].map(toLonLat)
export const polygonOf = (ring: readonly XY[], holes: readonly (readonly XY[])[] = []): Geometry => ({
  type: 'Polygon',
  coordinates: [ringOf(ring), ...holes.map(ringOf)],
})
export const pointOf = (p: XY): Geometry => ({ type: 'Point', coordinates: toLonLat(p) })

/** Streets, water, houses and green, for drawing. */
export function baseMapOf(streets: StreetGraph, buildings: readonly Building[]): BaseMapFeature[] {
  const feature = (
    layer: BaseMapFeature['layer'],
    name: string | null,
    geometry: Geometry,
    rank: 1 | 2 | 3 = 2,
  ): BaseMapFeature => ({ layer, name, rank, geometry })
  return [
    // Named by a point: a polygon is named once in every tile.
    feature('water', null, polygonOf(sea, islands), 1),
    feature('water', 'Norrviken', pointOf([-100, -1050]), 1),
    feature('water', 'Norrån', polygonOf(river), 1),
    feature('water', null, polygonOf(upstream), 1),
    feature('water', 'Furutjärnen', polygonOf(tarn)),
    ...greens.map((g) => feature('green', g.name, polygonOf(g.ring))),
    feature('green', 'Stortorget', polygonOf(square), 3),
    ...buildings.map((b) => feature('building', b.name, polygonOf(b.ring), b.kind === 'public' ? 1 : 2)),
    ...outerRoads.map((r) => feature('street', r.name, lineOf(smooth(r.points, 30)), r.rank)),
    ...streets.edges.map((e) => feature('street', e.name, lineOf(e.line), e.rank)),
    ...footpaths.map((f) => feature('street', f.name, lineOf(smooth(f.points, 20)), f.rank)),
    feature('rail', null, lineOf(smooth(railway, 40))),
    feature('place', 'Norrvik', pointOf([-180, -60]), 1),
    ...districts.map((d) => feature('place', d.name, pointOf(d.label))),
  ]
}
