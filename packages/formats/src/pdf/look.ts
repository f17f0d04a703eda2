import type { AssetState } from '@driftbild/core'

/** The colours and shapes of paper: the page's own, handed in by who writes. */
export interface Look {
  text: string
  quiet: string
  line: string
  panel: string
  chart: { line: string; band: string; grid: string; hatch: string }
  map: Record<'land' | 'water' | 'green' | 'building' | 'street' | 'rail' | 'selection', string>
  /** A path in a box of 16 × 16, with its fill and outline. */
  states: Record<AssetState, { shape: string; fill: string; edge: string; stroke: number }>
}

/** Two weights of one family, as a font file's bytes. */
export interface Fonts {
  regular: Buffer
  semibold: Buffer
}

export interface Area {
  x: number
  y: number
  width: number
  height: number
}
