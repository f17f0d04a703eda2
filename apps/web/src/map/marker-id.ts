import { type AssetClass, type AssetState, assetStates, type LampLook, lampLooks } from '@driftbild/core'
import { type ValveShape, valveShapes } from '@driftbild/words/look'
import type { ExpressionSpecification } from 'maplibre-gl'

/**
 * What a marker looks like is its image's name: the style's expressions build names from a feature's
 * properties, and the image of a name is drawn when the map first misses it.
 */
export type MarkerId =
  | {
      kind: 'asset'
      class: AssetClass
      state: AssetState
      probability: number
      underWork: boolean
      /** Of a container, 0 to 1; null where nothing is known. */
      fill: number | null
      lamp: LampLook | null
    }
  | { kind: 'dot'; state: AssetState; probability: number; lamp: LampLook | null }
  | { kind: 'cluster'; state: AssetState; size: number; shares: Record<AssetState, number> }
  | { kind: 'change'; change: MarkedChange }
  | { kind: 'flow'; measured: boolean }
  | { kind: 'valve'; role: ValveShape }

/** What became of an asset, or the worst of what became of a cluster's. */
export const markedChanges = ['worse', 'better', 'other'] as const
export type MarkedChange = (typeof markedChanges)[number]

/** A prediction's probability is drawn in fifths, a cluster's shares in twelfths. */
export const PROBABILITY_STEPS = 5
export const SHARE_STEPS = 12
/** A container's fill is drawn in tenths. */
const FILL_STEPS = 10

/** Clusters of fewer than these are drawn in size 0, 1, 2; larger ones in 3. */
export const clusterSizes = [10, 50, 250] as const

/** Of a cluster's states in the order of the ring; the tile's name of each count. */
const shareOrder = assetStates
const countName = (state: AssetState) => (state === 'prediction' ? 'predicted' : state)

const probability: ExpressionSpecification = [
  'to-string',
  ['round', ['*', PROBABILITY_STEPS, ['coalesce', ['get', 'prediction'], 0]]],
]

export const assetMarker: ExpressionSpecification = [
  'concat',
  'asset/',
  ['get', 'class'],
  '/',
  ['get', 'state'],
  '/',
  probability,
  '/',
  ['case', ['==', ['get', 'underWork'], true], '1', '0'],
  '/',
  [
    'case',
    ['has', 'fill'],
    ['to-string', ['round', ['*', FILL_STEPS, ['get', 'fill']]]],
    ['coalesce', ['get', 'lamp'], ''],
  ],
]

export const dotMarker: ExpressionSpecification = [
  'concat',
  'dot/',
  ['get', 'state'],
  '/',
  probability,
  '/',
  ['coalesce', ['get', 'lamp'], ''],
]

/** A line's mark; lines carry no probability, so their diamond is whole. */
export const lineMarker: ExpressionSpecification = [
  'concat',
  'dot/',
  ['get', 'state'],
  `/${PROBABILITY_STEPS}`,
]

export const clusterMarker: ExpressionSpecification = [
  'concat',
  'cluster/',
  ['get', 'state'],
  '/',
  ['step', ['get', 'count'], '0', clusterSizes[0], '1', clusterSizes[1], '2', clusterSizes[2], '3'],
  '/',
  ...shareOrder.flatMap((state, i): (string | ExpressionSpecification)[] => [
    ...(i === 0 ? [] : ['.']),
    [
      'to-string',
      ['ceil', ['/', ['*', SHARE_STEPS, ['coalesce', ['get', countName(state)], 0]], ['get', 'count']]],
    ],
  ]),
] as ExpressionSpecification

export const changeMarker: ExpressionSpecification = ['concat', 'change/', ['get', 'change']]

export const flowMarker: ExpressionSpecification = [
  'case',
  ['==', ['get', 'measured'], true],
  'flow/measured',
  'flow/certain',
]

/** The look that a name stands for; null for a name that is none of ours. */
export function parseMarker(id: string): MarkerId | null {
  const [kind, ...parts] = id.split('/')
  const change = markedChanges.find((one) => one === parts[0])
  if (kind === 'change') return change ? { kind, change } : null
  const role = (Object.keys(valveShapes) as ValveShape[]).find((one) => one === parts[0])
  if (kind === 'valve') return role ? { kind, role } : null
  if (kind === 'flow') return { kind, measured: parts[0] === 'measured' }
  const state = assetStates.find((s) => s === (kind === 'asset' ? parts[1] : parts[0]))
  if (!state) return null
  if (kind === 'asset') {
    return {
      kind,
      class: parts[0] as AssetClass,
      state,
      probability: Number(parts[2]) / PROBABILITY_STEPS,
      underWork: parts[3] === '1',
      fill: /^\d+$/.test(parts[4] ?? '') ? Number(parts[4]) / FILL_STEPS : null,
      lamp: lampOf(parts[4]),
    }
  }
  if (kind === 'dot') {
    return { kind, state, probability: Number(parts[1]) / PROBABILITY_STEPS, lamp: lampOf(parts[2]) }
  }
  if (kind === 'cluster') {
    const counts = (parts[2] ?? '').split('.').map(Number)
    const shares = Object.fromEntries(shareOrder.map((s, i) => [s, counts[i] ?? 0]))
    return { kind, state, size: Number(parts[1]), shares: shares as Record<AssetState, number> }
  }
  return null
}

const lampOf = (text: string | undefined): LampLook | null => lampLooks.find((one) => one === text) ?? null

/** Angles of a cluster's ring, clockwise from the top, worst first. What is there at all is wide enough to see. */
export function ringSegments(
  shares: Record<AssetState, number>,
): { state: AssetState; from: number; to: number }[] {
  const present = shareOrder.filter((s) => shares[s] > 0)
  const total = present.reduce((sum, s) => sum + shares[s], 0)
  let angle = -Math.PI / 2
  return present.map((state) => {
    const from = angle
    angle += (shares[state] / total) * 2 * Math.PI
    return { state, from, to: angle }
  })
}
