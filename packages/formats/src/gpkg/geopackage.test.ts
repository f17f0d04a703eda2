import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import { type CrsCode, crsOf } from '../crs.ts'
import { columns, pagesOf, rows } from '../testing/three-assets.ts'
import { hasTool, run } from '../testing/tool.ts'
import { writeGeoPackage } from './write-geopackage.ts'

const folder = mkdtempSync(join(tmpdir(), 'driftbild-gpkg-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function write(code: CrsCode): Promise<string> {
  const path = join(folder, `${code}.gpkg`)
  rmSync(path, { force: true })
  await writeGeoPackage(path, columns, pagesOf(rows), {
    crs: crsOf[code],
    madeAt: '2026-11-22T10:00:00.000Z',
    layer: (name) => ({ title: `Lager ${name}`, has: ({ key }) => key !== 'diameter' || name === 'pipe' }),
  })
  return path
}

test('the file says what it is, and SQLite finds nothing wrong with it', async () => {
  const db = new DatabaseSync(await write(3006), { readOnly: true })
  expect(db.prepare('pragma application_id').get()).toEqual({ application_id: 0x47504b47 })
  expect(db.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
  expect(db.prepare('pragma foreign_key_check').all()).toEqual([])
  expect(db.prepare('select srs_id from gpkg_spatial_ref_sys order by 1').all()).toEqual(
    [-1, 0, 3006, 4326].map((srs_id) => ({ srs_id })),
  )
  db.close()
})

test('each kind of asset is a layer with its own columns and its own index', async () => {
  const db = new DatabaseSync(await write(3006), { readOnly: true })
  expect(db.prepare('select name from pragma_table_info(?)').all('pump')).not.toContainEqual({
    name: 'diameter',
  })
  expect(db.prepare('select tag, builtYear, underWork, installed from pump').get()).toEqual({
    tag: 'P-1',
    builtYear: 1998,
    underWork: 1,
    installed: '2026-11-22',
  })
  const [box] = db.prepare('select * from rtree_pipe_geom').all() as { minx: number; maxy: number }[]
  expect(box!.minx).toBeCloseTo(363331.554, -1)
  expect(box!.maxy).toBeCloseTo(6319636.937, -1)
  db.close()
})

const gdal = hasTool('ogrinfo')
describe.skipIf(!gdal)('GDAL reads it (skipped without gdal-bin)', () => {
  test.each([
    [3006, 'ID["EPSG",3006]]', 'POINT (356083.438 6097106.672)'],
    [4326, 'ID["EPSG",4326]]', 'POINT (12.75 55'],
  ] as const)('in EPSG:%d, without a warning', async (code, system, point) => {
    const told = run('ogrinfo', '-ro', '-al', await write(code))
    expect(told).not.toMatch(/warning|error/i)
    expect(told.match(/^Layer name: .+|^Geometry: .+/gm)).toEqual([
      ...['Layer name: pump', 'Geometry: Point', 'Layer name: pipe', 'Geometry: Line String'],
      ...['Layer name: area', 'Geometry: Polygon'],
    ])
    expect(told).toContain(system)
    expect(told).toContain(point)
    expect(told).toContain('name (String) = Åsa "Norra"; <tryck> & flöde')
    expect(told).toContain('builtYear (Integer64) = 1998')
    expect(told).toContain('underWork (Integer(Boolean)) = 1')
    expect(told).toContain('installed (Date) = 2026/11/22')
  })

  test('and adds to a layer, which its index follows', async () => {
    const path = await write(3006)
    const other = join(folder, 'other.gpkg')
    run('ogr2ogr', other, path, 'pump')
    run('ogr2ogr', '-append', path, other, 'pump')
    expect(run('ogrinfo', '-sql', 'select count(*) as n from rtree_pump_geom', path)).toContain(
      'n (Integer) = 2',
    )
  })
})
