import type { Cell, Column, ColumnType } from '../table.ts'
import { DAY, escapeXml, HEAD, HEADING, MAIN } from './parts.ts'

/** What stands before the rows: the heading stays in sight, and each column is as wide as what it tends to hold. */
export function sheetStart(columns: readonly Column[]): string {
  const widths = columns
    .map(({ title, type }, i) => {
      const width = Math.max(title.length + 2, usualWidth[type])
      return `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`
    })
    .join('')
  const heading = columns.map(({ title }, i) => textCell(`${letters(i)}1`, title, HEADING)).join('')
  return (
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
    `<cols>${widths}</cols><sheetData><row r="1">${heading}</row>`
  )
}

/** Filters over all that was written. */
export const sheetEnd = (columns: number, rows: number): string =>
  `</sheetData><autoFilter ref="A1:${letters(columns - 1)}${rows}"/></worksheet>`

/** `row` counts from 1, the heading's. */
export function sheetRow(row: number, types: readonly ColumnType[], cells: readonly Cell[]): string {
  let xml = `<row r="${row}">`
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!
    if (cell === null) continue
    const at = `${letters(i)}${row}`
    if (typeof cell === 'number') xml += `<c r="${at}"><v>${cell}</v></c>`
    else if (typeof cell === 'boolean') xml += `<c r="${at}" t="b"><v>${cell ? 1 : 0}</v></c>`
    else if (types[i] === 'day') xml += `<c r="${at}" s="${DAY}"><v>${serialOf(cell)}</v></c>`
    else xml += textCell(at, cell)
  }
  return `${xml}</row>`
}

const usualWidth: Record<ColumnType, number> = { text: 18, integer: 9, number: 12, boolean: 8, day: 12 }

/** The format's longest text. */
const MOST_LETTERS = 32_767

const textCell = (at: string, text: string, style?: number): string =>
  `<c r="${at}"${style ? ` s="${style}"` : ''} t="inlineStr"><is><t xml:space="preserve">${escapeXml(text.slice(0, MOST_LETTERS))}</t></is></c>`

/** Days are numbers from the end of 1899 on. */
const serialOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000 + 25_569

/** 0 → A, 26 → AA. */
export function letters(column: number): string {
  const last = String.fromCharCode(65 + (column % 26))
  return column < 26 ? last : letters(Math.floor(column / 26) - 1) + last
}
