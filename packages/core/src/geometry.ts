import { z } from 'zod'

/** WGS 84 longitude and latitude in degrees, as in GeoJSON (RFC 7946). */
export const Position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])
export type Position = z.infer<typeof Position>

export const Geometry = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Point'), coordinates: Position }),
  z.object({ type: z.literal('LineString'), coordinates: z.array(Position).min(2) }),
  z.object({ type: z.literal('Polygon'), coordinates: z.array(z.array(Position).min(4)).min(1) }),
])
export type Geometry = z.infer<typeof Geometry>

/** How a person put something in its place: on the map, or by coordinates. */
export const placeMethods = ['map', 'typed'] as const

/** Where a geometry was measured: what came in is kept beside the WGS 84 that is drawn. */
export const SurveyedPlace = z.object({
  /** EPSG code, 3006 for SWEREF 99 TM. */
  crs: z.int(),
  coordinates: z.unknown(),
  /** Metres above RH 2000. */
  height: z.number().optional(),
  /** Metres, one standard deviation. */
  accuracy: z.number().positive().optional(),
  /** Set where it was moved by hand after it was surveyed. */
  method: z.enum(placeMethods).optional(),
})
export type SurveyedPlace = z.infer<typeof SurveyedPlace>

/** West, south, east, north. */
export type Box = [number, number, number, number]

export function boxOf(geometry: Geometry): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [lon, lat] of positionsOf(geometry)) {
    box[0] = Math.min(box[0], lon)
    box[1] = Math.min(box[1], lat)
    box[2] = Math.max(box[2], lon)
    box[3] = Math.max(box[3], lat)
  }
  return box
}

export function positionsOf(geometry: Geometry): Position[] {
  if (geometry.type === 'Point') return [geometry.coordinates]
  return geometry.type === 'LineString' ? geometry.coordinates : geometry.coordinates.flat()
}
