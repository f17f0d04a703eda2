import type { AssetState } from '@driftbild/core'

/**
 * The shape of every state as one SVG path in a 16 × 16 box. The page's marks, the map's markers and the
 * charts all draw these, so that a state looks the same everywhere, with colour or without.
 */
export const stateShapes: Record<AssetState, string> = {
  critical: 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z',
  high: 'M8 1.6 15.2 14.2H.8z',
  low: 'M2.2 2.2h11.6v11.6H2.2z',
  prediction: 'M8 .9 15.1 8 8 15.1.9 8z',
  stale: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13z',
  information: 'M8 2.4a5.6 5.6 0 1 1 0 11.2A5.6 5.6 0 0 1 8 2.4z',
  normal: 'M8 2.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6z',
}

/** Width of a shape's outline in the same box. */
export const shapeStroke: Record<AssetState, number> = {
  critical: 1.2,
  high: 1.2,
  low: 1.2,
  prediction: 1.6,
  stale: 1.3,
  information: 2.8,
  normal: 1.5,
}

/** The question mark on bad or stale data, in the same box: strokes. */
export const questionMark = 'M6.1 6.3a1.95 1.95 0 1 1 2.7 1.8c-.5.25-.8.6-.8 1.2v.25M8 11.4v.1'

/** Hatching lines across the box; clip them to the shape. */
export const hatch = 'M-2 6 6-2M-2 11 11-2M-2 16 16-2M1 18 18 1M6 18 18 6M11 18 18 11'

/** Wrench badge of what is under work, in a 16 × 16 box: filled. */
export const wrench =
  'M13.9 4.3a3.7 3.7 0 0 1-4.9 4.4l-4.6 4.6a1.5 1.5 0 0 1-2.1-2.1l4.6-4.6A3.7 3.7 0 0 1 11.3 1.7L9.2 3.8l.4 2.2 2.2.4z'

/** What became of an asset between two moments, in the same box, as strokes: worse, better, a value that moved. */
export const changeShapes = {
  worse: 'M8 13V3.5M4 7.5l4-4 4 4',
  better: 'M8 3v9.5M4 8.5l4 4 4-4',
  other: 'M2.5 10.5c2-5 3.8-5 5.5-2.5s3.5 2.5 5.5-2.5',
} as const

/** An arrow to the right around the middle of a 16 × 16 box: which way something flows. */
export const flowArrow = 'M5.5 0L-3.5 4.5L-1.5 0L-3.5 -4.5Z'

/** What a valve is in a plan, in a 16 × 16 box: to be closed, not to be counted on, or one that gives water back. */
export const valveShapes = {
  /** Filled. */
  close: 'M1.5 3v10L14.5 3v10z',
  /** Strokes. */
  passed: 'M1.5 3v10L14.5 3v10zM5 14.5 11 1.5',
  feeds: 'M8 2.2a5.8 5.8 0 1 1 0 11.6A5.8 5.8 0 0 1 8 2.2zM8 5.2v5.6M5.2 8h5.6',
} as const
export type ValveShape = keyof typeof valveShapes
