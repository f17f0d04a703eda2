import type { Asset } from '@driftbild/core'

/** A meter of which nothing matters but its tag. */
export const aMeter = (tag: string): Asset => ({
  tag,
  class: 'dma-meter',
  name: tag,
  site: null,
  zone: null,
  geometry: { type: 'Point', coordinates: [21.7, 65.8] },
  surveyed: null,
  builtYear: null,
  expectedLife: null,
  visibility: 'staff',
  attributes: {},
})
