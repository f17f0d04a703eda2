import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse'
import { type Feature, type FeatureFile, type FeatureLayer, UnreadableFile } from './feature.ts'

const PAGE = 500
const separators = [';', '\t', ',', '|'] as const

/** A table with a heading, whatever its separator; UTF-8, or what Windows made before it. */
export async function readCsv(path: string): Promise<FeatureFile> {
  const text = decode(await readFile(path))
  const heading = text.slice(0, text.indexOf('\n') + 1 || text.length)
  if (heading.trim() === '') throw new UnreadableFile('empty')
  const delimiter = separators.reduce((best, one) =>
    times(heading, one) > times(heading, best) ? one : best,
  )
  const layer: FeatureLayer = {
    ...{ name: '', columns: [], crs: null, count: null },
    pages: () => pagesOf(text, delimiter, (columns) => (layer.columns = columns)),
  }
  // The heading is known before anybody asks for rows.
  for await (const _ of layer.pages()) break
  if (layer.columns.length === 0) throw new UnreadableFile('empty')
  return { layers: [layer], close() {} }
}

async function* pagesOf(
  text: string,
  delimiter: string,
  onColumns: (columns: string[]) => void,
): AsyncGenerator<Feature[]> {
  const rows = parse(text, {
    ...{ delimiter, bom: true, info: true, relax_column_count: true, skip_empty_lines: true, trim: true },
    columns: (names: string[]) => {
      const columns = names.map((name, i) => name || `${i + 1}`)
      onColumns(columns)
      return columns
    },
  })
  let page: Feature[] = []
  try {
    for await (const { record, info } of rows as AsyncIterable<{
      record: Record<string, string>
      info: { lines: number }
    }>) {
      const values = Object.entries(record).map(
        ([name, value]) => [name, value === '' ? null : value] as const,
      )
      page.push({ row: info.lines, values: Object.fromEntries(values), geometry: null })
      if (page.length < PAGE) continue
      yield page
      page = []
      await new Promise(setImmediate)
    }
  } catch (cause) {
    const { lines } = cause as { lines?: number }
    throw new UnreadableFile('not-that-format', { cause, ...(lines !== undefined && { line: lines }) })
  }
  if (page.length > 0) yield page
}

const times = (text: string, one: string): number => text.split(one).length - 1

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}
