import type { DatabaseSync } from 'node:sqlite'
import { type Box, boxOf, type Geometry } from '@driftbild/core'
import type { Column, ColumnType } from '../table.ts'
import { createRtree, RTREE_DEFINITION, rtreeOf, rtreeTriggers } from './rtree.ts'

export interface Layer {
  name: string
  title: string
  srs: number
  /** Its columns, and where in a row they stand. */
  kept: readonly { column: Column; at: number }[]
  box: Box
  put(geometry: Geometry, binary: Uint8Array, values: (string | number | null)[]): void
}

interface NewLayer extends Pick<Layer, 'title' | 'srs' | 'kept'> {
  type: Geometry['type']
}

const sqlType: Record<ColumnType, string> = {
  text: 'text',
  integer: 'integer',
  number: 'double',
  boolean: 'boolean',
  day: 'date',
}

/** A table of features with its entries in the catalogue; the box and the index's triggers come at its end. */
export function createLayer(db: DatabaseSync, name: string, { title, srs, kept, type }: NewLayer): Layer {
  const declared = kept.map(({ column }) => `, ${quoted(column.key)} ${sqlType[column.type]}`).join('')
  db.exec(
    `create table ${quoted(name)} (fid integer primary key autoincrement not null, geom ${type}${declared})`,
  )
  db.exec(createRtree(name))
  db.prepare(
    "insert into gpkg_contents (table_name, data_type, identifier, srs_id) values (?, 'features', ?, ?)",
  ).run(name, title, srs)
  db.prepare("insert into gpkg_geometry_columns values (?, 'geom', ?, ?, 0, 0)").run(
    name,
    type.toUpperCase(),
    srs,
  )
  const insert = db.prepare(`insert into ${quoted(name)} values (null, ?${', ?'.repeat(kept.length)})`)
  const index = db.prepare(`insert into ${rtreeOf(name)} values (?, ?, ?, ?, ?)`)
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity]
  return {
    ...{ name, title, srs, kept, box },
    put(geometry, binary, values) {
      const { lastInsertRowid } = insert.run(binary, ...values)
      const [minX, minY, maxX, maxY] = boxOf(geometry)
      index.run(lastInsertRowid, minX, maxX, minY, maxY)
      box[0] = Math.min(box[0], minX)
      box[1] = Math.min(box[1], minY)
      box[2] = Math.max(box[2], maxX)
      box[3] = Math.max(box[3], maxY)
    },
  }
}

export function endLayer(db: DatabaseSync, { name, box }: Layer, madeAt: string): void {
  db.prepare(
    'update gpkg_contents set last_change = ?, min_x = ?, min_y = ?, max_x = ?, max_y = ? where table_name = ?',
  ).run(madeAt, ...box, name)
  db.exec(rtreeTriggers(name))
  db.prepare("insert into gpkg_extensions values (?, 'geom', 'gpkg_rtree_index', ?, 'write-only')").run(
    name,
    RTREE_DEFINITION,
  )
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`
