import type { Asset, AssetClass, Position } from '@driftbild/core'

/** Makes assets of a zone that stand at a point, of which nothing is known but what is said. */
export const assetIn =
  (zone: string | null) =>
  (tag: string, of: AssetClass, at: Position, attributes: Asset['attributes'] = {}): Asset => ({
    ...{ tag, class: of, name: `Name ${tag}`, site: null, zone, surveyed: null, builtYear: null },
    ...{ expectedLife: null, visibility: 'staff', attributes },
    geometry: { type: 'Point', coordinates: at },
  })
