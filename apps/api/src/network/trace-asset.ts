import type { Position } from '@driftbild/core'
import { downstream, type FlowTrace, upstream } from '@driftbild/network'
import type { Scene } from '../moments/scene.ts'
import type { Picture, WatchedAsset } from '../picture/picture.ts'
import { networkOf, type PictureNetwork } from './networks.ts'

export type TraceWay = 'downstream' | 'upstream'

/** What lies downstream or upstream of an asset, by tag. */
export interface AssetTrace {
  /** All that is fed through it, or all that everything comes through. */
  certain: string[]
  /** What may be: the way of the water is not known there. */
  possible: string[]
  /** Closed valves at which it ended. */
  closed: string[]
}

/** Null for an asset of no network. */
export function traceAsset(
  picture: Picture,
  tag: string,
  way: TraceWay,
  scene: Scene | null,
): AssetTrace | null {
  const network = networkOf(picture)
  const start = network.water.startOf(tag)
  if (start) {
    const traced = (way === 'downstream' ? downstream : upstream)(network.known(scene), start)
    return named(network, traced, tag)
  }
  const related = alongRelations(picture, tag, way)
  return related.length === 0 ? null : { certain: related, possible: [], closed: [] }
}

function named({ water }: PictureNetwork, { certain, possible }: FlowTrace, own: string): AssetTrace {
  const { net } = water
  const told = new Set([own])
  const closed = new Set<string>()
  const tagsOf = (links: ReadonlySet<number>): string[] => {
    const tags: string[] = []
    const add = (tag: string) => {
      if (told.has(tag)) return
      told.add(tag)
      tags.push(tag)
    }
    for (const link of links) add(net.links[link]!.id)
    for (const link of links) {
      for (const place of [net.ends[2 * link]!, net.ends[2 * link + 1]!]) {
        const valve = water.closed.places.get(place)
        if (valve !== undefined) closed.add(valve)
        else for (const tag of water.at(place)) add(tag)
      }
    }
    return tags
  }
  return { certain: tagsOf(certain), possible: tagsOf(possible), closed: [...closed] }
}

/** Along what the register says of who feeds whom. */
function alongRelations({ register }: Picture, tag: string, way: TraceWay): string[] {
  const found = new Set([tag])
  const next = Map.groupBy(
    register.relations.filter(({ type }) => type !== 'contains'),
    ({ from, to }) => (way === 'downstream' ? from : to),
  )
  for (const one of found) {
    for (const { from, to } of next.get(one) ?? []) found.add(way === 'downstream' ? to : from)
  }
  found.delete(tag)
  return [...found]
}

/** Lines and points of what was traced, to be drawn. */
export const linesOf = (assets: readonly WatchedAsset[]): Position[][] =>
  assets.flatMap(({ asset: { geometry } }) => (geometry.type === 'LineString' ? [geometry.coordinates] : []))

export const pointsOf = (assets: readonly WatchedAsset[]): Position[] =>
  assets.flatMap(({ asset: { geometry }, position }) => (geometry.type === 'Point' ? [position] : []))
