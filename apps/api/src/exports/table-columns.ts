import { attributeUnit } from '@driftbild/core'
import type { Cell, Column } from '@driftbild/formats/tables'
import type { AssetColumn, ColumnValue } from '../contract/index.ts'
import { classesWith, typeOf } from './column-values.ts'
import type { Speech } from './speech.ts'

export const columnsFor = (columns: readonly AssetColumn[], speech: Speech): Column[] =>
  columns.map((column) => ({ key: column, title: titleOf(column, speech), type: typeOf(column) }))

/** With its unit; where one class counts in another, with that class's too. */
function titleOf(column: AssetColumn, { t, find }: Speech): string {
  const name = find(`column.${column}`) ?? find(`attribute.${column}`) ?? column
  const units = new Map<string, string[]>()
  for (const assetClass of classesWith(column)) {
    const unit = attributeUnit(assetClass, column)
    if (unit) units.set(unit, [...(units.get(unit) ?? []), t(`class.${assetClass}`)])
  }
  if (units.size === 0) return name
  if (units.size === 1) return `${name} (${[...units.keys()][0]})`
  return `${name} (${[...units].map(([unit, classes]) => `${classes.join(', ')}: ${unit}`).join('; ')})`
}

/** What a code is called: for a sheet that people read. A layer keeps the codes, so that styles and filters hold. */
export function cellWords(column: AssetColumn, value: ColumnValue, { find }: Speech): Cell {
  if (typeof value !== 'string') return value
  return find(`${column}.${value}`) ?? find(`attribute.${column}.${value}`) ?? value
}
