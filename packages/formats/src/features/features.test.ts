import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { crsOf } from '../crs.ts'
import { csvDialects, writeCsv } from '../csv.ts'
import { writeGeoJson } from '../geojson.ts'
import { writeGeoPackage } from '../gpkg/write-geopackage.ts'
import { columns, pagesOf, rows, textOf } from '../testing/three-assets.ts'
import { hasTool, run } from '../testing/tool.ts'
import { writeXlsx } from '../xlsx/write-xlsx.ts'
import {
  type Feature,
  type FeatureFormat,
  openFeatures,
  placeInWgs84,
  readWellKnownText,
  UnreadableFile,
} from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'driftbild-features-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function read(format: FeatureFormat, name: string) {
  const file = await openFeatures(format, join(folder, name))
  const layers: { name: string; columns: string[]; crs: number | null; features: Feature[] }[] = []
  for (const { name, columns, crs, pages } of file.layers) {
    const features: Feature[] = []
    for await (const page of pages()) features.push(...page)
    layers.push({ name, columns, crs, features })
  }
  file.close()
  return layers
}
const put = (name: string, content: string | Uint8Array) => writeFileSync(join(folder, name), content)

const pump = { tag: 'P-1', name: 'Åsa "Norra"; <tryck> & flöde', builtYear: 1998, diameter: null }

describe('what we write is read back', () => {
  test('GeoJSON, with its system', async () => {
    put(
      'a.geojson',
      await textOf(writeGeoJson(columns, pagesOf(rows), { crs: crsOf[3006], name: 'Norrvik' })),
    )
    const [layer] = await read('geojson', 'a.geojson')
    expect(layer).toMatchObject({ name: 'Norrvik', crs: 3006 })
    expect(layer!.features[0]).toMatchObject({ row: 1, values: pump, geometry: { type: 'Point' } })
    const { geometry } = layer!.features[1]!
    if (geometry === null || geometry === 'unreadable') throw new Error('no geometry')
    const back = placeInWgs84(geometry, 3006)!.coordinates as [number, number][]
    expect(back[0]![0]).toBeCloseTo(14.25, 7)
    expect(back[1]![1]).toBeCloseTo(57, 7)
  })

  test('a GeoPackage, a layer a kind', async () => {
    const path = join(folder, 'a.gpkg')
    const layer = (name: string) => ({ title: name, has: () => true })
    await writeGeoPackage(path, columns, pagesOf(rows), {
      crs: crsOf[4326],
      madeAt: '2026-01-01T00:00:00.000Z',
      layer,
    })
    const layers = await read('gpkg', 'a.gpkg')
    expect(layers.map(({ name, crs }) => [name, crs])).toEqual([
      ['area', 4326],
      ['pipe', 4326],
      ['pump', 4326],
    ])
    expect(layers[2]!.features[0]).toMatchObject({
      values: pump,
      geometry: { type: 'Point', coordinates: [12.75, 55] },
    })
    expect(layers[0]!.features[0]!.geometry).toMatchObject({ type: 'Polygon' })
  })

  test('CSV with semicolons and commas, XLSX with its numbers', async () => {
    const how = { crs: crsOf[3006], dialect: csvDialects.sv }
    put('a.csv', await textOf(writeCsv(columns, pagesOf(rows), how)))
    const [csv] = await read('csv', 'a.csv')
    expect(csv!.features[0]).toMatchObject({
      row: 2,
      values: { Beteckning: 'P-1', Byggd: '1998', E: '356083,438' },
    })
    // A cell of two lines counts as two, as in an editor.
    expect(csv!.features.map(({ row }) => row)).toEqual([2, 4, 5])
    const bytes: Uint8Array[] = []
    for await (const chunk of writeXlsx(columns, pagesOf(rows), { crs: crsOf[3006], sheetName: 'Register' }))
      bytes.push(chunk)
    put('a.xlsx', Buffer.concat(bytes))
    const [xlsx] = await read('xlsx', 'a.xlsx')
    expect(xlsx).toMatchObject({ name: 'Register' })
    expect(xlsx!.features[0]).toMatchObject({
      row: 2,
      values: { Beteckning: 'P-1', Byggd: 1998, Monterad: '2026-11-22' },
    })
  })
})

test('an EPANET file is its nodes and links, with what lies between', async () => {
  put(
    'a.inp',
    '[JUNCTIONS]\nA 12 0\nB 10 0\n[PIPES]\nL1 A B 100 160 130 0 Open\n[VALVES]\nV1 A B 100 PRV 30 0\n[RESERVOIRS]\nR 20\n[OPTIONS]\nUnits CMH\nHeadloss H-W\n[COORDINATES]\nA 150000 6600000\nB 150100 6600000\nR 150000 6600100\n[END]\n',
  )
  const [layer] = await read('inp', 'a.inp')
  const by = new Map(layer!.features.map((feature) => [feature.values.id, feature]))
  expect(by.get('L1')).toMatchObject({
    row: 5,
    values: { type: 'pipe', diameter: 160, length: 100, from: 'A', to: 'B', material: 'unknown' },
    geometry: {
      type: 'LineString',
      coordinates: [
        [150000, 6600000],
        [150100, 6600000],
      ],
    },
  })
  expect(by.get('V1')!.values).toMatchObject({ normallyOpen: true })
  expect(by.get('V1')!.geometry).toEqual({ type: 'Point', coordinates: [150050, 6600000] })
  expect(by.get('A')).toMatchObject({ values: { type: 'junction', elevation: 12 } })
})

