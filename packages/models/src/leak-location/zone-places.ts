import { type Asset, metresBetween, type Position, positionsOf } from '@driftbild/core'
import { middleOf } from '../common/places.ts'

/** A pipe of the register with the names of its ends. */
export interface DrawnPipe {
  asset: Asset
  from: string
  to: string
}

/** What stands further than this from every pipe's end stands in no network. */
const REACH = 40
/** A valve this near a pipe's line shuts that pipe. */
const ON_PIPE = 8

export const drawnPipes = (assets: readonly Asset[]): DrawnPipe[] =>
  assets
    .filter((asset) => asset.class === 'pipe')
    .map((asset) => ({ asset, from: String(asset.attributes.from), to: String(asset.attributes.to) }))

/** Every place that pipes name as an end, where that end lies. */
export function placesOf(pipes: readonly DrawnPipe[]): Map<string, Position> {
  const places = new Map<string, Position>()
  for (const { asset, from, to } of pipes) {
    const line = positionsOf(asset.geometry)
    places.set(from, line[0]!)
    places.set(to, line.at(-1)!)
  }
  return places
}

export function nearestPlace(
  at: Position,
  places: ReadonlyMap<string, Position>,
  reach = REACH,
): string | null {
  let [best, least] = [null as string | null, reach]
  for (const [name, position] of places) {
    const metres = metresBetween(at, position)
    if (metres < least) [best, least] = [name, metres]
  }
  return best
}

/** Tags of a zone's pipes that a closed valve shuts: the one at whose end, or nearest whose bends, it stands. */
export function shutPipes(assets: readonly Asset[], zone: string, pipes: readonly DrawnPipe[]): Set<string> {
  const closed = assets.filter(
    (asset) => asset.class === 'valve' && asset.zone === zone && asset.attributes.normallyOpen === false,
  )
  return new Set(
    closed.flatMap((valve) => {
      const at = middleOf(valve)
      const reachOf = ({ asset }: DrawnPipe) =>
        Math.min(...positionsOf(asset.geometry).map((bend) => metresBetween(at, bend)))
      const nearest = pipes.reduce<{ tag: string; metres: number } | null>((best, pipe) => {
        const metres = reachOf(pipe)
        return metres < (best?.metres ?? ON_PIPE) ? { tag: pipe.asset.tag, metres } : best
      }, null)
      return nearest ? [nearest.tag] : []
    }),
  )
}
