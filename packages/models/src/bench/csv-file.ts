import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** The folder doesn't hold what the benchmark reads; the message names the file, the line and what is wrong. */
export class BadData extends Error {}

export interface CsvFormat {
  /** Columns that are read; others may be there. */
  columns?: readonly string[]
  separator?: string
}

/** Rows of a simple CSV (no quoted separators) by column name, cells without the blanks around them; `name` with or without `.gz`. */
export function readCsv(
  folder: string,
  name: string,
  { columns = [], separator = ',' }: CsvFormat = {},
): Record<string, string>[] {
  const path = findFile(folder, name)
  if (!path) throw new BadData(`${join(folder, name)} isn't there, nor with .gz`)
  const lines = readText(path)
    .split(/\r?\n/)
    .filter((line) => line !== '')
  const header = (lines[0] ?? '').split(separator).map((cell) => cell.trim())
  const missing = columns.filter((column) => !header.includes(column))
  if (missing.length > 0)
    throw new BadData(`${path} has no column ${missing.join(', ')}; it has ${header.join(', ')}`)
  return lines.slice(1).map((line, i) => {
    const cells = line.split(separator)
    if (cells.length !== header.length) {
      throw new BadData(`${path} line ${i + 2}: ${cells.length} cells where the head has ${header.length}`)
    }
    return Object.fromEntries(header.map((column, c) => [column, cells[c]!.trim()]))
  })
}

export function findFile(folder: string, name: string): string | null {
  for (const candidate of [name, `${name}.gz`, name.replace(/\.gz$/, '')]) {
    if (existsSync(join(folder, candidate))) return join(folder, candidate)
  }
  return null
}

/** A cell's number; null where it is empty. `where` names the cell for whoever has to look. */
export function numberOf(text: string, where: string): number | null {
  if (text === '') return null
  const value = Number(text)
  if (!Number.isFinite(value)) throw new BadData(`${where}: ${text} is no number`)
  return value
}

function readText(path: string): string {
  try {
    const bytes = readFileSync(path)
    return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  } catch (cause) {
    throw new BadData(`${path} can't be read: ${(cause as Error).message}`, { cause })
  }
}

export interface Columns {
  /** The first column, as it stands. */
  times: string[]
  /** The others by name; an empty cell is NaN. */
  columns: Map<string, Float64Array>
}

/** A long table of numbers by time, a column at a time: a year at five minutes would be millions of small objects by row. */
export function readColumns(folder: string, name: string): Columns {
  const path = findFile(folder, name)
  if (!path) throw new BadData(`${join(folder, name)} isn't there, nor with .gz`)
  const lines = readText(path)
    .split(/\r?\n/)
    .filter((line) => line !== '')
  const names = (lines[0] ?? '').split(',').map((cell) => cell.trim())
  const columns = names.slice(1).map(() => new Float64Array(lines.length - 1))
  const times = lines.slice(1).map((line, i) => {
    const cells = line.split(',')
    if (cells.length !== names.length) {
      throw new BadData(`${path} line ${i + 2}: ${cells.length} cells where the head has ${names.length}`)
    }
    for (const [c, column] of columns.entries())
      column[i] = numberOf(cells[c + 1]!.trim(), `${path} line ${i + 2}, ${names[c + 1]}`) ?? Number.NaN
    return cells[0]!.trim()
  })
  return { times, columns: new Map(columns.map((column, c) => [names[c + 1]!, column])) }
}
