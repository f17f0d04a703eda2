import { type AssetClass, assetStates } from '@driftbild/core'
import type { TraceView } from '../contract/index.ts'
import { type AssetTrace, linesOf, pointsOf, type TraceWay } from '../network/trace-asset.ts'
import type { WatchedAsset } from '../picture/picture.ts'
import { summarizeAsset } from './asset-summary.ts'

const MOST_ITEMS = 100

/** `see` gives an asset as far as the person may see it. */
export function viewTrace(
  way: TraceWay,
  trace: AssetTrace,
  see: (tag: string) => WatchedAsset | undefined,
): TraceView {
  const seen = (tags: readonly string[]): WatchedAsset[] => tags.flatMap((tag) => see(tag) ?? [])
  return {
    way,
    certain: viewPart(seen(trace.certain)),
    possible: viewPart(seen(trace.possible)),
    closed: seen(trace.closed).map((one) => summarizeAsset(one)),
  }
}

function viewPart(assets: readonly WatchedAsset[]): TraceView['certain'] {
  const classes: Partial<Record<AssetClass, number>> = {}
  let metres = 0
  for (const { asset } of assets) {
    classes[asset.class] = (classes[asset.class] ?? 0) + 1
    if (typeof asset.attributes.length === 'number') metres += asset.attributes.length
  }
  return {
    classes,
    metres,
    items: assets
      .toSorted((a, b) => weight(a) - weight(b))
      .slice(0, MOST_ITEMS)
      .map((one) => summarizeAsset(one)),
    lines: linesOf(assets),
    points: pointsOf(assets.filter(({ asset }) => asset.class !== 'junction')),
  }
}

/** What is not at rest first, then what somebody would ask for by name. */
const weight = ({ asset, state }: WatchedAsset): number =>
  assetStates.indexOf(state) + (asset.class === 'pipe' ? 20 : asset.class === 'junction' ? 30 : 0)
