import { type Asset, type AssetClass, type Position, positionsOf } from '@driftbild/core'
import { emptyNetwork, type Network, type NetworkNode, type Pipe } from '@driftbild/network'

export interface RegisterModel {
  network: Network
  /** Assets that a model of pipes has no place for, or that hang on no pipe. */
  leftOut: { class: AssetClass; count: number }[]
  /** Sources whose head the register doesn't say. */
  assumedHeads: string[]
}

interface ModelParts {
  assets: readonly Asset[]
  /** Places where water comes in, by the names that pipes give them. */
  feeds: ReadonlySet<string>
  /** Pipes that a closed valve shuts, and places that one does. */
  closed: { pipes: ReadonlySet<string>; places: ReadonlySet<string> }
  /** Where storage stands, by the place's name. */
  storage: ReadonlyMap<string, Asset>
  place: (position: Position) => Position
}

/** Hazen-Williams C of pipes in use, where the register has none: planning values of ours. */
const roughness: Record<string, number> = {
  PE: 140,
  PVC: 140,
  'ductile-iron': 120,
  steel: 110,
  'cast-iron': 90,
  unknown: 110,
}
/** m of water above the ground, where nobody says how high a source stands. */
const ASSUMED_HEAD = 50
const ORDINARY_DIAMETER = 100

/** The pipes of a register as a hydraulic model: what is known goes in, what is assumed is named, the rest left out. */
export function registerModel({ assets, feeds, closed, storage, place }: ModelParts): RegisterModel {
  const byTag = new Map(assets.map((asset) => [asset.tag, asset]))
  const used = new Set<string>()
  const places = new Map<string, Position>()
  const links = assets.flatMap((asset): Pipe[] => {
    if (asset.class !== 'pipe') return []
    const line = positionsOf(asset.geometry).map(place)
    const { from, to } = asset.attributes as { from: string; to: string }
    places.set(from, line[0]!)
    places.set(to, line.at(-1)!)
    used.add(asset.tag)
    return [pipeOf(asset, line, closed.pipes.has(asset.tag) || closed.places.has(to))]
  })
  const assumedHeads: string[] = []
  const nodes = [...places].map(([name, position]): NetworkNode => {
    const own = byTag.get(name)
    const stored = storage.get(name)
    for (const one of [own, stored]) if (one) used.add(one.tag)
    const elevation = Number(own?.attributes.elevation ?? stored?.attributes.elevation ?? 0)
    const common = { id: name, tag: null, comment: own?.name ?? null, position }
    if (stored) return tankOf(stored, { ...common, elevation })
    if (feeds.has(name)) {
      assumedHeads.push(name)
      return { ...common, type: 'reservoir', head: elevation + ASSUMED_HEAD, pattern: null }
    }
    const base = Number(own?.attributes.baseDemand ?? 0)
    const demands = base === 0 ? [] : [{ base, pattern: null, category: null }]
    return { ...common, type: 'junction', elevation, demands, emitter: null }
  })
  const left = Map.groupBy(
    assets.filter(({ tag }) => !used.has(tag)),
    ({ class: of }) => of,
  )
  return {
    network: { ...emptyNetwork(), nodes, links },
    leftOut: [...left].map(([of, some]) => ({ class: of, count: some.length })),
    assumedHeads,
  }
}

function pipeOf({ tag, name, attributes }: Asset, line: readonly Position[], isClosed: boolean): Pipe {
  const { from, to, length, diameter, material, roughness: own } = attributes as Record<string, unknown>
  return {
    ...{ type: 'pipe', id: tag, tag: null, comment: name, from: String(from), to: String(to) },
    vertices: line.slice(1, -1).map(([x, y]) => [x, y]),
    length: Math.max(0.1, Number(length ?? 0)),
    diameter: Number(diameter ?? ORDINARY_DIAMETER),
    roughness: Number(own ?? roughness[String(material)] ?? roughness.unknown),
    minorLoss: 0,
    status: isClosed ? 'closed' : 'open',
  }
}

/** A cylinder of the volume that the register has between its levels. */
function tankOf(
  { attributes }: Asset,
  common: Pick<NetworkNode, 'id' | 'tag' | 'comment' | 'position'> & { elevation: number },
): NetworkNode {
  const minLevel = Number(attributes.minLevel ?? 0)
  const maxLevel = Number(attributes.maxLevel ?? minLevel + 5)
  const volume = Number(attributes.volume ?? 500)
  return {
    ...common,
    type: 'tank',
    initialLevel: (minLevel + maxLevel) / 2,
    ...{ minLevel, maxLevel, minVolume: 0, volumeCurve: null, canOverflow: false },
    diameter:
      Math.round(Math.sqrt((4 * volume) / (Math.PI * Math.max(0.1, maxLevel - minLevel))) * 100) / 100,
  }
}
