import { type AssetClass, type AssetState, assetStates, type Position, type Service } from '@driftbild/core'
import type { FeatureCollection, Point } from 'geojson'
import type { AssetFeature, ClusterFeature } from '../contract/index.ts'
import { type CutTile, cutIndex, EXTENT } from './vector-tile.ts'

export interface DrawnPoint {
  tag: string
  class: AssetClass
  service: Service
  position: Position
}

/** What a point looks like now; asked for when a tile is drawn, so that a change of state moves no index. */
export interface Look {
  state: AssetState
  prediction: number | null
  underWork: boolean
}

/** Deeper than this every asset stands alone. */
const CLUSTERED_UNTIL = 14
const CLUSTER_RADIUS = 44

/** What would cover everything else in a town's view: drawn alone and from close by only. */
const shownFrom: Partial<Record<AssetClass, number>> = { junction: 16, valve: 14 }

export interface PointLayer {
  tile(z: number, x: number, y: number, look: (tag: string) => Look): CutTile | null
}

export function pointLayer(points: readonly DrawnPoint[]): PointLayer {
  const ordinary = points.filter((p) => shownFrom[p.class] === undefined)
  const clustered = cutIndex(collection(points, ordinary), {
    maxZoom: CLUSTERED_UNTIL + 1,
    cluster: true,
    clusterOptions: { maxZoom: CLUSTERED_UNTIL, radius: CLUSTER_RADIUS * (EXTENT / 512), extent: EXTENT },
  })
  const alone = [...Map.groupBy(points, (p) => shownFrom[p.class])].flatMap(([from, some]) =>
    from === undefined
      ? []
      : [{ from, index: cutIndex(collection(points, some), { maxZoom: 18, buffer: 256 }) }],
  )
  const members = new Map<number, Int32Array>()

  const membersOf = (cluster: number): Int32Array => {
    let found = members.get(cluster)
    if (!found) {
      const leaves = clustered.getClusterLeaves(cluster, Number.POSITIVE_INFINITY, 0) ?? []
      found = Int32Array.from(leaves, (leaf) => indexIn(leaf.properties))
      members.set(cluster, found)
    }
    return found
  }

  return {
    tile(z, x, y, look) {
      const tiles = [
        clustered.getTile(z, x, y),
        ...alone.filter(({ from }) => z >= from).map(({ index }) => index.getTile(z, x, y)),
      ].filter((tile) => tile !== null)
      const [first] = tiles
      if (!first) return null
      const features = tiles.flatMap((tile) =>
        tile.features.map((feature) => {
          const { tags } = feature
          const drawn = tags?.cluster
            ? clusterTags(points, membersOf(tags.cluster_id as number), look)
            : pointTags(points[indexIn(tags)]!, look)
          return { ...feature, tags: drawn }
        }),
      )
      return { ...first, features }
    },
  }
}

function pointTags(point: DrawnPoint, look: (tag: string) => Look): AssetFeature {
  const { state, prediction, underWork } = look(point.tag)
  return {
    tag: point.tag,
    class: point.class,
    service: point.service,
    state,
    ...(prediction !== null && { prediction }),
    underWork,
  }
}

function clusterTags(
  points: readonly DrawnPoint[],
  members: Int32Array,
  look: (tag: string) => Look,
): ClusterFeature {
  const counts: Record<AssetState, number> = {
    critical: 0,
    high: 0,
    low: 0,
    prediction: 0,
    stale: 0,
    information: 0,
    normal: 0,
  }
  for (const index of members) counts[look(points[index]!.tag).state]++
  const { prediction: predicted, ...others } = counts
  const state = assetStates.find((s) => counts[s] > 0) ?? 'normal'
  return { cluster: true, count: members.length, state, ...others, predicted }
}

const indexIn = (properties: unknown): number => (properties as { index: number }).index

function collection(all: readonly DrawnPoint[], some: readonly DrawnPoint[]): FeatureCollection<Point> {
  const indexOf = new Map(all.map((point, index) => [point.tag, index]))
  return {
    type: 'FeatureCollection',
    features: some.map((point) => ({
      type: 'Feature',
      properties: { index: indexOf.get(point.tag) },
      geometry: { type: 'Point', coordinates: point.position },
    })),
  }
}
