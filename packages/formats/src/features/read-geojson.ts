import { readFile } from 'node:fs/promises'
import type { Cell } from '../table.ts'
import { type Feature, type FeatureFile, inPages, type RawGeometry, UnreadableFile } from './feature.ts'

interface Collection {
  name?: unknown
  crs?: { properties?: { name?: unknown } }
  features: { geometry?: { type?: string; coordinates?: unknown } | null; properties?: object | null }[]
}

const WGS84 = 4326

/** A FeatureCollection of RFC 7946, or of 2008's GeoJSON with a system by name. */
export async function readGeoJson(path: string): Promise<FeatureFile> {
  const collection = parse(await readFile(path, 'utf8'))
  const features = collection.features.map(({ geometry, properties }, i): Feature => {
    const values = Object.entries(properties ?? {}).map(([key, value]) => [key, cell(value)] as const)
    return { row: i + 1, values: Object.fromEntries(values), geometry: simple(geometry) }
  })
  const columns = [...new Set(features.flatMap(({ values }) => Object.keys(values)))]
  const name = typeof collection.name === 'string' ? collection.name : ''
  return {
    layers: [
      { name, columns, crs: crsOf(collection), count: features.length, pages: () => inPages(features) },
    ],
    close() {},
  }
}

function parse(text: string): Collection {
  let body: unknown
  try {
    body = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    throw new UnreadableFile('not-that-format', { cause })
  }
  const { type, features } = (body ?? {}) as { type?: unknown; features?: unknown }
  if (type !== 'FeatureCollection' || !Array.isArray(features)) throw new UnreadableFile('not-that-format')
  if (features.length === 0) throw new UnreadableFile('empty')
  return body as Collection
}

/** `urn:ogc:def:crs:EPSG::3006` and `EPSG:3006`; without a name the RFC's WGS 84. */
function crsOf({ crs }: Collection): number {
  const code = /EPSG:[\d.]*:?(\d+)$/.exec(String(crs?.properties?.name ?? ''))?.[1]
  return code === undefined ? WGS84 : Number(code)
}

const cell = (value: unknown): Cell =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : value === null || value === undefined
      ? null
      : JSON.stringify(value)

const single = { MultiPoint: 'Point', MultiLineString: 'LineString', MultiPolygon: 'Polygon' } as const

/** A collection of one part is that part; of several it is nothing that one asset can be. */
export function simple(
  geometry: { type?: string | undefined; coordinates?: unknown } | null | undefined,
): Feature['geometry'] {
  if (!geometry) return null
  const { type, coordinates } = geometry
  if (type === 'Point' || type === 'LineString' || type === 'Polygon') {
    return { type, coordinates } satisfies RawGeometry
  }
  const part = single[type as keyof typeof single]
  if (part && Array.isArray(coordinates) && coordinates.length === 1) {
    return { type: part, coordinates: coordinates[0] }
  }
  return 'unreadable'
}
