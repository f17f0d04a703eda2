import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Rows of a simple CSV (no quoted separators) by column name; `name` with or without `.gz`. */
export function readCsv(folder: string, name: string, separator = ','): Record<string, string>[] {
  const path = findFile(folder, name)
  if (!path) throw new Error(`${join(folder, name)} isn't there, nor with .gz`)
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  const lines = text.split(/\r?\n/).filter((line) => line !== '')
  const header = (lines[0] ?? '').split(separator)
  return lines.slice(1).map((line, i) => {
    const cells = line.split(separator)
    if (cells.length !== header.length) {
      throw new Error(`${path} line ${i + 2}: ${cells.length} cells where the head has ${header.length}`)
    }
    return Object.fromEntries(header.map((column, c) => [column, cells[c]!]))
  })
}

export function findFile(folder: string, name: string): string | null {
  for (const candidate of [name, `${name}.gz`, name.replace(/\.gz$/, '')]) {
    if (existsSync(join(folder, candidate))) return join(folder, candidate)
  }
  return null
}
