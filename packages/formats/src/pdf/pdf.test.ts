import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { look } from '../testing/look.ts'
import { hasTool, run } from '../testing/tool.ts'
import { writeFacts, writeSignatures, writeTable } from './blocks.ts'
import { readFonts } from './fonts.ts'
import { drawLineChart, type LineChart, runsOf } from './line-chart.ts'
import { createPaper } from './paper.ts'
import { ticksOf } from './ticks.ts'
import { drawTownMap } from './town-map.ts'

const folder = mkdtempSync(join(tmpdir(), 'driftbild-pdf-'))
const path = join(folder, 'paper.pdf')
afterAll(() => rmSync(folder, { recursive: true }))

const hours = Array.from({ length: 100 }, (_, i) => i)
const chart: LineChart = {
  from: 0,
  to: 100,
  time: hours,
  average: hours.map((i) => (i > 60 && i < 70 ? null : 4 + Math.sin(i / 6))),
  minimum: hours.map((i) => (i > 60 && i < 70 ? null : 3.6 + Math.sin(i / 6))),
  maximum: hours.map((i) => (i > 60 && i < 70 ? null : 4.4 + Math.sin(i / 6))),
  held: hours.map(() => false),
  gaps: [{ from: 60, to: 70 }],
  expected: { time: [0, 50, 100], low: [3, 3, 3], high: [4.5, 5, 4.5] },
  limits: [{ value: 5.2, label: 'larm över 5,2 bar' }],
  unit: 'bar',
  tick: String,
  day: (time) => `${time} nov.`,
}

beforeAll(async () => {
  const paper = createPaper({
    title: 'Åsens tryckstegring',
    author: 'Norrvik',
    language: 'sv-SE',
    madeAt: new Date('2026-11-22T10:00:00Z'),
    fonts: readFonts(),
    look,
    foot: 'Norrvik · Åsens tryckstegring',
    pageNumber: (page, of) => `Sida ${page} av ${of}`,
  })
  paper.cover('Åsens tryckstegring', 'Anläggningsdokumentation')
  const pump = { type: 'Point' as const, coordinates: [21.7, 65.83] as [number, number] }
  paper.figure({ alt: 'Karta över Åsen', height: 260, caption: 'Källa: registret, 22 nov. 2026' }, (area) =>
    drawTownMap(
      paper.doc,
      area,
      {
        ground: [
          {
            layer: 'street',
            geometry: {
              type: 'LineString',
              coordinates: [
                [21.69, 65.83],
                [21.71, 65.831],
              ],
            },
          },
        ],
        lines: [],
        shown: [{ geometry: pump, position: pump.coordinates, state: 'low' }],
      },
      look,
    ),
  )
  paper.contents('Innehåll', 3)
  paper.newPage()
  paper.heading(1, 'Fakta')
  writeFacts(paper, [
    { name: 'Märkflöde', value: '60 m³/h', source: 'Registret' },
    { name: 'Ort med samiskt namn', value: 'Čohkiras, ≤ 4 bar' },
    { name: 'Byggd', value: '1998' },
  ])
  paper.heading(2, 'Historik')
  paper.stateLine('low', 'Tryck i Åsen gick under gränsen.')
  paper.figure(
    { alt: 'Tryck de senaste dygnen', height: 150, caption: 'Tryck, källa P-1/pressure' },
    (area) => drawLineChart(paper.doc, area, chart, look),
  )
  writeTable(
    paper,
    [
      { title: 'Order', share: 0.3 },
      { title: 'Läge', share: 0.7 },
    ],
    Array.from({ length: 60 }, (_, i) => [`Order ${i}`, 'Godkänd']),
  )
  paper.heading(2, 'Underskrifter')
  writeSignatures(paper, [{ role: 'Upprättad av', fields: ['namn', 'datum'] }])
  const chunks: Buffer[] = []
  paper.doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const done = new Promise((resolve) => paper.doc.on('end', resolve))
  paper.end()
  await done
  writeFileSync(path, Buffer.concat(chunks))
})

describe.skipIf(!hasTool('qpdf'))('qpdf reads it (skipped without qpdf)', () => {
  test('and finds nothing wrong', () => {
    expect(run('qpdf', '--check', path)).toContain('No syntax or stream encoding errors')
  })

  test('as a tagged document in Swedish with bookmarks, by whose tree every kind of thing is told', () => {
    const { qpdf } = JSON.parse(run('qpdf', '--json=2', path)) as {
      qpdf: [unknown, Record<string, { value?: Record<string, string> }>]
    }
    const objects = Object.values(qpdf[1]).map(({ value }) => value)
    const catalog = objects.find((one) => one?.['/Type'] === '/Catalog')
    expect(catalog).toMatchObject({ '/Lang': 'u:sv-SE', '/PageMode': '/UseOutlines' })
    const kinds = new Set(objects.flatMap((one) => (one?.['/S'] && one['/P'] ? [one['/S']] : [])))
    for (const kind of [
      'Document',
      'H1',
      'H2',
      'P',
      'L',
      'LI',
      'Table',
      'TR',
      'TH',
      'TD',
      'Figure',
      'Caption',
      'TOC',
    ]) {
      expect(kinds, kind).toContain(`/${kind}`)
    }
    const figures = objects.filter((one) => one?.['/S'] === '/Figure')
    expect(figures.map((one) => one?.['/Alt'])).toEqual(['u:Karta över Åsen', 'u:Tryck de senaste dygnen'])
    const bookmarks = objects.filter((one) => one?.['/Title'] && one['/Dest']).map((one) => one?.['/Title'])
    expect(bookmarks).toEqual(['u:Fakta', 'u:Historik', 'u:Underskrifter'])
  })
})

describe.skipIf(!hasTool('pdftotext'))('poppler reads it (skipped without poppler-utils)', () => {
  test('with its letters, its page numbers, and contents that point at the right page', () => {
    const pages = run('pdftotext', '-layout', path, '-').split('\f').slice(0, -1)
    expect(pages.length).toBeGreaterThan(3)
    pages.forEach((page, i) => {
      expect(page).toContain(`Sida ${i + 1} av ${pages.length}`)
    })
    expect(pages[2]).toContain('Čohkiras, ≤ 4 bar')
    expect(pages[1]).toMatch(/Fakta\s+3/)
    const signed =
      pages.findIndex((page) => /^\s*Underskrifter/m.test(page) && !page.includes('Innehåll')) + 1
    expect(pages[1]).toMatch(new RegExp(`Underskrifter\\s+${signed}`))
    expect(run('pdffonts', path)).toMatch(/Inter-?Regular.*\n?.*yes yes yes/)
  })
})

test('a line stops at a gap and at a point without a value', () => {
  const points = { time: [0, 1, 2, 3, 4, 5], average: [1, 1, 1, null, 1, 1], gaps: [{ from: 0.5, to: 0.6 }] }
  expect(runsOf(points)).toEqual([[0], [1, 2], [4, 5]])
})

test('an axis has round numbers around its values', () => {
  expect(ticksOf(0, 5.4)).toEqual([0, 2, 4, 6])
  expect(ticksOf(0, 0.31)).toEqual([0, 0.1, 0.2, 0.3, 0.4])
  expect(ticksOf(-3, 12)).toEqual([-5, 0, 5, 10, 15])
})
