import { type AssetClass, assetClasses } from '@driftbild/core'
import { z } from 'zod'

/** What every asset has, whatever its class. */
export const commonColumns = [
  'tag',
  'name',
  'class',
  'service',
  'state',
  'probability',
  'underWork',
  'zone',
  'site',
  'builtYear',
  'expectedLife',
  'visibility',
  'make',
  'model',
  'serial',
  'installed',
] as const
export type CommonColumn = (typeof commonColumns)[number]

/** What some class has as an attribute. */
export type AttributeColumn = {
  [C in AssetClass]: keyof (typeof assetClasses)[C]['attributes']['shape'] & string
}[AssetClass]

/** Everything that a register can show of an asset, a column each. */
export type AssetColumn = CommonColumn | AttributeColumn

export const attributeColumns = [
  ...new Set(Object.values(assetClasses).flatMap(({ attributes }) => Object.keys(attributes.shape))),
] as AttributeColumn[]

export const assetColumns: readonly AssetColumn[] = [...commonColumns, ...attributeColumns]

export const AssetColumn = z.enum(assetColumns as [AssetColumn, ...AssetColumn[]])

export const ColumnValue = z.union([z.string(), z.number(), z.boolean(), z.null()])
export type ColumnValue = z.infer<typeof ColumnValue>
