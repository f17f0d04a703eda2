import type { Position } from '@driftbild/core'
import proj4 from 'proj4'
import type { XY } from './network.ts'

/** EPSG:3006. The datum is ETRS89, which core's coordinates take for WGS 84: under a metre apart, and never mixed. */
export const SWEREF99_TM = 3006

const transform = proj4('+proj=utm +zone=33 +ellps=GRS80 +units=m +no_defs +type=crs', 'WGS84')

/** East and north in metres → longitude and latitude in degrees. */
export const toWgs84 = ([east, north]: XY): Position => transform.forward([east, north]) as Position

/** Longitude and latitude in degrees → east and north in metres. */
export const toSweref = ([lon, lat]: Position): XY => transform.inverse([lon, lat]) as XY
