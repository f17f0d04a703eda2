import { expect, test } from 'vitest'
import { crsOf } from './crs.ts'
import { csvDialects, writeCsv } from './csv.ts'
import { columns, pagesOf, rows, textOf } from './testing/three-assets.ts'

const write = (dialect: keyof typeof csvDialects) =>
  textOf(writeCsv(columns, pagesOf(rows), { crs: crsOf[3006], dialect: csvDialects[dialect] }))

test('a Swedish spreadsheet gets semicolons, decimal commas and a byte order mark', async () => {
  const text = await write('sv')
  expect(text.startsWith('\uFEFFBeteckning;Namn;Byggd;Diameter (mm);Under arbete;Monterad;E;N;WKT\r\n')).toBe(
    true,
  )
  expect(text).toContain(
    'P-1;"Åsa ""Norra""; <tryck> & flöde";1998;;1;2026-11-22;356083,438;6097106,672;POINT (356083.438 6097106.672)\r\n',
  )
})

test('an English one gets commas, decimal points and quotes where the comma stands in a text', async () => {
  expect(await write('en')).toContain('"Ledning,\nSjöängen",,160.5,0,,')
})

test('a text that would be a formula is not run, and a negative number stays one', async () => {
  const text = await write('en')
  expect(text).toContain("'=L-1,")
  expect(text).toContain('A-1,,0,-1.5,,')
})
