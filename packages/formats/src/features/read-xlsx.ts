import readXlsxFile from 'read-excel-file/node'
import type { Cell } from '../table.ts'
import { type Feature, type FeatureFile, type FeatureLayer, inPages, UnreadableFile } from './feature.ts'

/** Every sheet of a workbook that has a heading and something under it. */
export async function readXlsx(path: string): Promise<FeatureFile> {
  const sheets = await readXlsxFile(path).catch((cause: unknown) => {
    throw new UnreadableFile('not-that-format', { cause })
  })
  const layers = sheets.flatMap(({ sheet, data }): FeatureLayer[] => {
    const first = data.findIndex((row) => row.some((value) => value !== null))
    if (first < 0 || first + 1 >= data.length) return []
    const columns = data[first]!.map((title, i) => (title === null ? `${i + 1}` : String(title).trim()))
    const features = data.slice(first + 1).flatMap((row, i): Feature[] => {
      if (row.every((value) => value === null)) return []
      const values = columns.map((name, at) => [name, cell(row[at] ?? null)] as const)
      return [{ row: first + i + 2, values: Object.fromEntries(values), geometry: null }]
    })
    return [{ name: sheet, columns, crs: null, count: features.length, pages: () => inPages(features) }]
  })
  if (layers.length === 0) throw new UnreadableFile('empty')
  return { layers, close() {} }
}

const cell = (value: string | number | boolean | object | null): Cell => {
  if (value instanceof Date) return value.toISOString().slice(0, 10)
  return typeof value === 'object' ? null : value
}
