import type { Position } from '@driftbild/core'
import proj4 from 'proj4'
import { swerefZones } from './zone-names.ts'

/** East and north of a zone in metres → longitude and latitude in degrees. Throws for a code that is no zone's. */
export function zoneToWgs84(code: number): (position: Position) => Position {
  const transform = zoneTransform(code)
  return (position) => transform.forward([...position]) as Position
}

/** The way back. Throws likewise. */
export function wgs84ToZone(code: number): (position: Position) => Position {
  const transform = zoneTransform(code)
  return (position) => transform.inverse([...position]) as Position
}

function zoneTransform(code: number) {
  const zone = swerefZones.find((one) => one.code === code)
  if (!zone) throw new Error(`EPSG:${code} is no zone of SWEREF 99`)
  return proj4(
    `+proj=tmerc +lat_0=0 +lon_0=${zone.meridian} +k=1 +x_0=150000 +y_0=0 +ellps=GRS80 +units=m +no_defs +type=crs`,
    'WGS84',
  )
}