describe('a file that is not what its name says', () => {
  test.each(['geojson', 'gpkg', 'xlsx', 'inp'] as const)('%s', async (format) => {
    put(`broken.${format}`, 'this is no such thing\n')
    await expect(openFeatures(format, join(folder, `broken.${format}`))).rejects.toThrow(UnreadableFile)
  })
  test('or has nothing in it', async () => {
    put('empty.csv', '')
    await expect(openFeatures('csv', join(folder, 'empty.csv'))).rejects.toMatchObject({ why: 'empty' })
  })
})

test('a table from an older Windows keeps its å, ä and ö', async () => {
  put('old.csv', Buffer.from('namn,tag\nÅsgatan,X-1\n', 'latin1'))
  expect((await read('csv', 'old.csv'))[0]!.features[0]!.values).toEqual({ namn: 'Åsgatan', tag: 'X-1' })
})

describe('well-known text', () => {
  test.each([
    ['POINT (356083.438 6097106.672)', { type: 'Point', coordinates: [356083.438, 6097106.672] }],
    ['POINT Z (1 2 3)', { type: 'Point', coordinates: [1, 2, 3] }],
    [
      'LINESTRING(1 2, 3 4)',
      {
        type: 'LineString',
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    [
      'POLYGON ((0 0, 1 0, 1 1, 0 0))',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      },
    ],
    [
      'MULTILINESTRING ((1 2, 3 4))',
      {
        type: 'LineString',
        coordinates: [
          [1, 2],
          [3, 4],
        ],
      },
    ],
    ['CIRCLE (1 2)', 'unreadable'],
    ['POINT EMPTY', 'unreadable'],
  ])('%s', (text, geometry) => expect(readWellKnownText(text)).toEqual(geometry))
})

test('a position that is none is no place', () => {
  expect(placeInWgs84({ type: 'Point', coordinates: ['x', 'y'] }, 3006)).toBeNull()
  expect(placeInWgs84({ type: 'LineString', coordinates: [[1, 2]] }, 4326)).toBeNull()
})

/** The middle meridian lies at 150 000 m, and there the scale is one. */
test('a zone’s middle meridian is where its name says', () => {
  const place = placeInWgs84({ type: 'Point', coordinates: [150_000, 6_600_000] }, 3013)!
  expect((place.coordinates as number[])[0]).toBeCloseTo(15.75, 9)
})

describe.skipIf(!hasTool('ogr2ogr'))('what GDAL writes is read (skipped without gdal-bin)', () => {
  test.each([
    [3007, 12],
    [3008, 13.5],
    [3018, 23.25],
  ])('EPSG:%d, as a GeoPackage', async (code, meridian) => {
    put(
      'here.geojson',
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: { tag: 'X' },
            geometry: { type: 'Point', coordinates: [meridian + 0.4, 59.3] },
          },
        ],
      }),
    )
    run(
      'ogr2ogr',
      '-f',
      'GPKG',
      '-t_srs',
      `EPSG:${code}`,
      join(folder, `${code}.gpkg`),
      join(folder, 'here.geojson'),
    )
    const [layer] = await read('gpkg', `${code}.gpkg`)
    expect(layer!.crs).toBe(code)
    const { geometry } = layer!.features[0]!
    if (geometry === null || geometry === 'unreadable') throw new Error('no geometry')
    const [lon, lat] = placeInWgs84(geometry, code)!.coordinates as [number, number]
    expect(lon).toBeCloseTo(meridian + 0.4, 7)
    expect(lat).toBeCloseTo(59.3, 7)
  })

  test('lines with heights, as one part of many', async () => {
    put(
      'line.geojson',
      JSON.stringify({
        type: 'FeatureCollection',
        features: [
          {
            type: 'Feature',
            properties: {},
            geometry: {
              type: 'LineString',
              coordinates: [
                [15, 60, 3],
                [15.1, 60, 4],
              ],
            },
          },
        ],
      }),
    )
    run(
      'ogr2ogr',
      '-f',
      'GPKG',
      '-nlt',
      'MULTILINESTRINGZ',
      join(folder, 'multi.gpkg'),
      join(folder, 'line.geojson'),
    )
    const [layer] = await read('gpkg', 'multi.gpkg')
    expect(layer!.features[0]!.geometry).toEqual({
      type: 'LineString',
      coordinates: [
        [15, 60, 3],
        [15.1, 60, 4],
      ],
    })
  })
})
