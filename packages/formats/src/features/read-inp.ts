import { readFile } from 'node:fs/promises'
import {
  InpError,
  type InpLines,
  linkTags,
  type Network,
  type NetworkLink,
  type NetworkNode,
  readInp,
  type XY,
} from '@driftbild/network'
import type { Cell } from '../table.ts'
import { type Feature, type FeatureFile, inPages, UnreadableFile } from './feature.ts'

const columns = [
  ...['id', 'type', 'label', 'comment', 'from', 'to', 'elevation', 'baseDemand', 'diameter', 'length'],
  ...['roughness', 'minLevel', 'maxLevel', 'power', 'status'],
  ...['material', 'normallyOpen', 'volume', 'ratedFlow', 'ratedHead', 'ratedPower'],
]

/**
 * An EPANET file's nodes and links, in the units that our attributes have. It names no coordinate system, and no material. A
 * link that is called as a node is gets another id, and what the file tags is a label: our tags are its ids.
 */
export async function readInpFeatures(path: string): Promise<FeatureFile> {
  const { network, leftOut, lines } = parse(inpText(await readFile(path)))
  const features = featuresOf(network, lines)
  if (features.length === 0) throw new UnreadableFile('empty')
  return {
    layers: [{ name: '', columns, crs: null, count: features.length, pages: () => inPages(features) }],
    leftOut: leftOut.map(({ section, ...rest }) => ({ part: section, ...rest })),
    close() {},
  }
}

/** Older programs write what they find in Windows' own code page. */
export function inpText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function parse(text: string): ReturnType<typeof readInp> {
  try {
    return readInp(text)
  } catch (cause) {
    if (!(cause instanceof InpError)) throw cause
    const problems = cause.problems.map(({ section, ...rest }) => ({ part: section, ...rest }))
    throw new UnreadableFile('not-that-format', { cause, problems })
  }
}

function featuresOf(network: Network, lines: InpLines): Feature[] {
  const { nodes, links } = network
  const places = new Map(nodes.map(({ id, position }) => [id, position]))
  const tags = linkTags(network)
  const features = [
    ...nodes.map((node) => ({
      row: lines.nodes.get(node.id)!,
      values: nodeValues(node),
      geometry: pointAt(node.position),
    })),
    ...links.map((link) => {
      const ends = [places.get(link.from), places.get(link.to)]
      const line = ends[0] && ends[1] ? [ends[0], ...link.vertices, ends[1]] : null
      return {
        row: lines.links.get(link.id)!,
        values: { ...linkValues(link, network), id: tags.get(link.id)! },
        geometry: link.type === 'pipe' ? lineOf(line) : pointAt(line && middleOf(line)),
      }
    }),
  ]
  return features.map(({ row, values, geometry }) => ({
    row,
    values: Object.fromEntries(
      columns.map((column) => [
        column,
        ((values as object as Record<string, Cell>)[column === 'label' ? 'tag' : column] ?? null) as Cell,
      ]),
    ),
    geometry,
  }))
}

function nodeValues(node: NetworkNode): object {
  if (node.type === 'junction') return { ...node, baseDemand: node.demands[0]?.base ?? null }
  if (node.type === 'reservoir') return node
  return { ...node, volume: (Math.PI / 4) * node.diameter ** 2 * (node.maxLevel - node.minLevel) || null }
}

function linkValues(link: NetworkLink, { curves }: Network): object {
  if (link.type === 'pipe') return { ...link, material: 'unknown' }
  if (link.type === 'valve') return { ...link, normallyOpen: link.status !== 'closed' }
  const points = link.headCurve === null ? [] : (curves[link.headCurve]?.points ?? [])
  // Three points are no flow, the design, and the most; one is the design.
  const [flow, head] = points[Math.floor(points.length / 2)] ?? []
  if (!flow || !head) return { ...link, ratedPower: link.power }
  return { ...link, ratedFlow: flow, ratedHead: head, ratedPower: shaftPower(flow, head) }
}

/** kW for m³/h and m, at an ordinary pump's efficiency, to three digits. */
const shaftPower = (flow: number, head: number): number =>
  Number(((9.81 * flow * head) / 3600 / EFFICIENCY).toPrecision(3))
const EFFICIENCY = 0.75

const pointAt = (position: XY | null): Feature['geometry'] =>
  position && { type: 'Point', coordinates: position }

const lineOf = (line: XY[] | null): Feature['geometry'] => line && { type: 'LineString', coordinates: line }

/** Pumps and valves are links to EPANET and places to us. */
function middleOf(line: readonly XY[]): XY {
  const at = Math.floor((line.length - 1) / 2)
  const [a, b] = [line[at]!, line[at + 1]!]
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
}
