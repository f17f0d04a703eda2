import { type Box, type Position, positionsOf } from '@driftbild/core'
import { loadBaseMap, type Tx } from '@driftbild/store'
import { atOnce } from '../in-turns.ts'
import { placeIndex } from './place-index.ts'

/** Metres to a street that a place is still called after. */
const REACH = 60
const METRES_A_DEGREE = 111_320

/** The street that a place is at, as the base map calls it; null where none is near. */
export async function nearestStreet(tx: Tx, at: Position): Promise<string | null> {
  const streets = (await loadBaseMap(tx, boxAround(at))).flatMap(({ layer, name, geometry }) =>
    layer === 'street' && name !== null ? [{ is: name, line: positionsOf(geometry) }] : [],
  )
  return atOnce(placeIndex(streets)).nearest(at, REACH)
}

function boxAround([lon, lat]: Position): Box {
  const north = REACH / METRES_A_DEGREE
  const east = north / Math.cos((lat * Math.PI) / 180)
  return [lon - east, lat - north, lon + east, lat + north]
}
