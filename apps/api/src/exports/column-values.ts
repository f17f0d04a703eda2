import { type AssetClass, assetClasses, type Item, type Micros, toMillis } from '@driftbild/core'
import type { ColumnType } from '@driftbild/formats/tables'
import { z } from 'zod'
import { type AssetColumn, type ColumnValue, type CommonColumn, commonColumns } from '../contract/index.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'

/** A value as data: codes, numbers, days. What it is called is for whoever shows it. */
export type ValueReader = (watched: WatchedAsset, column: AssetColumn) => ColumnValue

/** Made once for many assets: it looks up once who sits where. */
export function readColumns({ register, municipality }: Picture): ValueReader {
  const items = new Map(register.items.map((item) => [`${item.make}\n${item.serial}`, item]))
  const installed = new Map<string, { item: Item | undefined; from: Micros }>()
  for (const { asset, make, serial, from, to } of register.installations) {
    if (to === null) installed.set(asset, { item: items.get(`${make}\n${serial}`), from })
  }
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: municipality.zone })
  const common: Record<CommonColumn, (watched: WatchedAsset) => ColumnValue> = {
    tag: ({ asset }) => asset.tag,
    name: ({ asset }) => asset.name,
    class: ({ asset }) => asset.class,
    service: ({ service }) => service,
    state: ({ state }) => state,
    probability: ({ prediction }) => prediction,
    underWork: ({ underWork }) => underWork,
    zone: ({ asset }) => asset.zone,
    site: ({ asset }) => asset.site,
    builtYear: ({ asset }) => asset.builtYear,
    expectedLife: ({ asset }) => asset.expectedLife,
    visibility: ({ asset }) => asset.visibility,
    make: ({ asset }) => installed.get(asset.tag)?.item?.make ?? null,
    model: ({ asset }) => installed.get(asset.tag)?.item?.model ?? null,
    serial: ({ asset }) => installed.get(asset.tag)?.item?.serial ?? null,
    installed: ({ asset }) => {
      const at = installed.get(asset.tag)?.from
      return at === undefined ? null : day.format(toMillis(at))
    },
  }
  return (watched, column) => {
    if (isCommon(column)) return common[column](watched)
    const value = watched.asset.attributes[column]
    return value === undefined ? null : (value as ColumnValue)
  }
}

const isCommon = (column: AssetColumn): column is CommonColumn =>
  (commonColumns as readonly string[]).includes(column)

/** Whether assets of a class can have a value there. */
export const classHas = (assetClass: AssetClass, column: AssetColumn): boolean =>
  isCommon(column) || column in assetClasses[assetClass].attributes.shape

/** Classes that have an attribute of that name; none for what all have. */
export const classesWith = (column: AssetColumn): AssetClass[] =>
  isCommon(column)
    ? []
    : (Object.keys(assetClasses) as AssetClass[]).filter((assetClass) => classHas(assetClass, column))

const commonTypes: Partial<Record<CommonColumn, ColumnType>> = {
  probability: 'number',
  underWork: 'boolean',
  builtYear: 'integer',
  expectedLife: 'number',
  installed: 'day',
}

export function typeOf(column: AssetColumn): ColumnType {
  if (isCommon(column)) return commonTypes[column] ?? 'text'
  const [assetClass] = classesWith(column)
  const shape: Record<string, z.ZodType> = assetClasses[assetClass!].attributes.shape
  const schema = shape[column]!
  const bare = schema instanceof z.ZodOptional ? schema.unwrap() : schema
  if (bare instanceof z.ZodBoolean) return 'boolean'
  return bare instanceof z.ZodNumber ? 'number' : 'text'
}
