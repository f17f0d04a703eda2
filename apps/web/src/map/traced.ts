import type { TraceView } from '@driftbild/api/contract'
import type { GeoJSONSource } from 'maplibre-gl'

/** What was traced as two lines and two sets of points, to be drawn. */
export function tracedFeatures(traced: TraceView | null): Parameters<GeoJSONSource['setData']>[0] {
  const feature = <T>(certain: boolean, geometry: T) => ({
    type: 'Feature' as const,
    properties: { certain },
    geometry,
  })
  const part = ({ lines, points }: TraceView['certain'], certain: boolean) => [
    feature(certain, { type: 'MultiLineString' as const, coordinates: lines }),
    feature(certain, { type: 'MultiPoint' as const, coordinates: points }),
  ]
  return {
    type: 'FeatureCollection',
    features: traced ? [...part(traced.possible, false), ...part(traced.certain, true)] : [],
  }
}
