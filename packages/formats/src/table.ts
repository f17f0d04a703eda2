import type { Geometry, Position } from '@driftbild/core'

/** A day is `2026-11-22`, where it was a day. */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'day'

/** The type says what cells hold; a missing value is null. */
export type Cell = string | number | boolean | null

export interface Column {
  /** Stays the same in every language: a GIS layer's field, a property's name. */
  key: string
  /** For people: the heading of a sheet. */
  title: string
  type: ColumnType
}

/** One asset as a line of a table and a feature of a layer. */
export interface Row {
  /** Of rows whose columns and geometry are alike. */
  layer: string
  geometry: Geometry
  /** Where it is pointed at. */
  position: Position
  /** In the order of the columns. */
  cells: readonly Cell[]
}

/** Pages rather than rows: between two of them others get their turn. */
export type Pages = AsyncIterable<readonly Row[]>
