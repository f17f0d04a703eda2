import { type AssetClass, assetClasses } from '@driftbild/core'
import { attributeText, type Format, type Words } from '@driftbild/words'
import type { AssetColumn } from '../../data/exports.ts'

type AttributeColumn = keyof { [K in AssetColumn as K extends (typeof common)[number] ? never : K]: true }

/** What every asset has; the name, with its tag, stands first anyhow. */
const common = [
  'tag',
  'name',
  'state',
  'class',
  'service',
  'zone',
  'site',
  'builtYear',
  'expectedLife',
  'probability',
  'underWork',
  'visibility',
  'make',
  'model',
  'serial',
  'installed',
] as const satisfies readonly AssetColumn[]

const named: readonly AssetColumn[] = ['tag', 'name']
export const commonColumns: readonly AssetColumn[] = common.filter((column) => !named.includes(column))

/** Attributes that these classes have. */
export const attributeColumnsOf = (classes: readonly AssetClass[]): AttributeColumn[] => [
  ...new Set(classes.flatMap((one) => Object.keys(assetClasses[one].attributes.shape) as AttributeColumn[])),
]

const known = new Set<string>([
  ...commonColumns,
  ...attributeColumnsOf(Object.keys(assetClasses) as AssetClass[]),
])

export const usualColumns: readonly AssetColumn[] = ['state', 'class', 'zone']

/** The link names them; what it doesn't know is passed over. */
export function columnsOf(link: string | undefined): readonly AssetColumn[] {
  if (link === undefined) return usualColumns
  return link.split(',').filter((column): column is AssetColumn => known.has(column))
}

export function linkOf(columns: readonly AssetColumn[]): string | undefined {
  const link = columns.join(',')
  return link === usualColumns.join(',') ? undefined : link
}

export const columnTitle = (column: AssetColumn, { find }: Words): string =>
  find(`column.${column}`) ?? find(`attribute.${column}`) ?? column

/** A value in words, with its unit where its class gives it one. */
export function columnText(
  column: AssetColumn,
  value: string | number | boolean | null | undefined,
  { of, words, f }: { of: AssetClass; words: Words; f: Format },
): string {
  if (value === null || value === undefined) return ''
  if (column === 'builtYear') return String(value)
  if (column === 'probability') return f.percent(Number(value))
  return words.find(`${column}.${value}`) ?? attributeText(of, column, value, words, f)
}
