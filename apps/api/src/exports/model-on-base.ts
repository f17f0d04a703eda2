import { type Asset, type Position, positionsOf } from '@driftbild/core'
import { linkTags, type Network, type NetworkLink, type NetworkNode, type XY } from '@driftbild/network'

interface BaseParts {
  /** The model that was read in, whole. */
  base: Network
  /** What the register makes of the same assets, in the base's own plane. */
  drawn: Network
  assets: readonly Asset[]
  /** Whether the register has the asset and it is not among these: not selected, or not to be seen. */
  withheld: (tag: string) => boolean
  /** Whether a closed valve of the register shuts a pipe. */
  shut: (pipe: string) => boolean
  place: (position: Position) => Position
  /** So far may a place be off, in the plane's unit, and still be the one that came in. */
  near: number
}

export interface OnBase {
  network: Network
  /** Links of the base that are left out, by their ids: pipes that the register no longer has, and what is withheld. */
  gone: string[]
  /** Controls and rules that spoke of what is gone. */
  silenced: number
}

/**
 * The model that came in as the register has it now: pipes, places and what is used there follow the register, which
 * may have changed, lost and gained some; pumps, valves, curves, patterns, controls and settings are the base's.
 */
export function modelOnBase({ base, drawn, assets, withheld, shut, place, near }: BaseParts): OnBase {
  const tags = linkTags(base)
  const byTag = new Map(assets.map((asset) => [asset.tag, asset]))
  const keep = (line: readonly XY[], own: readonly XY[]): XY[] =>
    line.length === own.length && line.every((at, i) => isNear(at, own[i]!, near)) ? [...own] : [...line]
  const gone: string[] = []
  const links = base.links.flatMap((link): NetworkLink[] => {
    const asset = byTag.get(tags.get(link.id)!)
    if (link.type === 'pipe' ? asset?.class !== 'pipe' : withheld(tags.get(link.id)!)) {
      gone.push(link.id)
      return []
    }
    if (link.type !== 'pipe' || !asset) return [link]
    const line = positionsOf(asset.geometry).map(place)
    const { length, diameter, roughness } = asset.attributes as Record<string, number | undefined>
    return [
      {
        ...link,
        vertices: keep(line.slice(1, -1), link.vertices),
        length: length ?? link.length,
        diameter: diameter ?? link.diameter,
        roughness: roughness ?? link.roughness,
        status: link.status === 'open' && shut(asset.tag) ? 'closed' : link.status,
      },
    ]
  })
  const known = new Set([...tags.values(), ...base.nodes.map(({ id }) => id)])
  const added = drawn.links.filter(({ id }) => !known.has(id))
  const used = new Set([...links, ...added].flatMap(({ from, to }) => [from, to]))
  const drawnAt = new Map(drawn.nodes.map((node) => [node.id, node]))
  const nodes = base.nodes
    .filter(({ id }) => used.has(id))
    .map((node): NetworkNode => {
      const at = drawnAt.get(node.id)?.position ?? null
      const position = at && !(node.position && isNear(at, node.position, near)) ? at : node.position
      return node.type === 'junction'
        ? { ...node, position, ...usedAt(node, byTag.get(node.id)) }
        : { ...node, position }
    })
  const inBase = new Set(base.nodes.map(({ id }) => id))
  const newNodes = drawn.nodes.filter(({ id }) => used.has(id) && !inBase.has(id))
  const all = { ...base, nodes: [...nodes, ...newNodes], links: [...links, ...added] }
  const { network, silenced } = withoutGone(all, gone)
  return { network, gone, silenced }
}

/** A place's height and first use as the register has them. */
function usedAt(
  { elevation, demands }: Extract<NetworkNode, { type: 'junction' }>,
  asset: Asset | undefined,
): Pick<Extract<NetworkNode, { type: 'junction' }>, 'elevation' | 'demands'> {
  if (asset?.class !== 'junction') return { elevation, demands }
  const { elevation: height, baseDemand } = asset.attributes as { elevation?: number; baseDemand?: number }
  const [first = { base: 0, pattern: null, category: null }, ...rest] = demands
  const isSame = baseDemand === undefined || baseDemand === first.base
  return {
    elevation: height ?? elevation,
    demands: isSame ? demands : [{ ...first, base: baseDemand }, ...rest],
  }
}

/** Controls and rules name what they act on; those that name what is gone would make the file unreadable. */
function withoutGone(network: Network, gone: readonly string[]): { network: Network; silenced: number } {
  const lost = new Set(gone)
  const controls = network.controls.filter(({ link }) => !lost.has(link))
  const rules = network.rules.filter(
    ({ clauses }) => !clauses.some((clause) => clause.split(/\s+/).some((word) => lost.has(word))),
  )
  return {
    network: { ...network, controls, rules },
    silenced: network.controls.length - controls.length + network.rules.length - rules.length,
  }
}

const isNear = ([ax, ay]: XY, [bx, by]: XY, near: number): boolean => Math.hypot(ax - bx, ay - by) <= near
