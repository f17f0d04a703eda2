import { strToU8, Zip, ZipDeflate } from 'fflate'
import { type Crs, place } from '../crs.ts'
import type { Column, Pages } from '../table.ts'
import { fixedParts } from './parts.ts'
import { sheetEnd, sheetRow, sheetStart } from './sheet.ts'

const PLACES = { type: 'number' } as const

/** A workbook with one sheet, compressed as its rows come: it never lies in memory whole. */
export async function* writeXlsx(
  columns: readonly Column[],
  pages: Pages,
  { crs, sheetName }: { crs: Crs; sheetName: string },
): AsyncGenerator<Uint8Array> {
  const all: Column[] = [...columns, ...crs.axes.map((axis) => ({ key: axis, title: axis, ...PLACES }))]
  const types = all.map(({ type }) => type)
  let ready: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error) throw error
    ready.push(chunk)
  })
  const taken = () => {
    const chunks = ready
    ready = []
    return chunks
  }
  for (const [name, text] of Object.entries(fixedParts(sheetName))) {
    const part = new ZipDeflate(name)
    zip.add(part)
    part.push(strToU8(text), true)
  }
  const sheet = new ZipDeflate('xl/worksheets/sheet1.xml')
  zip.add(sheet)
  sheet.push(strToU8(sheetStart(all)))
  let row = 1
  for await (const rows of pages) {
    let xml = ''
    for (const { cells, position } of rows) xml += sheetRow(++row, types, [...cells, ...place(position, crs)])
    sheet.push(strToU8(xml))
    yield* taken()
  }
  sheet.push(strToU8(sheetEnd(all.length, row)), true)
  zip.end()
  yield* taken()
}
