import { type FeatureFile, type FeatureLayer, systemsAround } from '@driftbild/formats/features'
import type { ImportLayer } from '../contract/index.ts'

const MOST_VALUES = 40
const SAMPLES = 3

/** Reads a file once through: what its columns hold, so that a person can say what they are. */
export async function inspectFile({ layers }: FeatureFile): Promise<ImportLayer[]> {
  const seen: ImportLayer[] = []
  for (const layer of layers) seen.push(await inspectLayer(layer))
  return seen
}

async function inspectLayer(layer: FeatureLayer): Promise<ImportLayer> {
  const values = new Map(layer.columns.map((name) => [name, new Set<string>()]))
  let features = 0
  let placed = 0
  const box: Extent = [Infinity, Infinity, -Infinity, -Infinity]
  for await (const page of layer.pages()) {
    features += page.length
    for (const feature of page) {
      if (feature.geometry !== null) placed++
      if (feature.geometry !== null && feature.geometry !== 'unreadable')
        widen(box, feature.geometry.coordinates)
      for (const [name, found] of values) {
        const value = feature.values[name]
        if (value !== null && value !== undefined && found.size <= MOST_VALUES) found.add(String(value))
      }
    }
  }
  const columns = [...values].map(([name, found]) => ({
    name,
    values: found.size > MOST_VALUES ? null : [...found].toSorted((a, b) => a.localeCompare(b, 'sv')),
    samples: [...found].slice(0, SAMPLES),
  }))
  const extent = Number.isFinite(box[0]) ? box : null
  const fits = extent ? systemsAround(extent) : []
  return { name: layer.name, crs: layer.crs, features, placed, extent, fits, columns }
}

type Extent = [number, number, number, number]

/** By positions at whatever depth. */
function widen(extent: Extent, coordinates: unknown): void {
  if (!Array.isArray(coordinates)) return
  if (typeof coordinates[0] !== 'number') {
    for (const one of coordinates) widen(extent, one)
    return
  }
  const [x, y] = coordinates as number[]
  if (!Number.isFinite(x) || !Number.isFinite(y)) return
  extent[0] = Math.min(extent[0], x!)
  extent[1] = Math.min(extent[1], y!)
  extent[2] = Math.max(extent[2], x!)
  extent[3] = Math.max(extent[3], y!)
}
