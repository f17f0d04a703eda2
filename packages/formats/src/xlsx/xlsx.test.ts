import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, describe, expect, test } from 'vitest'
import { crsOf } from '../crs.ts'
import { columns, pagesOf, rows } from '../testing/three-assets.ts'
import { run } from '../testing/tool.ts'
import { letters } from './sheet.ts'
import { writeXlsx } from './write-xlsx.ts'

const folder = mkdtempSync(join(tmpdir(), 'driftbild-xlsx-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function write(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const pages = pagesOf(rows.slice(0, 1), rows.slice(1))
  for await (const chunk of writeXlsx(columns, pages, { crs: crsOf[3006], sheetName: 'A & B' }))
    chunks.push(chunk)
  return Buffer.concat(chunks)
}

test('the workbook unzips into the parts that its list of contents names', async () => {
  const parts = unzipSync(await write())
  const text = (name: string) => Buffer.from(parts[name]!).toString()
  for (const [, name] of text('[Content_Types].xml').matchAll(/PartName="\/([^"]+)"/g)) {
    expect(Object.keys(parts)).toContain(name)
  }
  const sheet = text('xl/worksheets/sheet1.xml')
  expect(sheet).toContain('Åsa &quot;Norra&quot;; &lt;tryck&gt; &amp; flöde')
  expect(sheet).toContain('<autoFilter ref="A1:H4"/>')
})

test('columns go on after Z', () => {
  expect([0, 25, 26, 701, 702].map(letters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA'])
})

const openpyxl = ((): boolean => {
  try {
    run('/usr/bin/python3', '-c', 'import openpyxl')
    return true
  } catch {
    return false
  }
})()

describe.skipIf(!openpyxl)('openpyxl reads it (skipped without python3-openpyxl)', () => {
  test('with numbers as numbers, days as days and a heading that stays', async () => {
    const path = join(folder, 'assets.xlsx')
    writeFileSync(path, await write())
    const script = `
import json, openpyxl
sheet = openpyxl.load_workbook(${JSON.stringify(path)}).worksheets[0]
rows = [[str(c) if hasattr(c, 'year') else c for c in row] for row in sheet.iter_rows(values_only=True)]
print(json.dumps({'title': sheet.title, 'frozen': sheet.freeze_panes, 'rows': rows}))`
    const { title, frozen, rows: read } = JSON.parse(run('/usr/bin/python3', '-c', script))
    expect([title, frozen]).toEqual(['A & B', 'A2'])
    expect(read[1]).toEqual([
      'P-1',
      'Åsa "Norra"; <tryck> & flöde',
      1998,
      null,
      true,
      '2026-11-22 00:00:00',
      356083.438,
      6097106.672,
    ])
    expect(read[2][0]).toBe('=L-1')
  })
})
