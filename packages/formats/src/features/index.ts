import type { FeatureFile, FeatureFormat } from './feature.ts'
import { readCsv } from './read-csv.ts'
import { readGeoJson } from './read-geojson.ts'
import { readGeoPackage } from './read-gpkg.ts'
import { readInpFeatures } from './read-inp.ts'
import { readXlsx } from './read-xlsx.ts'

export {
  type Feature,
  type FeatureFile,
  type FeatureFormat,
  type FeatureLayer,
  type FileProblem,
  featureFormats,
  type RawGeometry,
  UnreadableFile,
} from './feature.ts'
export { gridNames, placeInGrid, placeInPlane, placeInWgs84, systemsAround } from './grids.ts'
export { inpText } from './read-inp.ts'
export { readWellKnownText } from './well-known-geometry.ts'

const readers: Record<FeatureFormat, (path: string) => Promise<FeatureFile> | FeatureFile> = {
  geojson: readGeoJson,
  gpkg: readGeoPackage,
  xlsx: readXlsx,
  csv: readCsv,
  inp: readInpFeatures,
}

/** Opens a file of features; throws UnreadableFile with what is wrong. */
export const openFeatures = async (format: FeatureFormat, path: string): Promise<FeatureFile> =>
  readers[format](path)
