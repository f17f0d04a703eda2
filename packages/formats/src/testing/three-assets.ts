import type { Column, Row } from '../table.ts'

/** A pump, a pipe and an area with what makes writers stumble: quotes, separators, markup, no value at all. */
export const columns: Column[] = [
  { key: 'tag', title: 'Beteckning', type: 'text' },
  { key: 'name', title: 'Namn', type: 'text' },
  { key: 'builtYear', title: 'Byggd', type: 'integer' },
  { key: 'diameter', title: 'Diameter (mm)', type: 'number' },
  { key: 'underWork', title: 'Under arbete', type: 'boolean' },
  { key: 'installed', title: 'Monterad', type: 'day' },
]

export const rows: Row[] = [
  {
    layer: 'pump',
    geometry: { type: 'Point', coordinates: [12.75, 55] },
    position: [12.75, 55],
    cells: ['P-1', 'Åsa "Norra"; <tryck> & flöde', 1998, null, true, '2026-11-22'],
  },
  {
    layer: 'pipe',
    geometry: {
      type: 'LineString',
      coordinates: [
        [14.25, 55],
        [12.75, 57],
      ],
    },
    position: [13.5, 56],
    cells: ['=L-1', 'Ledning,\nSjöängen', null, 160.5, false, null],
  },
  {
    layer: 'area',
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [12, 57],
          [13, 57],
          [13, 58],
          [12, 57],
        ],
      ],
    },
    position: [12.7, 57.3],
    cells: ['A-1', '', 0, -1.5, null, null],
  },
]

export async function* pagesOf(...pages: Row[][]): AsyncGenerator<Row[]> {
  yield* pages
}

export async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const chunk of chunks) text += chunk
  return text
}
