import { DatabaseSync } from 'node:sqlite'
import { type Crs, placeAll } from '../crs.ts'
import type { Cell, Column, ColumnType, Pages, Row } from '../table.ts'
import { geoPackageBinary } from './binary.ts'
import { createLayer, endLayer, type Layer } from './layer.ts'
import { APPLICATION_ID, coreTables, spatialRefSystems, USER_VERSION } from './schema.ts'

export interface GeoPackageOptions {
  crs: Crs
  /** When the file says that it was made: RFC 3339 in UTC. */
  madeAt: string
  /** A layer's name for people, and which of the columns it has. */
  layer: (name: string) => { title: string; has: (column: Column) => boolean }
}

/**
 * A GeoPackage with a layer for each kind of row, each with an index of its own. The file is a database: it grows
 * as pages come, and is whole when this returns. If it throws, what lies at the path is nothing yet.
 */
export async function writeGeoPackage(
  path: string,
  columns: readonly Column[],
  pages: Pages,
  { crs, madeAt, layer: describe }: GeoPackageOptions,
): Promise<void> {
  const db = new DatabaseSync(path)
  try {
    // It is made anew after a crash, so nothing needs to survive one.
    db.exec('pragma journal_mode = off; pragma synchronous = off; pragma page_size = 4096;')
    db.exec(`pragma application_id = ${APPLICATION_ID}; pragma user_version = ${USER_VERSION};`)
    db.exec('begin')
    db.exec(coreTables)
    const srs = db.prepare('insert into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?, null)')
    for (const { name, id, organization, definition } of spatialRefSystems) {
      srs.run(name, id, organization, id, definition)
    }
    const layers = new Map<string, Layer>()
    for await (const rows of pages) {
      for (const row of rows) {
        let layer = layers.get(row.layer)
        if (!layer) {
          const { title, has } = describe(row.layer)
          const kept = columns.flatMap((column, at) => (has(column) ? [{ column, at }] : []))
          layer = createLayer(db, row.layer, { title, kept, type: row.geometry.type, srs: crs.code })
          layers.set(row.layer, layer)
        }
        put(layer, row, crs)
      }
    }
    for (const layer of layers.values()) endLayer(db, layer, madeAt)
    db.exec('commit')
  } finally {
    db.close()
  }
}

function put(layer: Layer, row: Row, crs: Crs): void {
  const geometry = placeAll(row.geometry, crs)
  layer.put(
    geometry,
    geoPackageBinary(geometry, crs.code),
    layer.kept.map(({ column, at }) => stored(row.cells[at]!, column.type)),
  )
}

/** SQLite has no booleans; the column's declared type says that 1 is one. */
const stored = (cell: Cell, type: ColumnType): string | number | null =>
  type === 'boolean' && cell !== null ? Number(cell) : (cell as string | number | null)
