import { DatabaseSync } from 'node:sqlite'
import type { Cell } from '../table.ts'
import { type Feature, type FeatureFile, type FeatureLayer, UnreadableFile } from './feature.ts'
import { readGeoPackageBinary } from './geopackage-binary.ts'

const PAGE = 500

/** Every layer of features in a GeoPackage. */
export function readGeoPackage(path: string): FeatureFile {
  let db: DatabaseSync
  let layers: { name: string; srs: number; geometry: string }[]
  try {
    db = new DatabaseSync(path, { readOnly: true })
    layers = db
      .prepare(
        `select c.table_name as name, c.srs_id as srs, g.column_name as geometry
         from gpkg_contents c join gpkg_geometry_columns g on g.table_name = c.table_name
         where c.data_type = 'features' order by c.table_name`,
      )
      .all() as typeof layers
  } catch (cause) {
    throw new UnreadableFile('not-that-format', { cause })
  }
  if (layers.length === 0) {
    db.close()
    throw new UnreadableFile('no-layers')
  }
  return { layers: layers.map((layer) => layerOf(db, layer)), close: () => db.close() }
}

function layerOf(
  db: DatabaseSync,
  { name, srs, geometry }: { name: string; srs: number; geometry: string },
): FeatureLayer {
  const table = `"${name.replaceAll('"', '""')}"`
  const info = db.prepare('select name, pk from pragma_table_info(?)').all(name) as {
    name: string
    pk: number
  }[]
  const columns = info.filter((one) => one.pk === 0 && one.name !== geometry).map((one) => one.name)
  const { count } = db.prepare(`select count(*) as count from ${table}`).get() as { count: number }
  return {
    ...{ name, columns, crs: srs > 0 ? srs : null, count },
    async *pages() {
      let page: Feature[] = []
      let row = 0
      for (const record of db.prepare(`select * from ${table}`).iterate() as Iterable<
        Record<string, unknown>
      >) {
        const values = columns.map((column) => [column, cell(record[column])] as const)
        page.push({
          ...{ row: ++row, values: Object.fromEntries(values) },
          geometry: readGeoPackageBinary(record[geometry]),
        })
        if (page.length < PAGE) continue
        yield page
        page = []
        await new Promise(setImmediate)
      }
      if (page.length > 0) yield page
    },
  }
}

const cell = (value: unknown): Cell => {
  if (typeof value === 'bigint') return Number(value)
  return typeof value === 'string' || typeof value === 'number' ? value : null
}
