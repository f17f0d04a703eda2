import type { Geometry, Position } from '@driftbild/core'
import { SWEREF99_TM, toSweref } from '@driftbild/network'

export const WGS84 = 4326

/** The coordinate reference systems that files are written in, by EPSG code. A new one is an entry here. */
export const crsOf = {
  [SWEREF99_TM]: {
    code: SWEREF99_TM,
    name: 'SWEREF99 TM',
    urn: 'urn:ogc:def:crs:EPSG::3006',
    /** East before north, as GeoPackage and GeoJSON order them whatever the authority says. */
    axes: ['E', 'N'],
    /** A millimetre. */
    decimals: 3,
    project: (position: Position): Position => toSweref(position) as Position,
    /** Well-known text as in OGC 01-009, which GeoPackage asks for. */
    wkt:
      'PROJCS["SWEREF99 TM",GEOGCS["SWEREF99",DATUM["SWEREF99",SPHEROID["GRS 1980",6378137,298.257222101,AUTHORITY["EPSG","7019"]],AUTHORITY["EPSG","6619"]],' +
      'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4619"]],' +
      'PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",15],PARAMETER["scale_factor",0.9996],' +
      'PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1,AUTHORITY["EPSG","9001"]],AUTHORITY["EPSG","3006"]]',
  },
  [WGS84]: {
    code: WGS84,
    name: 'WGS 84',
    urn: 'urn:ogc:def:crs:OGC:1.3:CRS84',
    axes: ['longitude', 'latitude'],
    /** A tenth of a millimetre. */
    decimals: 9,
    project: (position: Position): Position => position,
    wkt:
      'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],' +
      'PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]',
  },
} as const

export type CrsCode = keyof typeof crsOf
export type Crs = (typeof crsOf)[CrsCode]

/** A position in the system's own axes, rounded to what it can say. */
export function place(position: Position, crs: Crs): Position {
  const scale = 10 ** crs.decimals
  const [x, y] = crs.project(position)
  return [Math.round(x * scale) / scale, Math.round(y * scale) / scale]
}

export function placeAll(geometry: Geometry, crs: Crs): Geometry {
  const at = (position: Position) => place(position, crs)
  switch (geometry.type) {
    case 'Point':
      return { type: 'Point', coordinates: at(geometry.coordinates) }
    case 'LineString':
      return { type: 'LineString', coordinates: geometry.coordinates.map(at) }
    case 'Polygon':
      return { type: 'Polygon', coordinates: geometry.coordinates.map((ring) => ring.map(at)) }
  }
}
