import type { Position } from '@driftbild/core'
import { type Crs, place, placeAll } from './crs.ts'
import type { Cell, Column, Pages } from './table.ts'
import { wellKnownText } from './well-known-text.ts'

/** How a spreadsheet of that country opens a CSV without asking. */
export interface CsvDialect {
  separator: ',' | ';'
  decimal: '.' | ','
}

/** A Swedish Excel splits at semicolons, because the comma stands in numbers. */
export const csvDialects = {
  sv: { separator: ';', decimal: ',' },
  en: { separator: ',', decimal: '.' },
} as const satisfies Record<string, CsvDialect>

/** Without it Excel takes UTF-8 for the machine's old code page. */
const BYTE_ORDER_MARK = '\uFEFF'

/**
 * RFC 4180 with a heading, CRLF and a byte order mark. After the columns come the position and, under the name
 * that GDAL and QGIS know, the geometry.
 */
export async function* writeCsv(
  columns: readonly Column[],
  pages: Pages,
  { crs, dialect }: { crs: Crs; dialect: CsvDialect },
): AsyncGenerator<string> {
  yield BYTE_ORDER_MARK + line([...columns.map(({ title }) => title), ...crs.axes, 'WKT'], dialect)
  for await (const rows of pages) {
    let text = ''
    for (const { cells, position, geometry } of rows) {
      const at: Position = place(position, crs)
      text += line([...cells, ...at, wellKnownText(placeAll(geometry, crs))], dialect)
    }
    yield text
  }
}

/** A short table without places, its heading first. */
export const csvText = (rows: readonly (readonly Cell[])[], dialect: CsvDialect): string =>
  BYTE_ORDER_MARK + rows.map((cells) => line(cells, dialect)).join('')

const line = (cells: readonly Cell[], dialect: CsvDialect): string =>
  `${cells.map((cell) => field(cell, dialect)).join(dialect.separator)}\r\n`

function field(cell: Cell, { separator, decimal }: CsvDialect): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell).replace('.', decimal)
  if (typeof cell === 'boolean') return cell ? '1' : '0'
  const text = withoutFormula(cell)
  return /["\r\n]/.test(text) || text.includes(separator) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A text that a spreadsheet would take for a formula is made to be read as text. */
const withoutFormula = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)
