import type { FeatureFile, FeatureLayer } from '@driftbild/formats/features'
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
  for await (const page of layer.pages()) {
    features += page.length
    for (const feature of page) {
      if (feature.geometry !== null) placed++
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
  return { name: layer.name, crs: layer.crs, features, placed, columns }
}
