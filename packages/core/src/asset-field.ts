import { z } from 'zod'
import { type Asset, type AssetClass, assetClasses } from './asset.ts'

/** What of an asset can be edited besides the attributes of its class; tag and class are what it is. */
export const plainFields = [
  'name',
  'site',
  'zone',
  'geometry',
  'surveyed',
  'builtYear',
  'expectedLife',
  'visibility',
] as const
export type PlainField = (typeof plainFields)[number]

const PREFIX = 'attributes.'

/** One place of an asset that holds a value: `builtYear`, `attributes.diameter`. */
export type AssetField = PlainField | `attributes.${string}`
export const AssetField = z
  .string()
  .regex(new RegExp(`^(${plainFields.join('|')}|attributes\\.[A-Za-z][A-Za-z0-9]*)$`)) as z.ZodType<
  AssetField,
  AssetField
>

/** The attribute's name, or null where all classes have the field. */
export const attributeOf = (field: AssetField): string | null =>
  field.startsWith(PREFIX) ? field.slice(PREFIX.length) : null

export const attributeField = (name: string): AssetField => `${PREFIX}${name}`

/** Fields that assets of a class have. */
export const fieldsOf = (assetClass: AssetClass): AssetField[] => [
  ...plainFields,
  ...Object.keys(assetClasses[assetClass].attributes.shape).map(attributeField),
]

/** What stands there; nothing is null. */
export function valueAt(asset: Asset, field: AssetField): unknown {
  const name = attributeOf(field)
  return (name === null ? asset[field as PlainField] : asset.attributes[name]) ?? null
}

/** The asset with other values; an attribute that becomes null is no longer there. */
export function withValues(asset: Asset, values: readonly { field: AssetField; value: unknown }[]): Asset {
  const attributes = { ...asset.attributes }
  const plain: Record<string, unknown> = {}
  for (const { field, value } of values) {
    const name = attributeOf(field)
    if (name === null) plain[field] = value
    else if (value === null) delete attributes[name]
    else attributes[name] = value
  }
  return { ...asset, ...plain, attributes }
}

export type FieldKind =
  | { type: 'number'; whole: boolean; optional: boolean }
  | { type: 'choice'; choices: readonly string[]; optional: boolean }
  | { type: 'flag' | 'text'; optional: boolean }
  | { type: 'place'; optional: boolean }

const plainKinds: Record<PlainField, FieldKind> = {
  name: { type: 'text', optional: false },
  site: { type: 'text', optional: true },
  zone: { type: 'text', optional: true },
  geometry: { type: 'place', optional: false },
  surveyed: { type: 'place', optional: true },
  builtYear: { type: 'number', whole: true, optional: true },
  expectedLife: { type: 'number', whole: false, optional: true },
  visibility: { type: 'choice', choices: ['public', 'staff', 'restricted'], optional: false },
}

/** What can stand in a field of a class; null where the class has no such attribute. */
export function fieldKind(assetClass: AssetClass, field: AssetField): FieldKind | null {
  const name = attributeOf(field)
  if (name === null) return plainKinds[field as PlainField]
  const shape: Record<string, z.ZodType> = assetClasses[assetClass].attributes.shape
  const schema = shape[name]
  if (!schema) return null
  const optional = schema instanceof z.ZodOptional
  const bare = optional ? schema.unwrap() : schema
  if (bare instanceof z.ZodEnum) return { type: 'choice', choices: bare.options.map(String), optional }
  if (bare instanceof z.ZodBoolean) return { type: 'flag', optional }
  if (bare instanceof z.ZodNumber) return { type: 'number', whole: bare.isInt, optional }
  return { type: 'text', optional }
}
