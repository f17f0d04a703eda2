import { type AssetClass, formatTime, type Micros } from '@driftbild/core'
import {
  type Column,
  type Crs,
  type Pages,
  type Row,
  writeGeoJson,
  writeGeoPackage,
} from '@driftbild/formats/tables'
import { type AssetColumn, assetColumns, type ExportFormat } from '../contract/index.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import { classHas, readColumns } from './column-values.ts'
import type { Speech } from './speech.ts'
import { cellWords, columnsFor } from './table-columns.ts'
import { type SheetFormat, toFile, writeSheet } from './write-sheet.ts'

export type TableFormat = Exclude<ExportFormat, 'pdf' | 'labels' | 'inp'>

export interface TableOrder {
  path: string
  crs: Crs
  speech: Speech
  /** All that the assets' classes have, where none are named. */
  columns: readonly AssetColumn[] | undefined
  picture: Picture
  assets: readonly WatchedAsset[]
  madeAt: Micros
  signal: AbortSignal
  onWritten: (assets: number) => void
}

interface Sheet extends TableOrder {
  heads: Column[]
  pages: Pages
}

/** Assets between which others get their turn. */
const PAGE = 500

const writers: Record<TableFormat, { words: boolean; write: (sheet: Sheet) => Promise<void> }> = {
  csv: { words: true, write: (sheet) => asSheet('csv', sheet) },
  xlsx: { words: true, write: (sheet) => asSheet('xlsx', sheet) },
  geojson: {
    words: false,
    write: (sheet) => {
      const { name } = sheet.picture.municipality
      return toFile(writeGeoJson(sheet.heads, sheet.pages, { crs: sheet.crs, name }), sheet)
    },
  },
  gpkg: {
    words: false,
    write: ({ path, heads, pages, crs, madeAt, speech }) =>
      writeGeoPackage(path, heads, pages, {
        crs,
        madeAt: `${formatTime(madeAt).slice(0, 23)}Z`,
        layer: (name) => ({
          title: speech.t(`class.${name as AssetClass}`),
          has: ({ key }) => classHas(name as AssetClass, key as AssetColumn),
        }),
      }),
  },
}

const asSheet = (format: SheetFormat, { heads, ...sheet }: Sheet): Promise<void> =>
  writeSheet(format, { ...sheet, columns: heads, sheetName: sheet.speech.t('nav.list') })

export async function writeTable(format: TableFormat, order: TableOrder): Promise<void> {
  const { words, write } = writers[format]
  const classes = [...new Set(order.assets.map(({ asset }) => asset.class))]
  const columns =
    order.columns ?? assetColumns.filter((column) => classes.some((one) => classHas(one, column)))
  await write({
    ...order,
    heads: columnsFor(columns, order.speech),
    pages: pagesOf(columns, words, order),
  })
}

async function* pagesOf(
  columns: readonly AssetColumn[],
  words: boolean,
  { picture, assets, speech, signal, onWritten }: TableOrder,
): AsyncGenerator<Row[]> {
  const read = readColumns(picture)
  for (let at = 0; at < assets.length; at += PAGE) {
    signal.throwIfAborted()
    yield assets.slice(at, at + PAGE).map((watched) => ({
      layer: watched.asset.class,
      geometry: watched.asset.geometry,
      position: watched.position,
      cells: columns.map((column) => {
        const value = read(watched, column)
        return words ? cellWords(column, value, speech) : value
      }),
    }))
    onWritten(Math.min(at + PAGE, assets.length))
    await new Promise(setImmediate)
  }
}
