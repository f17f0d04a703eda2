import { readFile } from 'node:fs/promises'
import { InpError, type Network, readInp, type XY } from '@driftbild/network'
import type { Cell } from '../table.ts'
import { type Feature, type FeatureFile, inPages, UnreadableFile } from './feature.ts'

const columns = [
  ...['id', 'type', 'tag', 'comment', 'from', 'to', 'elevation', 'baseDemand', 'diameter', 'length'],
  ...['roughness', 'minLevel', 'maxLevel', 'power', 'status'],
]

/** An EPANET file's nodes and links, in the units that our attributes have. It names no coordinate system. */
export async function readInpFeatures(path: string): Promise<FeatureFile> {
  const { network, leftOut } = parse(textOf(await readFile(path)))
  const features = featuresOf(network)
  if (features.length === 0) throw new UnreadableFile('empty')
  return {
    layers: [{ name: '', columns, crs: null, count: features.length, pages: () => inPages(features) }],
    leftOut: leftOut.map(({ section, ...rest }) => ({ part: section, ...rest })),
    close() {},
  }
}

/** Older programs write what they find in Windows' own code page. */
function textOf(bytes: Uint8Array): string {
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

function featuresOf({ nodes, links }: Network): Feature[] {
  const places = new Map(nodes.map(({ id, position }) => [id, position]))
  const features = [
    ...nodes.map((node) => ({
      values: { ...node, baseDemand: node.type === 'junction' ? (node.demands[0]?.base ?? null) : null },
      geometry: pointAt(node.position),
    })),
    ...links.map((link) => {
      const ends = [places.get(link.from), places.get(link.to)]
      const line = ends[0] && ends[1] ? [ends[0], ...link.vertices, ends[1]] : null
      return {
        values: link,
        geometry: link.type === 'pipe' ? lineOf(line) : pointAt(line && middleOf(line)),
      }
    }),
  ]
  return features.map(({ values, geometry }, i) => ({
    row: i + 1,
    values: Object.fromEntries(
      columns.map((column) => [column, ((values as object as Record<string, Cell>)[column] ?? null) as Cell]),
    ),
    geometry,
  }))
}

const pointAt = (position: XY | null): Feature['geometry'] =>
  position && { type: 'Point', coordinates: position }

const lineOf = (line: XY[] | null): Feature['geometry'] => line && { type: 'LineString', coordinates: line }

/** Pumps and valves are links to EPANET and places to us. */
function middleOf(line: readonly XY[]): XY {
  const at = Math.floor((line.length - 1) / 2)
  const [a, b] = [line[at]!, line[at + 1]!]
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
}
