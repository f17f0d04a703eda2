import type { Feature } from './feature.ts'
import { simple } from './read-geojson.ts'

/** Well-known text of a point, line or area, as GDAL and QGIS write it into tables. */
export function readWellKnownText(text: string): Feature['geometry'] {
  const found = /^\s*(?:SRID=\d+;)?\s*(MULTI)?(POINT|LINESTRING|POLYGON)\s*(?:Z|M|ZM)?\s*(\(.*\))\s*$/is.exec(
    text,
  )
  if (!found) return 'unreadable'
  const [, multi, name, body] = found
  // Positions become arrays of numbers, and the text is JSON.
  const json = body!
    .replaceAll('(', '[')
    .replaceAll(')', ']')
    .replaceAll(/[-+\d.eE]+(?:\s+[-+\d.eE]+)+/g, (position) => `[${position.trim().split(/\s+/).join(',')}]`)
  try {
    const nested = JSON.parse(json) as unknown[]
    const kind = { POINT: 'Point', LINESTRING: 'LineString', POLYGON: 'Polygon' }[name!.toUpperCase()]!
    const coordinates = kind === 'Point' ? nested[0] : nested
    return simple({ type: kind, coordinates: multi ? (nested[0] as unknown) : coordinates })
  } catch {
    return 'unreadable'
  }
}
