import { type Crs, placeAll, WGS84 } from './crs.ts'
import type { Column, Pages } from './table.ts'

/**
 * A FeatureCollection of RFC 7946, a line a feature. The RFC knows WGS 84 only; in another system the collection
 * names it as the format's first edition (2008) did, which GDAL and QGIS read.
 */
export async function* writeGeoJson(
  columns: readonly Column[],
  pages: Pages,
  { crs, name }: { crs: Crs; name: string },
): AsyncGenerator<string> {
  const named =
    crs.code === WGS84 ? '' : `"crs":${JSON.stringify({ type: 'name', properties: { name: crs.urn } })},\n`
  yield `{"type":"FeatureCollection","name":${JSON.stringify(name)},\n${named}"features":[`
  let before = '\n'
  for await (const rows of pages) {
    let text = ''
    for (const { layer, geometry, cells } of rows) {
      const properties = Object.fromEntries([
        ['layer', layer],
        ...columns.map(({ key }, i) => [key, cells[i]!]),
      ])
      text += before + JSON.stringify({ type: 'Feature', properties, geometry: placeAll(geometry, crs) })
      before = ',\n'
    }
    yield text
  }
  yield '\n]}\n'
}
