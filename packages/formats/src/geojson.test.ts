import { expect, test } from 'vitest'
import { crsOf } from './crs.ts'
import { writeGeoJson } from './geojson.ts'
import { columns, pagesOf, rows, textOf } from './testing/three-assets.ts'

test('pages become one collection that says its system when it is not the usual one', async () => {
  const pages = () => pagesOf(rows.slice(0, 2), [], rows.slice(2))
  const plane = JSON.parse(
    await textOf(writeGeoJson(columns, pages(), { crs: crsOf[3006], name: 'Norrvik' })),
  )
  expect(plane.crs.properties.name).toBe('urn:ogc:def:crs:EPSG::3006')
  expect(plane.features).toHaveLength(3)
  expect(plane.features[0].geometry.coordinates).toEqual([356083.438, 6097106.672])
  const globe = JSON.parse(
    await textOf(writeGeoJson(columns, pages(), { crs: crsOf[4326], name: 'Norrvik' })),
  )
  expect(globe).not.toHaveProperty('crs')
  expect(globe.features[1]).toMatchObject({
    properties: { layer: 'pipe', tag: '=L-1', builtYear: null, diameter: 160.5, underWork: false },
    geometry: { type: 'LineString' },
  })
})

test('nothing selected is an empty collection, not a broken file', async () => {
  const text = await textOf(writeGeoJson(columns, pagesOf(), { crs: crsOf[4326], name: 'Norrvik' }))
  expect(JSON.parse(text).features).toEqual([])
})
