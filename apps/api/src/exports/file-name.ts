import { formatTime, type Micros } from '@driftbild/core'
import type { ExportFormat } from '../contract/index.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'

export const mediaTypes: Record<ExportFormat, string> = {
  gpkg: 'application/geopackage+sqlite3',
  geojson: 'application/geo+json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  inp: 'text/plain; charset=utf-8',
  pdf: 'application/pdf',
  labels: 'application/pdf',
}

/** Where a format is not what its files end with. */
const endings: Partial<Record<ExportFormat, string>> = { labels: 'pdf' }

/** After the municipality, the one asset where it is one, and the day. */
export function fileNameOf(
  format: ExportFormat,
  { picture, assets, madeAt }: { picture: Picture; assets: readonly WatchedAsset[]; madeAt: Micros },
): string {
  const what = assets.length === 1 ? [assets[0]!.asset.tag] : []
  const kind = format === 'labels' ? ['QR'] : []
  const parts = [picture.municipality.name, ...what, ...kind, formatTime(madeAt).slice(0, 10)]
  return `${parts.join('-').replace(/[^\p{L}\p{N}.-]+/gu, '_')}.${endings[format] ?? format}`
}
